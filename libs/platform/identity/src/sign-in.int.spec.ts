import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Identity } from '#platform/identity';
import { PostgresServer } from '#testing';
import { elsewhere, granted, here, onEachDatabase, phrase } from './identity.spec-kit.ts';
import type { Person } from './identity.spec-kit.ts';

onEachDatabase(PostgresServer, (benches) => {
  let identity: Identity;
  let wang: Person;
  beforeEach(async () => {
    identity = await benches.bench.open();
    wang = await benches.bench.enrol(identity);
  });

  describe('signing in', () => {
    it('takes a password and a code', async () => {
      const code = benches.bench.codeOf(wang.secret);
      const { session, method } = granted(
        await identity.signIn({ account: 'wang', password: phrase, code, where: here }),
      );
      expect(method).toBe('code');
      expect(await identity.find(session.token)).toMatchObject({ account: 'wang', startedMs: benches.bench.nowMs });
    });

    it('takes the code of the step before and the one after, and none beyond', async () => {
      const tryAt = (steps: number) =>
        identity.signIn({
          account: 'wang',
          password: phrase,
          code: benches.bench.codeOf(wang.secret, steps),
          where: here,
        });
      benches.bench.pass(300_000);
      expect(await tryAt(-2)).toEqual({ refused: 'sign-in-refused' });
      expect(await tryAt(2)).toEqual({ refused: 'sign-in-refused' });
      expect(await tryAt(-1)).toMatchObject({ method: 'code' });
      expect(await tryAt(1)).toMatchObject({ method: 'code' });
      expect(await tryAt(0)).toEqual({ refused: 'sign-in-refused' });
    });

    it('6.5.1 L2 a code is used once', async () => {
      const shown = { account: 'wang', password: phrase, code: benches.bench.codeOf(wang.secret), where: here };
      expect(await identity.signIn(shown)).toMatchObject({ method: 'code' });
      expect(await identity.signIn(shown)).toEqual({ refused: 'sign-in-refused' });
    });

    it('6.5.1 L2 a code that two processes are shown at once is used by one', async () => {
      const other = await benches.bench.open();
      const shown = { account: 'wang', password: phrase, code: benches.bench.codeOf(wang.secret), where: here };
      const answers = await Promise.all([identity, other, identity, other].map((one) => one.signIn(shown)));
      expect(answers.filter((answer) => 'session' in answer)).toHaveLength(1);
      expect(await identity.sessionsOf('wang')).toHaveLength(2);
    });

    it('6.5.1 L2 a recovery code is used once, however it is typed', async () => {
      const [first = '', second = ''] = wang.recoveryCodes;
      const shown = (recoveryCode: string) => ({ account: 'wang', password: phrase, recoveryCode, where: here });
      expect(await identity.signIn(shown(first))).toMatchObject({ method: 'recovery-code' });
      expect(await identity.signIn(shown(first))).toEqual({ refused: 'sign-in-refused' });
      const typed = second.toLowerCase().replaceAll('-', ' ');
      const other = await benches.bench.open();
      const answers = await Promise.all([identity, other].map((one) => one.signIn(shown(typed))));
      expect(answers.filter((answer) => 'session' in answer)).toHaveLength(1);
    });

    it('answers the same whatever was wrong', async () => {
      const code = benches.bench.codeOf(wang.secret);
      const wrongs = [
        { account: 'nobody', password: phrase, code },
        { account: 'wang\0', password: phrase, code },
        { account: 'x'.repeat(10_000), password: phrase, code },
        { account: 'wang', password: `${phrase}r`, code },
        { account: 'wang', password: '\ud800'.repeat(12), code },
        { account: 'wang', password: phrase, code: '000000' },
        { account: 'wang', password: phrase, code: 'no code' },
        { account: 'wang', password: phrase, recoveryCode: 'AAAA-AAAA' },
        { account: 'wang', password: phrase },
      ];
      for (const [at, wrong] of wrongs.entries()) {
        const where = { address: `192.0.2.${at}`, agent: '' };
        expect(await identity.signIn({ ...wrong, where })).toEqual({ refused: 'sign-in-refused' });
      }
      expect(await identity.signIn({ account: 'wang', password: phrase, code, where: elsewhere })).toMatchObject({
        method: 'code',
      });
    });
  });
});
