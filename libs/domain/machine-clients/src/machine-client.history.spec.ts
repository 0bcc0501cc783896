import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CloseClient,
  IssueKey,
  IssueKeyForTokens,
  machineClient,
  RegisterClient,
  RevokeKey,
} from '#domain/machine-clients';
import type { MachineClientCommand, MachineClientEvent } from '#domain/machine-clients';
import { canonicalText, isRefused } from '#kernel';
import { given, keys, rows } from '#testing';

const { client } = keys;
const reason = '轮换';
const instant = fc
  .date({ min: new Date('2021-06-01'), max: new Date('2024-06-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const keyId = fc.constantFrom('key00001', 'key00002', 'key00003', 'key00004');
const anyCommand: fc.Arbitrary<MachineClientCommand> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom('一', '二').map((name) => new RegisterClient(rows.machineClient({ name }))),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.record({ keyId, issuedAt: instant, expiresAt: instant }), fc.boolean())
      .map(([over, forTokens]) =>
        forTokens ? new IssueKeyForTokens(rows.tokenKey(over)) : new IssueKey(rows.machineKey(over)),
      ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(keyId, instant).map(([id, revokedAt]) => {
      return new RevokeKey({ client, keyId: id }, { reason, revokedAt });
    }),
  },
  { weight: 1, arbitrary: instant.map((closedAt) => new CloseClient({ client }, { reason, closedAt })) },
);
const commands = fc.array(anyCommand, { maxLength: 30, size: 'max' });

const lived = (told: readonly MachineClientCommand[]): readonly MachineClientEvent[] => {
  const events: MachineClientEvent[] = [{ type: 'MachineClientRegistered', data: rows.machineClient() }];
  for (const command of told) {
    const { judgement } = given(machineClient, events).when({ command });
    if (!isRefused(judgement)) events.push(...judgement);
  }
  return events;
};

const unrevoked = (events: readonly MachineClientEvent[]) =>
  [...given(machineClient, events).state.keys.values()].filter(({ revocation }) => revocation === null);

/** How many keys live at the issue of each key, that one among them. */
const liveAtIssue = (events: readonly MachineClientEvent[]): readonly number[] =>
  events.flatMap((event, at) => {
    if (event.type !== 'MachineKeyIssued' && event.type !== 'MachineKeyIssuedForTokens') return [];
    return [unrevoked(events.slice(0, at + 1)).filter(({ content }) => content.expiresAt > event.data.issuedAt).length];
  });

describe('any history of a client', () => {
  it('has one or two keys that live whenever one is issued', () => {
    fc.assert(
      fc.property(commands, (told) => {
        expect(liveAtIssue(lived(told)).filter((count) => count < 1 || count > 2)).toEqual([]);
      }),
    );
  });

  it('leaves no key alive after its end, and takes no other', () => {
    fc.assert(
      fc.property(commands, instant, commands, (before, closedAt, after) => {
        const events = lived([...before, new CloseClient({ client }, { reason, closedAt }), ...after]);
        const end = events.findIndex(({ type }) => type === 'MachineClientClosed');
        expect(events.slice(end + 1)).toEqual([]);
        expect(unrevoked(events)).toEqual([]);
      }),
    );
  });

  it('folds in any order, and names no school', () => {
    fc.assert(
      fc.property(commands, fc.infiniteStream(fc.nat()), (told, dice) => {
        const events = lived(told);
        for (const { data } of events) {
          expect(() => canonicalText(data)).not.toThrow();
          expect(Object.keys(data)).not.toContain('school');
          expect(Object.keys(data)).not.toContain('code');
        }
        const shuffled = events.toSorted(() => (dice.next().value % 3) - 1);
        expect(() => given(machineClient, shuffled)).not.toThrow();
      }),
    );
  });
});
