import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  account,
  areCombinable,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  personRoles,
  ResetCredentials,
} from '#domain/accounts';
import type { AccountCommand, AccountEvent } from '#domain/accounts';
import { canonicalText, isRefused } from '#kernel';
import { given, keys, rows } from '#testing';

const key = { account: keys.account };
const codes = fc.uniqueArray(fc.constantFrom(keys.school, keys.otherSchool, '364601200'), { maxLength: 2 });
const access = fc.record({
  roles: fc.array(fc.constantFrom(...personRoles, 'MACHINE'), { maxLength: 2 }),
  districts: fc.oneof(fc.constant('all' as const), fc.subarray(['460105', '460100', '46'])),
  schools: fc.oneof(fc.constant('all' as const), codes),
  conflicts: codes,
});
const reason = fc.constantFrom('一', '二', '');
const anyCommand: fc.Arbitrary<AccountCommand> = fc.oneof(
  { weight: 1, arbitrary: access.map((one) => new OpenAccount(rows.account(one))) },
  {
    weight: 4,
    arbitrary: fc.tuple(access, reason).map(([one, why]) => new ChangeAccess(key, { ...one, reason: why })),
  },
  { weight: 2, arbitrary: reason.map((why) => new ResetCredentials(key, { reason: why })) },
  { weight: 2, arbitrary: reason.map((why) => new DisableAccount(key, { reason: why })) },
  { weight: 2, arbitrary: reason.map((why) => new EnableAccount(key, { reason: why })) },
);
const actor = fc.constantFrom(keys.account, 'li.admin');
const orders = fc.array(fc.record({ command: anyCommand, actor }), { maxLength: 30, size: 'max' });

type Told = readonly { readonly command: AccountCommand; readonly actor: string }[];
type Lived = AccountEvent & { readonly by: string };

const lived = (told: Told): readonly Lived[] => {
  const events: Lived[] = [{ type: 'AccountOpened', data: rows.account(), by: 'setup' }];
  for (const { command, actor: by } of told) {
    const { judgement } = given(account, events).when({ command, actor: by, onPaper: false });
    for (const event of isRefused(judgement) ? [] : judgement) events.push({ ...event, by });
  }
  return events;
};

const untilEach = (events: readonly AccountEvent[]) =>
  events.map((event, at) => ({ event, before: given(account, events.slice(0, at)).state }));

describe('any history of an account', () => {
  it('holds roles that one person may hold, and reaches something by them', () => {
    fc.assert(
      fc.property(orders, (told) => {
        const events = lived(told);
        for (const [at] of events.entries()) {
          const held = given(account, events.slice(0, at + 1)).state.access;
          expect(held?.roles).not.toEqual([]);
          expect(held?.roles).not.toContain('MACHINE');
          expect(areCombinable(held?.roles ?? [])).toBe(true);
          const named = held?.schools === 'all' ? [] : (held?.schools ?? []);
          expect(named.length > 0).toBe(held?.roles.includes('SCHOOL_STAFF'));
        }
      }),
    );
  });

  it('has nothing that its own holder did', () => {
    fc.assert(
      fc.property(orders, (told) => {
        expect(lived(told).filter(({ by }) => by === keys.account)).toEqual([]);
      }),
    );
  });

  it('is disabled and enabled by turns, and resets nothing in between', () => {
    fc.assert(
      fc.property(orders, (told) => {
        const about = new Set<AccountEvent['type']>(['AccountEnabled', 'AccountDisabled', 'AccountCredentialsReset']);
        const steps = untilEach(lived(told)).filter(({ event }) => about.has(event.type));
        const wrong = steps.filter(({ event, before }) => before.isDisabled !== (event.type === 'AccountEnabled'));
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('folds in any order, says why, and names no school', () => {
    fc.assert(
      fc.property(orders, fc.infiniteStream(fc.nat()), (told, dice) => {
        const events = lived(told);
        for (const { data } of events) {
          expect(() => canonicalText(data)).not.toThrow();
          expect(Object.keys(data)).not.toContain('school');
          expect(Object.keys(data)).not.toContain('code');
          expect('reason' in data ? data.reason : '因公').not.toBe('');
        }
        const shuffled = events.toSorted(() => (dice.next().value % 3) - 1);
        expect(() => given(account, shuffled)).not.toThrow();
      }),
    );
  });
});
