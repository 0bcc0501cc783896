import { expect, it } from '@jest/globals';
import { PostgresServer } from '#testing';
import { entities } from './entities.ts';
import { elsewhere, granted, here, onEachDatabase, phrase } from './identity.spec-kit.ts';

// Another key for the identity store: what goes on, and what does not.

onEachDatabase(PostgresServer, (benches) => {
  it('lets everybody in as before, and leaves sessions, invitations and enrolments under way as they are', async () => {
    const { bench } = benches;
    const before = await bench.open();
    const wang = await bench.enrol(before);
    const { token } = await before.invite('li');
    const begun = granted(await before.beginEnrolment(token, phrase));
    const { token: untouched } = await before.invite('zhou');
    await before.close();
    expect(await bench.rekey()).toBe(2); // one of wang's, one of li's; zhou has none yet
    const after = await bench.open();
    expect(await after.find(wang.session.token)).toMatchObject({ account: 'wang' });
    const code = bench.codeOf(wang.secret);
    expect(await after.signIn({ account: 'wang', password: phrase, code, where: here })).toMatchObject({
      session: { account: 'wang' },
    });
    const [recoveryCode] = wang.recoveryCodes;
    granted(await after.signIn({ account: 'wang', password: phrase, recoveryCode, where: here }));
    granted(await after.confirmEnrolment(token, bench.codeOf(begun.secret), elsewhere));
    granted(await after.beginEnrolment(untouched, phrase));
  });

  it('ends sign-ins that are under way at a provider, and nothing else', async () => {
    const { bench } = benches;
    const before = await bench.open();
    const pending = before.sealPending('state and nonce');
    expect(before.openPending(pending)).toBe('state and nonce');
    await before.close();
    await bench.rekey();
    const after = await bench.open();
    expect(after.openPending(pending)).toBeUndefined();
    expect(await after.usePending(pending)).toBe(false);
    const again = after.sealPending('state and nonce');
    expect([after.openPending(again), await after.usePending(again)]).toEqual(['state and nonce', true]);
  });

  it('closes whoever has the old one: nobody comes in there, and nothing is written', async () => {
    const { bench } = benches;
    const old = await bench.open();
    const wang = await bench.enrol(old);
    const { token } = await old.invite('li');
    const pending = old.sealPending('state and nonce');
    await bench.rekey();
    const rows = await bench.everything();
    const shown = { account: 'wang', password: phrase, where: here };
    const [recoveryCode] = wang.recoveryCodes;
    const tries = [
      () => old.signIn({ ...shown, code: bench.codeOf(wang.secret) }),
      () => old.signIn({ ...shown, recoveryCode }),
      () => old.beginEnrolment(token, phrase),
      () => old.openSession('wang', here),
      () => old.usePending(pending),
      () => old.invite('zhou'),
      () => old.endAll('wang'),
    ];
    for (const each of tries)
      await expect(each()).rejects.toMatchObject({ name: 'SecretsUnavailable', code: 'KEY_CHANGED' });
    expect(await bench.everything()).toBe(rows);
  });

  it('finds every column that is sealed', async () => {
    const { bench } = benches;
    const identity = await bench.open();
    await bench.enrol(identity);
    const { token } = await identity.invite('li');
    granted(await identity.beginEnrolment(token, phrase));
    await identity.close();
    const sealed = entities.flatMap(({ options }) =>
      Object.entries(options.columns).flatMap(([name, column]) => (/sealed/i.test(name) && column ? [name] : [])),
    );
    expect(await bench.rekey()).toBe(sealed.length);
  });
});
