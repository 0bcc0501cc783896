import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Identity } from '#platform/identity';
import { PostgresServer } from '#testing';
import { granted, here, hourMs, minuteMs, onEachDatabase, phrase } from './identity.spec-kit.ts';

onEachDatabase(PostgresServer, (benches) => {
  let identity: Identity;
  beforeEach(async () => {
    identity = await benches.bench.open();
  });

  describe('the first start', () => {
    it('6.3.2 L1 knows nobody, whatever name and password are tried', async () => {
      expect(await identity.hasAnyone()).toBe(false);
      for (const account of ['', 'admin', 'administrator', 'root', 'redline'])
        for (const password of ['', 'admin', 'password', 'redline'])
          expect(
            await identity.signIn({
              account,
              password,
              code: '000000',
              where: { address: account + password, agent: '' },
            }),
          ).toEqual({ refused: 'sign-in-refused' });
    });

    it('takes a setup token once', async () => {
      const { token, expiresAt } = await identity.newSetupToken();
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(Date.parse(expiresAt)).toBe(benches.bench.nowMs + 30 * minuteMs);
      expect(await identity.takeSetupToken('x'.repeat(43))).toBe(false);
      expect(await identity.takeSetupToken(`${token}x`)).toBe(false);
      expect(await identity.takeSetupToken(token)).toBe(true);
      expect(await identity.takeSetupToken(token)).toBe(false);
    });

    it('of many that take one token lets one in', async () => {
      const others = await Promise.all([benches.bench.open(), benches.bench.open()]);
      const { token } = await identity.newSetupToken();
      const taken = await Promise.all([identity, ...others, identity].map((one) => one.takeSetupToken(token)));
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it('takes none that was replaced or is over, and none once somebody is there', async () => {
      const replaced = await identity.newSetupToken();
      const last = await identity.newSetupToken();
      expect(await identity.takeSetupToken(replaced.token)).toBe(false);
      benches.bench.pass(30 * minuteMs);
      expect(await identity.takeSetupToken(last.token)).toBe(false);
      const late = await identity.newSetupToken();
      await benches.bench.enrol(identity);
      expect(await identity.hasAnyone()).toBe(true);
      expect(await identity.takeSetupToken(late.token)).toBe(false);
    });
  });

  describe('an invitation', () => {
    it('is good for seven days, and replaced by the next', async () => {
      const first = await identity.invite('wang');
      const second = await identity.invite('wang');
      expect(Date.parse(second.expiresAt)).toBe(benches.bench.nowMs + 7 * 24 * hourMs);
      expect(await identity.beginEnrolment(first.token, phrase)).toEqual({ refused: 'invitation-unknown' });
      benches.bench.pass(7 * 24 * hourMs - 1);
      expect(await identity.beginEnrolment(second.token, phrase)).toMatchObject({ account: 'wang' });
      benches.bench.pass(1);
      expect(await identity.beginEnrolment(second.token, phrase)).toEqual({ refused: 'invitation-unknown' });
      expect(await identity.confirmEnrolment(second.token, '000000', here)).toEqual({ refused: 'invitation-unknown' });
    });

    it('leads to nothing that can be used before a code proves the authenticator', async () => {
      const { token } = await identity.invite('wang');
      const { secret, otpauth } = granted(await identity.beginEnrolment(token, phrase));
      expect(otpauth).toContain(`secret=${secret}`);
      const code = benches.bench.codeOf(secret);
      expect(await identity.signIn({ account: 'wang', password: phrase, code, where: here })).toEqual({
        refused: 'sign-in-refused',
      });
      expect(await identity.hasAnyone()).toBe(false);
      expect(await identity.confirmEnrolment(token, '000000', here)).toEqual({ refused: 'code-wrong' });
      const enrolled = granted(await identity.confirmEnrolment(token, code, here));
      expect(enrolled).toMatchObject({ account: 'wang', session: { account: 'wang', method: 'code' } });
      expect(enrolled.recoveryCodes).toHaveLength(10);
      expect(await identity.confirmEnrolment(token, code, here)).toEqual({ refused: 'invitation-unknown' });
    });

    it('uses up the code that proved it', async () => {
      const { token } = await identity.invite('wang');
      const { secret } = granted(await identity.beginEnrolment(token, phrase));
      const code = benches.bench.codeOf(secret);
      await identity.confirmEnrolment(token, code, here);
      expect(await identity.signIn({ account: 'wang', password: phrase, code, where: here })).toEqual({
        refused: 'sign-in-refused',
      });
    });

    it('of two that confirm it at once enrols one', async () => {
      const other = await benches.bench.open();
      const { token } = await identity.invite('wang');
      const { secret } = granted(await identity.beginEnrolment(token, phrase));
      const code = benches.bench.codeOf(secret);
      const answers = await Promise.all([identity, other].map((one) => one.confirmEnrolment(token, code, here)));
      expect(answers.filter((answer) => 'session' in answer)).toHaveLength(1);
    });

    it('may be begun again: the last password and secret count', async () => {
      const { token } = await identity.invite('wang');
      const first = granted(await identity.beginEnrolment(token, phrase));
      const second = granted(await identity.beginEnrolment(token, `${phrase} too`));
      expect(await identity.confirmEnrolment(token, benches.bench.codeOf(first.secret), here)).toEqual({
        refused: 'code-wrong',
      });
      granted(await identity.confirmEnrolment(token, benches.bench.codeOf(second.secret), here));
    });

    it('cannot be guessed at: wrong codes make it wait', async () => {
      const { token } = await identity.invite('wang');
      granted(await identity.beginEnrolment(token, phrase));
      for (let at = 0; at < 5; at += 1)
        expect(await identity.confirmEnrolment(token, '000000', here)).toEqual({ refused: 'code-wrong' });
      expect(await identity.confirmEnrolment(token, '000000', here)).toEqual({
        refused: 'sign-in-too-often',
        waitSeconds: 2,
      });
    });

    it.each([
      ['eleven char', 'password-too-short'],
      ['k'.repeat(129), 'password-too-long'],
      ['qwerty123456', 'password-too-common'],
      ['this is wang himself', 'password-too-common'],
    ])('does not take %j', async (password, refused) => {
      const { token } = await identity.invite('wang');
      expect(await identity.beginEnrolment(token, password)).toEqual({ refused });
    });

    it('in place of old credentials ends them and every session', async () => {
      const wang = await benches.bench.enrol(identity);
      const again = await benches.bench.enrol(identity, 'wang', 'the kettle sings before snow');
      expect(await identity.find(wang.session.token)).toBeUndefined();
      expect(await identity.find(again.session.token)).toMatchObject({ account: 'wang' });
      const old = { account: 'wang', password: phrase, where: here };
      expect(await identity.signIn({ ...old, code: benches.bench.codeOf(wang.secret) })).toHaveProperty('refused');
      const [recoveryCode = ''] = wang.recoveryCodes;
      const password = 'the kettle sings before snow';
      expect(await identity.signIn({ ...old, password, recoveryCode })).toHaveProperty('refused');
    });
  });
});
