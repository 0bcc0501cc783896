import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Identity } from '#platform/identity';
import { PostgresServer } from '#testing';
import { granted, here, hourMs, minuteMs, onEachDatabase } from './identity.spec-kit.ts';

const content = JSON.stringify({ state: 'of the provider' });

onEachDatabase(PostgresServer, (benches) => {
  let identity: Identity;
  beforeEach(async () => {
    identity = await benches.bench.open();
  });

  describe('a sign-in that goes on elsewhere', () => {
    it('can be opened by whoever has the key, and by nobody else', async () => {
      const sealed = identity.sealPending(content);
      expect(sealed).not.toContain('state');
      expect(sealed.length).toBeLessThan(2_000);
      const other = await benches.bench.open();
      expect([identity.openPending(sealed), other.openPending(sealed)]).toEqual([content, content]);
      const changed = Array.from(sealed, (_, at) => `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}`);
      for (const one of [...changed, '', 'x', content, 'A'.repeat(100_000)])
        expect(identity.openPending(one)).toBeUndefined();
      expect(await identity.usePending(`${sealed.slice(0, -3)}AAA`)).toBe(false);
    });

    it('is used once, by one of however many processes', async () => {
      const sealed = identity.sealPending(content);
      const all = [identity, await benches.bench.open(), await benches.bench.open()];
      const answers = await Promise.all([...all, ...all].map((one) => one.usePending(sealed)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await identity.usePending(sealed)).toBe(false);
      expect(await identity.usePending(identity.sealPending(content))).toBe(true);
    });

    it('ends after ten minutes, and what is kept of it goes later', async () => {
      const sealed = identity.sealPending(content);
      expect(await identity.usePending(identity.sealPending(content))).toBe(true);
      benches.bench.pass(10 * minuteMs);
      expect(identity.openPending(sealed)).toBeUndefined();
      expect(await identity.usePending(sealed)).toBe(false);
      benches.bench.pass(10 * minuteMs);
      expect(await identity.usePending(identity.sealPending(content))).toBe(true);
      expect(await benches.bench.count('used_sign_in')).toBe(1);
    });

    it('cannot be tried without end from one address', async () => {
      for (let tries = 0; tries < 30; tries += 1) expect(await identity.countTry(here)).toBeUndefined();
      expect(await identity.countTry(here)).toEqual({ refused: 'sign-in-too-often', waitSeconds: 3_600 });
      benches.bench.pass(hourMs);
      for (let tries = 0; tries < 60; tries += 1) {
        expect(await identity.countTry(here)).toBeUndefined();
        await identity.takeBackTry(here);
      }
    });

    it('opens a session that was proved when the provider says, and never later than now', async () => {
      const { nowMs } = benches.bench;
      const early = granted(await identity.openSession('li', here, { provedMs: nowMs - hourMs }));
      expect(early).toMatchObject({ method: 'provider', startedMs: nowMs, provedMs: nowMs - hourMs });
      expect(await identity.openSession('li', here, { provedMs: nowMs + hourMs })).toMatchObject({ provedMs: nowMs });
      benches.bench.pass(minuteMs);
      expect(await identity.proved(early.token, { provedMs: nowMs + 1_000 })).toMatchObject({
        provedMs: nowMs + 1_000,
      });
    });
  });
});
