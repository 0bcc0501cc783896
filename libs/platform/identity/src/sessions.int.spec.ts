import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Identity } from '#platform/identity';
import { PostgresServer } from '#testing';
import { elsewhere, granted, here, hourMs, minuteMs, onEachDatabase, phrase, tokenIn } from './identity.spec-kit.ts';
import type { Person } from './identity.spec-kit.ts';

onEachDatabase(PostgresServer, (benches) => {
  let identity: Identity;
  let wang: Person;
  beforeEach(async () => {
    identity = await benches.bench.open();
    wang = await benches.bench.enrol(identity);
  });

  const signedIn = async () => {
    const code = benches.bench.codeOf(wang.secret);
    return granted(await identity.signIn({ account: 'wang', password: phrase, code, where: here })).session;
  };

  describe('a session', () => {
    it('7.2.2 L1 is opened by a token made for it, and by nothing else', async () => {
      const { token } = wang.session;
      expect(await identity.find(token)).toMatchObject({ account: 'wang', publicId: wang.session.publicId });
      for (const other of [
        '',
        'wang',
        wang.session.publicId,
        `${token} `,
        token.slice(1),
        `${token.slice(1)}${token.slice(0, 1) === 'x' ? 'y' : 'x'}`,
      ])
        expect(await identity.find(other)).toBeUndefined();
    });

    it('7.2.3 L1 has a token of 256 random bits', async () => {
      const tokens = await Promise.all(
        Array.from({ length: 100 }, async () => tokenIn(await identity.openSession('li', here))),
      );
      expect(new Set(tokens).size).toBe(100);
      for (const token of tokens) {
        expect(token).toMatch(/^[\w-]{43}$/);
        expect(Buffer.from(token, 'base64url')).toHaveLength(32);
      }
      // Every bit is sometimes set and sometimes not.
      const bytes = tokens.map((token) => Buffer.from(token, 'base64url'));
      for (let bit = 0; bit < 256; bit += 1) {
        const set = bytes.filter((each) => ((each[bit >> 3] ?? 0) >> (bit & 7)) & 1).length;
        expect(set > 10 && set < 90).toBe(true);
      }
    });

    it('7.2.4 L1 gets a new token with each proof, and the old one is dead', async () => {
      const first = await signedIn();
      expect(first.token).not.toBe(wang.session.token);
      benches.bench.pass(10 * minuteMs);
      const code = benches.bench.codeOf(wang.secret);
      const second = granted(await identity.proveAgain(first.token, { password: phrase, code }));
      expect(second).toMatchObject({
        publicId: first.publicId,
        startedMs: first.startedMs,
        provedMs: benches.bench.nowMs,
      });
      expect(await identity.find(first.token)).toBeUndefined();
      const third = granted(await identity.proved(second.token));
      expect(third).toMatchObject({ publicId: first.publicId, absoluteUntilMs: first.absoluteUntilMs });
      expect(await identity.find(second.token)).toBeUndefined();
      expect(await identity.find(third.token)).toMatchObject({ account: 'wang' });
      expect(await identity.proved(second.token)).toBeUndefined();
    });

    it('is proved again by the whole proof alone', async () => {
      const code = benches.bench.codeOf(wang.secret);
      const { token } = wang.session;
      const no = { refused: 'sign-in-refused' };
      expect(await identity.proveAgain(token, { password: `${phrase}r`, code })).toEqual(no);
      expect(await identity.proveAgain(token, { password: phrase, code: '000000' })).toEqual(no);
      expect(await identity.proveAgain('x'.repeat(43), { password: phrase, code })).toEqual(no);
      expect(await identity.find(token)).toMatchObject({ provedMs: wang.session.provedMs });
      granted(await identity.proveAgain(token, { password: phrase, code }));
    });

    it('proved twice at once goes on under one token', async () => {
      const { token } = wang.session;
      const answers = await Promise.all(Array.from({ length: 4 }, () => identity.proved(token)));
      expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
      expect(await identity.sessionsOf('wang')).toHaveLength(1);
    });

    it('7.3.1 L2 ends when nobody used it for 30 minutes', async () => {
      const { token } = wang.session;
      for (let at = 0; at < 4; at += 1) {
        benches.bench.pass(29 * minuteMs);
        expect(await identity.find(token)).toMatchObject({ idleUntilMs: benches.bench.nowMs + 30 * minuteMs });
      }
      benches.bench.pass(30 * minuteMs);
      expect(await identity.find(token)).toBeUndefined();
      expect(await identity.sessionsOf('wang')).toEqual([]);
      expect(await identity.end(token)).toBeUndefined();
      expect(await identity.proved(token)).toBeUndefined();
    });

    it('7.3.2 L2 ends after eight hours, however much it is used and proved', async () => {
      let { token } = wang.session;
      const endsMs = wang.session.startedMs + 8 * hourMs;
      expect(wang.session.absoluteUntilMs).toBe(endsMs);
      while (benches.bench.nowMs + 20 * minuteMs < endsMs) {
        benches.bench.pass(20 * minuteMs);
        token = tokenIn(await identity.proved(token));
        expect(await identity.find(token)).toBeDefined();
      }
      benches.bench.nowMs = endsMs - 1;
      expect(await identity.find(token)).toMatchObject({ idleUntilMs: endsMs });
      benches.bench.nowMs = endsMs;
      expect(await identity.find(token)).toBeUndefined();
    });

    it('is seen once a minute at most', async () => {
      const { token } = wang.session;
      const seen = async () => (await identity.find(token))?.seenMs;
      const firstMs = await seen();
      expect(firstMs).toBe(wang.session.seenMs);
      benches.bench.pass(29_999);
      expect(await seen()).toBe(firstMs);
      benches.bench.pass(1);
      expect(await seen()).toBe(benches.bench.nowMs);
      const other = await benches.bench.open();
      benches.bench.pass(minuteMs);
      await Promise.all([seen(), other.find(token)]);
      expect((await identity.find(token))?.seenMs).toBe(benches.bench.nowMs);
    });

    it('7.4.1 L1 is over at once when its owner ends it', async () => {
      const { token } = await signedIn();
      const other = await benches.bench.open();
      expect(await other.find(token)).toBeDefined();
      expect(await identity.end(token)).toMatchObject({ account: 'wang' });
      expect(await other.find(token)).toBeUndefined();
      expect(await identity.end(token)).toBeUndefined();
      expect(await identity.find(wang.session.token)).toBeDefined();
    });

    it('7.4.2 L1 is over at once with all others when the account is closed', async () => {
      const sessions = [wang.session, await signedIn(), granted(await identity.openSession('wang', elsewhere))];
      const li = granted(await identity.openSession('li', here));
      expect(await identity.endAll('wang')).toBe(3);
      for (const { token } of sessions) expect(await identity.find(token)).toBeUndefined();
      expect(await identity.find(li.token)).toMatchObject({ account: 'li', method: 'provider' });
      expect(await identity.endAll('wang')).toBe(0);
    });

    it('7.4.5 L2 can be seen and ended one by one, without its token', async () => {
      benches.bench.pass(minuteMs);
      const vouched = granted(await identity.openSession('wang', elsewhere));
      const listed = await identity.sessionsOf('wang');
      expect(listed).toMatchObject([
        { publicId: vouched.publicId, method: 'provider', ...elsewhere },
        { publicId: wang.session.publicId, method: 'code', ...here },
      ]);
      expect(JSON.stringify(listed)).not.toContain(vouched.token);
      expect(await identity.endSession('li', vouched.publicId)).toBe(false);
      expect(await identity.endSession('wang', vouched.publicId)).toBe(true);
      expect(await identity.endSession('wang', vouched.publicId)).toBe(false);
      expect(await identity.find(vouched.token)).toBeUndefined();
      expect(await identity.find(wang.session.token)).toBeDefined();
    });

    it('keeps of what a browser says no more than a database holds', async () => {
      await identity.openSession('li', { address: 'x'.repeat(500), agent: `\0\ud800${'y'.repeat(5_000)}` });
      const [session] = await identity.sessionsOf('li');
      expect(session?.address).toHaveLength(64);
      expect(session?.agent).toBe(`\ufffd${'y'.repeat(254)}`);
    });
  });
});
