import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Identity, LoggedOutThere } from '#platform/identity';
import { PostgresServer } from '#testing';
import { here, minuteMs, onEachDatabase, tokenIn } from './identity.spec-kit.ts';

const issuer = 'https://idp.example';

onEachDatabase(PostgresServer, (benches) => {
  let identity: Identity;
  beforeEach(async () => {
    identity = await benches.bench.open();
  });

  let count = 0;
  const out = (who: Partial<LoggedOutThere>): LoggedOutThere => ({
    issuer,
    subject: undefined,
    sid: undefined,
    id: `logout-${(count += 1)}`,
    saidMs: benches.bench.nowMs,
    goodUntilMs: benches.bench.nowMs + 5 * minuteMs,
    ...who,
  });
  /** Vouched for a second after whatever was before. */
  const openFor = async (subject: string, sid?: string, from = issuer): Promise<string> => {
    benches.bench.pass(1_000);
    const person = { issuer: from, subject, sid, vouchedMs: benches.bench.nowMs };
    return tokenIn(await identity.openSession(subject, here, { person }));
  };
  const openOf = async (...tokens: readonly string[]): Promise<readonly boolean[]> =>
    Promise.all(tokens.map(async (token) => (await identity.find(token)) !== undefined));

  describe('a logout at a provider', () => {
    it('7.4.2 L1 of a person ends every session of theirs, in every process, and no other', async () => {
      const other = await benches.bench.open();
      const theirs = [await openFor('li', 's-1'), await openFor('li', 's-2'), await openFor('li')];
      const others = [
        await openFor('wang', 's-1-of-wang'),
        await openFor('li', 's-1', 'https://other.example'),
        tokenIn(await identity.openSession('li', here)),
      ];
      expect(await other.endLoggedOut(out({ subject: 'li' }))).toEqual(['li']);
      expect(await openOf(...theirs, ...others)).toEqual([false, false, false, true, true, true]);
      expect(await identity.endLoggedOut(out({ subject: 'li' }))).toEqual([]);
      expect(await identity.endLoggedOut(out({ subject: 'nobody' }))).toEqual([]);
    });

    it('7.4.1 L1 of one session ends that one, and of a named person those that know none', async () => {
      const [first, second, unknown] = [await openFor('li', 's-1'), await openFor('li', 's-2'), await openFor('li')];
      const wang = await openFor('wang', 's-3');
      expect(await identity.endLoggedOut(out({ sid: 's-1' }))).toEqual(['li']);
      expect(await openOf(first, second, unknown, wang)).toEqual([false, true, true, true]);
      expect(await identity.endLoggedOut(out({ subject: 'li', sid: 's-3' }))).toEqual(['li']);
      expect(await openOf(second, unknown, wang)).toEqual([true, false, true]);
      expect(await identity.endLoggedOut(out({}))).toEqual([]);
      expect(await openOf(second, wang)).toEqual([true, true]);
    });

    it('finds the session there in which a fresh proof was given, also when its token is new', async () => {
      const token = await openFor('li', 's-1');
      const person = { issuer, subject: 'li', sid: 's-2', vouchedMs: benches.bench.nowMs };
      const renewed = tokenIn(await identity.proved(token, { person }));
      expect(await identity.endLoggedOut(out({ sid: 's-1' }))).toEqual([]);
      const again = tokenIn(await identity.proved(renewed));
      expect(await openOf(again)).toEqual([true]);
      expect(await identity.endLoggedOut(out({ sid: 's-2' }))).toEqual(['li']);
      expect(await openOf(again)).toEqual([false]);
    });

    it('is acted on once, by one of however many processes: who came in since stays', async () => {
      const once = out({ subject: 'li' });
      await openFor('li');
      const all = [identity, await benches.bench.open(), await benches.bench.open()];
      const answers = await Promise.all([...all, ...all].map((one) => one.endLoggedOut(once)));
      expect(answers.flat()).toEqual(['li']);
      const since = await openFor('li');
      benches.bench.pass(5 * minuteMs);
      expect(await identity.endLoggedOut(once)).toEqual([]);
      expect(await openOf(since)).toEqual([true]);
      expect(await identity.endLoggedOut({ ...once, issuer: 'https://other.example' })).toEqual([]);
      benches.bench.pass(20 * minuteMs);
      await identity.endLoggedOut(out({ subject: 'nobody' }));
      expect(await benches.bench.count('used_sign_in')).toBe(1);
    });

    it('names nobody whose session had ended by itself', async () => {
      await openFor('li');
      benches.bench.pass(30 * minuteMs);
      expect(await identity.endLoggedOut(out({ subject: 'li' }))).toEqual([]);
      expect(await benches.bench.count('session')).toBe(0);
    });
  });

  it('keeps hashes of who it is there, and no name', async () => {
    await openFor('li-wei-at-the-provider', 'sid-at-the-provider');
    const rows = (await benches.bench.everything()).replaceAll('"account":"li-wei-at-the-provider"', '');
    expect(rows).not.toContain('at-the-provider');
    expect(rows).not.toContain(issuer);
  });
});
