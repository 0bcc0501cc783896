import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefused } from '#platform/identity';
import type { Identity, LoggedOutThere, PersonThere } from '#platform/identity';
import { PostgresServer } from '#testing';
import { granted, here, minuteMs, onEachDatabase, tokenIn } from './identity.spec-kit.ts';

const issuer = 'https://idp.example';
const outThere = { refused: 'signed-out-at-provider' };

onEachDatabase(PostgresServer, (benches) => {
  let identity: Identity;
  let other: Identity;
  beforeEach(async () => {
    [identity, other] = [await benches.bench.open(), await benches.bench.open()];
  });

  let count = 0;
  /** Of the provider's clock, which is not ours. */
  const noonMs = Date.parse('2026-11-27T12:00:00Z');
  const out = (who: Partial<LoggedOutThere>): LoggedOutThere => ({
    issuer,
    subject: undefined,
    sid: undefined,
    id: `logout-${(count += 1)}`,
    saidMs: noonMs,
    goodUntilMs: benches.bench.nowMs + 5 * minuteMs,
    ...who,
  });
  const li = (over: Partial<PersonThere> = {}): PersonThere => ({
    issuer,
    subject: 'li',
    sid: 's-1',
    vouchedMs: noonMs,
    ...over,
  });
  const opening = (at: Identity, person: PersonThere) => at.openSession(person.subject, here, { person });

  describe('somebody who was vouched for and is out there before they are in here', () => {
    it('7.4.1 L1 is refused in every process, until the provider vouches anew', async () => {
      expect(await identity.endLoggedOut(out({ subject: 'li' }))).toEqual([]);
      for (const one of [identity, other])
        for (const vouchedMs of [noonMs - minuteMs, noonMs])
          expect(await opening(one, li({ vouchedMs }))).toEqual(outThere);
      expect(await benches.bench.count('session')).toBe(0);
      granted(await opening(other, li({ vouchedMs: noonMs + 1_000 })));
    });

    it('gives no fresh proof by that session there, and the session here is as it was', async () => {
      const { token, provedMs } = granted(await opening(identity, li()));
      benches.bench.pass(minuteMs);
      await other.endLoggedOut(out({ sid: 's-2' }));
      expect(await identity.proved(token, { person: li({ sid: 's-2' }) })).toEqual(outThere);
      expect(await identity.find(token)).toMatchObject({ provedMs });
      const person = li({ sid: 's-2', vouchedMs: noonMs + 1_000 });
      expect(tokenIn(await identity.proved(token, { person }))).not.toBe('');
    });

    it('is kept out by a message once: sent again it says nothing new', async () => {
      const once = out({ subject: 'li' });
      await identity.endLoggedOut(once);
      granted(await opening(identity, li({ vouchedMs: noonMs + 1_000 })));
      expect(await other.endLoggedOut({ ...once, saidMs: noonMs + minuteMs })).toEqual([]);
      granted(await opening(identity, li({ vouchedMs: noonMs + 2_000 })));
      expect(await benches.bench.count('session')).toBe(2);
    });

    it('is known by hashes, for as long as a sign-in can be under way', async () => {
      await identity.endLoggedOut(out({ subject: 'li-at-the-provider', sid: 'sid-at-the-provider' }));
      const rows = await benches.bench.everything();
      for (const name of ['at-the-provider', issuer]) expect(rows).not.toContain(name);
      benches.bench.pass(10 * minuteMs);
      const person = li({ subject: 'li-at-the-provider', sid: undefined });
      expect(await opening(identity, person)).toEqual(outThere);
      benches.bench.pass(5 * minuteMs);
      granted(await opening(other, li({ subject: 'wang' })));
      expect(await benches.bench.count('provider_logout')).toBe(0);
    });
  });

  const name = (...names: readonly string[]) => fc.option(fc.constantFrom(...names), { nil: undefined });
  const anyPerson = fc.record({
    issuer: fc.constantFrom(issuer, 'https://other.example'),
    subject: fc.constantFrom('li', 'wang'),
    sid: name('s-1', 's-2'),
    vouchedMs: fc.constantFrom(noonMs - 1_000, noonMs, noonMs + 1_000),
  });
  const anyLogout = fc.record({ subject: name('li', 'wang'), sid: name('s-1', 's-2') });

  it('a logout that comes first keeps out whom it would have ended had it come after, and nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(anyPerson, anyLogout, async (person, who) => {
        const token = tokenIn(await opening(identity, person));
        await identity.endLoggedOut(out(who));
        const isEnded = (await identity.find(token)) === undefined;
        const isKeptOut = isRefused(await opening(other, person));
        expect(isKeptOut).toBe(isEnded && person.vouchedMs <= noonMs);
        benches.bench.pass(60 * minuteMs);
      }),
      { numRuns: 60 },
    );
  });

  it('nobody is in who was vouched for before a logout, however the two fall together', async () => {
    for (let round = 0; round < 40; round += 1) {
      const person = li({ subject: `li-${round}`, sid: undefined });
      const both = [
        () => opening(identity, person).then(tokenIn),
        () => other.endLoggedOut(out({ subject: person.subject })).then(() => ''),
      ];
      const answers = await Promise.all((round % 2 === 0 ? both : both.toReversed()).map((each) => each()));
      expect(await identity.find(answers.join(''))).toBeUndefined();
    }
  });
});
