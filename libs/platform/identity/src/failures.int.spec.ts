import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Identity, Refused } from '#platform/identity';
import { PostgresServer } from '#testing';
import { elsewhere, here, hourMs, minuteMs, onEachDatabase, phrase } from './identity.spec-kit.ts';
import type { Person } from './identity.spec-kit.ts';

const no = { refused: 'sign-in-refused' };

onEachDatabase(PostgresServer, (benches) => {
  let identity: Identity;
  let wang: Person;
  beforeEach(async () => {
    identity = await benches.bench.open();
    wang = await benches.bench.enrol(identity);
    benches.bench.pass(hourMs);
  });

  const guess = (where = here, account = 'wang', one = identity) =>
    one.signIn({ account, password: 'a guess, and a wrong one', code: '000000', where });
  const rightly = (where = here) =>
    identity.signIn({ account: 'wang', password: phrase, code: benches.bench.codeOf(wang.secret), where });
  const isTooOften = (answer: object): boolean => (answer as Refused).refused === 'sign-in-too-often';

  describe('failures', () => {
    it('make wait after the fifth, each time twice as long, up to 15 minutes', async () => {
      for (let at = 0; at < 5; at += 1) expect(await guess()).toEqual(no);
      for (const waitSeconds of [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
        expect(await guess()).toEqual({ refused: 'sign-in-too-often', waitSeconds });
        expect(await rightly()).toEqual({ refused: 'sign-in-too-often', waitSeconds });
        benches.bench.pass(waitSeconds * 1_000);
        expect(await guess()).toEqual(no);
      }
    });

    it('are the same for an account that is not there', async () => {
      for (let at = 0; at < 5; at += 1) expect(await guess(here, 'nobody')).toEqual(no);
      expect(await guess(here, 'nobody')).toEqual({ refused: 'sign-in-too-often', waitSeconds: 2 });
    });

    it('hold up neither another address nor another account', async () => {
      for (let at = 0; at < 6; at += 1) await guess();
      expect(await rightly(elsewhere)).toMatchObject({ method: 'code' });
      expect(await guess(here, 'li')).toEqual(no);
    });

    it('are forgotten with success, and after 15 minutes without any', async () => {
      for (let at = 0; at < 4; at += 1) await guess();
      expect(await rightly()).toMatchObject({ method: 'code' });
      for (let at = 0; at < 5; at += 1) expect(await guess()).toEqual(no);
      expect(await guess()).toHaveProperty('waitSeconds', 2);
      benches.bench.pass(15 * minuteMs + 2_000);
      for (let at = 0; at < 5; at += 1) expect(await guess()).toEqual(no);
    });

    it('of one address are 30 an hour, whatever the accounts', async () => {
      for (let at = 0; at < 30; at += 1) expect(await guess(here, `account ${at}`)).toEqual(no);
      expect(await guess(here, 'another')).toEqual({ refused: 'sign-in-too-often', waitSeconds: 3_600 });
      expect(await rightly()).toHaveProperty('waitSeconds');
      expect(await rightly(elsewhere)).toMatchObject({ method: 'code' });
      benches.bench.pass(hourMs);
      expect(await rightly()).toMatchObject({ method: 'code' });
    });

    it('are not made by those who succeed', async () => {
      for (let at = 0; at < 40; at += 1) {
        benches.bench.pass(30_000);
        expect(await rightly()).toMatchObject({ method: 'code' });
      }
    });

    it('count in every process, also when all try at once', async () => {
      const others = await Promise.all([benches.bench.open(), benches.bench.open()]);
      const everyone = [identity, ...others, identity, ...others, identity, ...others, identity, ...others];
      const answers = await Promise.all(everyone.map((one) => guess(here, 'wang', one)));
      expect(answers.filter((answer) => !isTooOften(answer))).toHaveLength(5);
    });

    it('6.3.1 L1 leave a guesser 4 tries an hour for an account, of 10,000 guesses in a day', async () => {
      let judged = 0;
      for (let at = 0; at < 10_000; at += 1) {
        if (!isTooOften(await guess())) judged += 1;
        benches.bench.pass((24 * hourMs) / 10_000);
      }
      expect(judged).toBeGreaterThan(90); // it was never locked
      expect(judged).toBeLessThan(24 * 4 + 15);
      benches.bench.pass(15 * minuteMs);
      expect(await rightly()).toMatchObject({ method: 'code' });
    });

    it('come back when there was no turn to judge them', async () => {
      const busy = await benches.bench.open({
        hashesAtOnce: 1,
        hashesWaiting: 0,
        hashMemoryKib: 65_536,
        hashPasses: 3,
      });
      const answers = await Promise.all(Array.from({ length: 4 }, () => guess(here, 'li', busy)));
      expect(answers.filter(isTooOften).length).toBeGreaterThan(0);
      for (let at = answers.filter((answer) => !isTooOften(answer)).length; at < 5; at += 1)
        expect(await guess(here, 'li')).toEqual(no);
    });

    it('are kept in a bounded number', async () => {
      const small = await benches.bench.open({ failureRows: 10, addressFailures: 1_000 });
      for (let at = 0; at < 40; at += 1) {
        benches.bench.pass(minuteMs);
        await guess({ address: `192.0.2.${at}`, agent: '' }, `account ${at}`, small);
      }
      expect(await benches.bench.count('failure')).toBeLessThanOrEqual(12);
      benches.bench.pass(2 * hourMs);
      await guess(here, 'li', small);
      expect(await benches.bench.count('failure')).toBe(2);
    });
  });
});
