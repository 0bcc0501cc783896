import { describe, expect, it } from '@jest/globals';
import { CloseClient, IssueKey, machineClient, RegisterClient, RevokeKey } from '#domain/machine-clients';
import type { ClientContent, KeyContent, MachineClientEvent } from '#domain/machine-clients';
import { given, keys, rows } from '#testing';

const { client } = keys;
const { issuedAt, expiresAt: oneYearLater } = rows.machineKey();

const register = (over: Partial<ClientContent> = {}) => ({ command: new RegisterClient(rows.machineClient(over)) });
const issue = (over: Partial<KeyContent> = {}) => ({ command: new IssueKey(rows.machineKey(over)) });
const revoke = (over: { client?: string; keyId?: string; reason?: string; revokedAt?: string } = {}) => {
  const { reason = '轮换', revokedAt = issuedAt, ...key } = over;
  return { command: new RevokeKey({ client, keyId: keys.keyId, ...key }, { reason, revokedAt }) };
};
const close = (over: { client?: string; reason?: string; closedAt?: string } = {}) => {
  const { client: named = client, reason = '平台下线', closedAt = issuedAt } = over;
  return { command: new CloseClient({ client: named }, { reason, closedAt }) };
};

const registered: MachineClientEvent = { type: 'MachineClientRegistered', data: rows.machineClient() };
const issued = (over: Partial<KeyContent> = {}): MachineClientEvent => ({
  type: 'MachineKeyIssued',
  data: rows.machineKey(over),
});
const revoked = (keyId = 'key00001', reason = '轮换'): MachineClientEvent => ({
  type: 'MachineKeyRevoked',
  data: { client, keyId, reason, revokedAt: issuedAt },
});
const closed: MachineClientEvent = {
  type: 'MachineClientClosed',
  data: { client, reason: '平台下线', closedAt: issuedAt },
};

describe('a machine client', () => {
  it('is registered once, whatever was recorded since', () => {
    given(machineClient).when(register()).then([registered]);
    given(machineClient, [registered, issued(), closed]).when(register()).then([]);
    given(machineClient, [registered])
      .when(register({ contact: '李工' }))
      .refused('client-already-registered');
  });

  it.each(['', 'Admission', '1st', 'a_b', 'a--b', 'a-', 'ａ', `a${'b'.repeat(40)}`, 'a\n'])(
    'is not called %j',
    (id) => {
      given(machineClient).when(register({ id })).refused('bad-client-id');
    },
  );

  it('says its name and whom to call', () => {
    given(machineClient)
      .when(register({ name: ' ', contact: '' }))
      .refused('client-details-missing', 'client-details-missing');
  });

  it('that is not registered, or is named in another spelling, has no keys and is not closed', () => {
    for (const order of [issue(), revoke(), close()]) given(machineClient).when(order).refused('unknown-client');
    const other = { client: 'ａdmission-platform' };
    for (const order of [issue(other), revoke(other), close(other)])
      given(machineClient, [registered, issued()]).when(order).refused('unknown-client');
  });
});

