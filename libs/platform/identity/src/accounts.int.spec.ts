import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Identity } from '#platform/identity';
import { PostgresServer } from '#testing';
import { elsewhere, granted, here, onEachDatabase, phrase } from './identity.spec-kit.ts';
import type { Person } from './identity.spec-kit.ts';

const newPassword = 'the kettle sings before snow';

onEachDatabase(PostgresServer, (benches) => {
  let identity: Identity;
  let wang: Person;
  beforeEach(async () => {
    identity = await benches.bench.open();
    wang = await benches.bench.enrol(identity);
  });

  describe('an account', () => {
    it('changes its password with the old one and a code, and ends all other sessions', async () => {
      const other = granted(await identity.openSession('wang', elsewhere));
      const code = benches.bench.codeOf(wang.secret);
      const change = { password: phrase, code, newPassword, token: wang.session.token };
      expect(await identity.changePassword('wang', { ...change, password: `${phrase}r` })).toEqual({
        refused: 'sign-in-refused',
      });
      expect(await identity.changePassword('wang', { ...change, newPassword: 'qwerty123456' })).toEqual({
        refused: 'password-too-common',
      });
      expect(await identity.find(other.token)).toBeDefined();
      expect(await identity.changePassword('wang', change)).toEqual({ account: 'wang' });
      expect(await identity.find(other.token)).toBeUndefined();
      expect(await identity.find(wang.session.token)).toBeDefined();
      benches.bench.pass(30_000);
      const shown = { account: 'wang', code: benches.bench.codeOf(wang.secret), where: here };
      expect(await identity.signIn({ ...shown, password: phrase })).toHaveProperty('refused');
      granted(await identity.signIn({ ...shown, password: newPassword }));
    });

    it('without a session of its own ends them all', async () => {
      const code = benches.bench.codeOf(wang.secret);
      granted(await identity.changePassword('wang', { password: phrase, code, newPassword }));
      expect(await identity.sessionsOf('wang')).toEqual([]);
    });

    it('gets new recovery codes in place of the old', async () => {
      const codes = (await identity.newRecoveryCodes('wang')) ?? [];
      expect(codes).toHaveLength(10);
      const shown = { account: 'wang', password: phrase, where: here };
      expect(await identity.signIn({ ...shown, recoveryCode: wang.recoveryCodes[0] })).toHaveProperty('refused');
      expect(await identity.signIn({ ...shown, recoveryCode: codes[0] })).toMatchObject({ method: 'recovery-code' });
      expect(await identity.newRecoveryCodes('nobody')).toBeUndefined();
    });

    it('is enrolled from the code that proves the app until it is forgotten', async () => {
      const { token } = await identity.invite('li', '李四');
      granted(await identity.beginEnrolment(token, phrase));
      expect([await identity.isEnrolled('wang'), await identity.isEnrolled('li')]).toEqual([true, false]);
      await identity.forget('wang');
      expect(await identity.isEnrolled('wang')).toBe(false);
    });

    it('has a name for screens', async () => {
      await identity.invite('li', '李四');
      await identity.setDisplayName('wang', '王芳');
      await identity.setDisplayName('wang', '王 芳\0');
      expect(await identity.displayNames()).toEqual(
        new Map([
          ['li', '李四'],
          ['wang', '王 芳'],
        ]),
      );
    });

    it('is forgotten whole', async () => {
      await identity.setDisplayName('wang', '王芳');
      const { token } = await identity.invite('wang');
      const li = await benches.bench.enrol(identity, 'li');
      await identity.forget('wang');
      expect(await identity.find(wang.session.token)).toBeUndefined();
      expect(await identity.beginEnrolment(token, phrase)).toEqual({ refused: 'invitation-unknown' });
      expect((await identity.displayNames()).size).toBe(0);
      const shown = { account: 'wang', password: phrase, where: here };
      expect(await identity.signIn({ ...shown, code: benches.bench.codeOf(wang.secret) })).toHaveProperty('refused');
      expect(await identity.signIn({ ...shown, recoveryCode: wang.recoveryCodes[0] })).toHaveProperty('refused');
      expect(await benches.bench.everything()).not.toContain('wang');
      expect(await identity.find(li.session.token)).toBeDefined();
    });

    it('leaves no secret of its own to be read in the database', async () => {
      const { token } = await identity.invite('li');
      const { secret } = granted(await identity.beginEnrolment(token, newPassword));
      const setup = await identity.newSetupToken();
      const everything = await benches.bench.everything();
      expect(everything).toContain('wang');
      const secrets = [phrase, wang.secret, wang.session.token, ...wang.recoveryCodes, token, secret, setup.token];
      for (const each of secrets) {
        expect(everything).not.toContain(each);
        expect(everything).not.toContain(each.replaceAll('-', ''));
      }
    });
  });
});
