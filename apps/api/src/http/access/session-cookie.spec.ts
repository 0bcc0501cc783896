import { expect, it } from '@jest/globals';
import { endedCookie, sessionCookie, sessionTokenIn } from './session-cookie.ts';

const token = `${'aZ0_-'.repeat(8)}abc`;

it('is found among others, and only whole', () => {
  expect(sessionTokenIn(`__Host-sid=${token}`)).toBe(token);
  expect(sessionTokenIn(`theme=dark; __Host-sid=${token}; lang=zh`)).toBe(token);
  for (const wrong of [
    undefined,
    '',
    `sid=${token}`,
    `x__Host-sid=${token}`,
    `__Host-sid=${token}a`,
    `__Host-sid=${token.slice(1)}`,
    `__Host-sid="${token}"`,
    `__host-sid=${token}`,
  ])
    expect([wrong, sessionTokenIn(wrong)]).toEqual([wrong, undefined]);
});

it('3.3.1 L1, 3.3.2 L2, 3.3.3 L2 and 3.3.4 L2 is for this host, over TLS, for no script and no other site', () => {
  for (const cookie of [sessionCookie(token), endedCookie]) {
    expect(cookie).toMatch(/^__Host-sid=/);
    const attributes = cookie.split('; ').slice(1);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']));
    expect(attributes.some((one) => one.startsWith('Domain'))).toBe(false);
  }
});