describe('issuing a key', () => {
  it('records what it may be used for, lists as sorted sets', () => {
    const lists = {
      scopes: ['log:read', 'eligibility:read', 'log:read'],
      schools: ['3646012002', '3646012001'],
      districts: ['460107', '460105', '460107'],
      addresses: ['192.0.2.7/32', '10.0.0.0/8'],
    };
    const sorted = issued({
      scopes: ['eligibility:read', 'log:read'],
      schools: ['3646012001', '3646012002'],
      districts: ['460105', '460107'],
      addresses: ['10.0.0.0/8', '192.0.2.7/32'],
    });
    given(machineClient, [registered]).when(issue(lists)).then([sorted]);
    given(machineClient, [registered, sorted]).when(issue(lists)).then([]);
  });

  it('says nothing again that was said, also of a key that was revoked since, and takes an id once', () => {
    given(machineClient, [registered, issued()]).when(issue()).then([]);
    given(machineClient, [registered, issued(), revoked()]).when(issue()).then([]);
    given(machineClient, [registered, issued(), revoked()])
      .when(issue({ requestsPerMinute: 60 }))
      .refused('key-already-issued');
  });

  it('is not for a closed client', () => {
    given(machineClient, [registered, closed]).when(issue()).refused('client-already-closed');
  });

  const bad: readonly (readonly [code: string, over: Partial<KeyContent>])[] = [
    ['bad-key-id', { keyId: 'key0001' }],
    ['bad-key-id', { keyId: 'key-0001' }],
    ['bad-secret-hash', { secretHash: 'AB'.repeat(32) }],
    ['bad-secret-hash', { secretHash: 'ab'.repeat(31) }],
    ['scopes-missing', { scopes: [] }],
    ['unknown-scope', { scopes: ['eligibility:read', 'eligibility:*'] }],
    ['bad-school-list', { schools: [] }],
    ['bad-school-list', { schools: ['364601200'] }],
    ['bad-school-list', { schools: ['all'] }],
    ['bad-district-list', { districts: [] }],
    ['bad-district-list', { districts: ['440105'] }],
    ['bad-district-list', { districts: ['龙华区'] }],
    ['bad-address-range', { addresses: ['10.0.0.0/8', '10.1.2.3/8'] }],
    ['bad-request-limit', { requestsPerMinute: 0 }],
    ['bad-request-limit', { requestsPerMinute: 1.5 }],
    ['bad-request-limit', { requestsPerMinute: Number.NaN }],
    ['bad-request-limit', { requestsPerMinute: 100_001 }],
    ['bad-instant', { issuedAt: '2022-03-01T08:00:00Z' }],
    ['bad-instant', { expiresAt: '2022-02-30T08:00:00.000Z' }],
    ['bad-instant', { expiresAt: '2022-02-28T24:00:00.000Z' }],
    ['expiry-before-issue', { expiresAt: issuedAt }],
    ['validity-too-long', { expiresAt: '2023-03-01T08:00:00.001Z' }],
  ];

  it.each(bad)('is refused with %s: %j', (code, over) => {
    given(machineClient, [registered]).when(issue(over)).refused(code);
  });

  it('names every reason, in the order of reading, and never a hash', () => {
    const judged = given(machineClient, [registered]).when(
      issue({ keyId: '', secretHash: 'hash', scopes: [], schools: [], addresses: ['::/129'], expiresAt: issuedAt }),
    );
    judged.refused(
      'bad-key-id',
      'bad-secret-hash',
      'scopes-missing',
      'bad-school-list',
      'bad-address-range',
      'expiry-before-issue',
    );
    expect(JSON.stringify(judged.judgement)).not.toContain('"hash"');
  });
});

describe('rotating keys', () => {
  const second = { keyId: 'key00002', issuedAt: '2023-02-01T08:00:00.000Z', expiresAt: '2024-02-01T08:00:00.000Z' };
  const third = { keyId: 'key00003', issuedAt: '2023-02-20T08:00:00.000Z', expiresAt: '2024-02-01T08:00:00.000Z' };

  it('takes two live keys, and no third', () => {
    given(machineClient, [registered, issued()])
      .when(issue(second))
      .then([issued(second)]);
    const both = [registered, issued(), issued(second)];
    given(machineClient, both).when(issue(third)).refused('too-many-live-keys');
  });

  it('has room for one more when one was revoked, or has expired at the issue', () => {
    const both = [registered, issued(), issued(second)];
    given(machineClient, [...both, revoked()])
      .when(issue(third))
      .then([issued(third)]);
    const late = { ...third, issuedAt: oneYearLater };
    given(machineClient, both)
      .when(issue(late))
      .then([issued(late)]);
  });
});

describe('revoking a key', () => {
  it('is recorded once', () => {
    given(machineClient, [registered, issued()]).when(revoke()).then([revoked()]);
    const history = [registered, issued(), revoked()];
    given(machineClient, history)
      .when(revoke({ revokedAt: '2022-12-01T08:00:00.000Z' }))
      .then([]);
    given(machineClient, history)
      .when(revoke({ reason: '泄露' }))
      .refused('key-already-revoked');
  });

  it('needs a key, an instant and a reason', () => {
    given(machineClient, [registered, issued()])
      .when(revoke({ keyId: 'key00009' }))
      .refused('unknown-key');
    given(machineClient, [registered, issued()])
      .when(revoke({ reason: ' ', revokedAt: 'now' }))
      .refused('bad-instant', 'reason-missing');
  });

  it('is taken whatever the clock says: a date before the issue keeps no key alive', () => {
    const revokedAt = '2000-01-01T00:00:00.000Z';
    given(machineClient, [registered, issued()])
      .when(revoke({ revokedAt }))
      .then([{ type: 'MachineKeyRevoked', data: { client, keyId: 'key00001', reason: '轮换', revokedAt } }]);
  });
});

describe('closing a client', () => {
  it('revokes every key that is not revoked yet', () => {
    const history = [registered, issued(), revoked(), issued({ keyId: 'key00002' })];
    given(machineClient, history)
      .when(close())
      .then([revoked('key00002', '平台下线'), closed]);
  });

  it('is recorded once, with its reason', () => {
    given(machineClient, [registered, closed])
      .when(close({ closedAt: oneYearLater }))
      .then([]);
    given(machineClient, [registered, closed])
      .when(close({ reason: '泄露' }))
      .refused('client-already-closed');
    given(machineClient, [registered])
      .when(close({ reason: '', closedAt: '' }))
      .refused('bad-instant', 'reason-missing');
  });
});
