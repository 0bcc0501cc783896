import { describe, expect, it } from '@jest/globals';
import { CloseClient, IssueKey, IssueKeyForTokens, machineClient, RevokeKey } from '#domain/machine-clients';
import type { KeyContent, MachineClientEvent, TokenKeyContent } from '#domain/machine-clients';
import { given, keys, rows } from '#testing';

const { client, keyId } = keys;
const { issuedAt } = rows.machineKey();
const reason = '轮换';

const issue = (over: Partial<KeyContent> = {}) => ({ command: new IssueKey(rows.machineKey(over)) });
const issueForTokens = (over: Partial<TokenKeyContent> = {}) => ({
  command: new IssueKeyForTokens(rows.tokenKey(over)),
});

const registered: MachineClientEvent = { type: 'MachineClientRegistered', data: rows.machineClient() };
const closed: MachineClientEvent = { type: 'MachineClientClosed', data: { client, reason, closedAt: issuedAt } };
const issued = (over: Partial<KeyContent> = {}): MachineClientEvent => ({
  type: 'MachineKeyIssued',
  data: rows.machineKey(over),
});
const issuedForTokens = (over: Partial<TokenKeyContent> = {}): MachineClientEvent => ({
  type: 'MachineKeyIssuedForTokens',
  data: rows.tokenKey(over),
});
const revoked = (id: string): MachineClientEvent => ({
  type: 'MachineKeyRevoked',
  data: { client, keyId: id, reason, revokedAt: issuedAt },
});

describe('a key for access tokens alone', () => {
  it('is recorded like any, once, without a secret and lists as sorted sets', () => {
    const lists = { scopes: ['log:read', 'eligibility:read', 'log:read'], addresses: ['192.0.2.7/32', '10.0.0.0/8'] };
    const sorted = issuedForTokens({
      scopes: ['eligibility:read', 'log:read'],
      addresses: ['10.0.0.0/8', '192.0.2.7/32'],
    });
    given(machineClient, [registered]).when(issueForTokens(lists)).then([sorted]);
    given(machineClient, [registered, sorted]).when(issueForTokens(lists)).then([]);
    expect(JSON.stringify(sorted)).not.toContain('secretHash');
  });

  it('takes no hash, be it one or none, and one with a secret does not go without', () => {
    for (const secretHash of ['ab'.repeat(32), '', null])
      given(machineClient, [registered])
        .when({ command: new IssueKeyForTokens({ ...rows.tokenKey(), secretHash } as unknown as TokenKeyContent) })
        .refused('bad-secret-hash');
    given(machineClient, [registered])
      .when({ command: new IssueKey(rows.tokenKey() as unknown as KeyContent) })
      .refused('bad-secret-hash');
  });

  it('has an id that no other key of the client has', () => {
    given(machineClient, [registered, issued()]).when(issueForTokens({ keyId })).refused('key-already-issued');
    given(machineClient, [registered, issuedForTokens({ keyId })])
      .when(issue())
      .refused('key-already-issued');
  });

  it('is refused for what is wrong with any key', () => {
    given(machineClient).when(issueForTokens()).refused('unknown-client');
    given(machineClient, [registered, closed]).when(issueForTokens()).refused('client-already-closed');
    given(machineClient, [registered])
      .when(issueForTokens({ keyId: '', scopes: ['all'], schools: [], requestsPerMinute: 0, expiresAt: issuedAt }))
      .refused('bad-key-id', 'unknown-scope', 'bad-school-list', 'bad-request-limit', 'expiry-before-issue');
    given(machineClient, [registered])
      .when(issueForTokens({ expiresAt: '2023-03-01T08:00:00.001Z' }))
      .refused('validity-too-long');
  });

  it('counts with the others: from a secret to tokens is a change-over like any', () => {
    const both = [registered, issued(), issuedForTokens()];
    given(machineClient, [registered, issued()]).when(issueForTokens()).then([issuedForTokens()]);
    given(machineClient, both)
      .when(issue({ keyId: 'key00003' }))
      .refused('too-many-live-keys');
    given(machineClient, both)
      .when(issueForTokens({ keyId: 'token002' }))
      .refused('too-many-live-keys');
    given(machineClient, [...both, revoked('token001')])
      .when(issue({ keyId: 'key00003' }))
      .then([issued({ keyId: 'key00003' })]);
  });

  it('is revoked by its id, and with its client', () => {
    const revocation = { reason, revokedAt: issuedAt };
    given(machineClient, [registered, issuedForTokens()])
      .when({ command: new RevokeKey({ client, keyId: 'token001' }, revocation) })
      .then([revoked('token001')]);
    given(machineClient, [registered, issuedForTokens(), issued()])
      .when({ command: new CloseClient({ client }, { reason, closedAt: issuedAt }) })
      .then([revoked('token001'), revoked(keyId), closed]);
  });
});
