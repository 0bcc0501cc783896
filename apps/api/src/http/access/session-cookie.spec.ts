import { describe, expect, it } from '@jest/globals';
import {
  endedCookie,
  endedPendingCookie,
  pendingCookie,
  pendingSignInIn,
  sessionCookie,
  sessionTokenIn,
} from './session-cookie.ts';

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

describe.each([
  ['new', sessionCookie(token)],
  ['ended', endedCookie],
])('of a session that is %s, a cookie', (_, cookie) => {
  const attributes = cookie.split('; ').slice(1);

  it('3.3.1 L1 goes over TLS alone', () => expect(attributes).toContain('Secure'));
  it('3.3.2 L2 goes with no request of another site but a link', () => expect(attributes).toContain('SameSite=Lax'));
  it('3.3.3 L2 is for this host, all of it, and no other', () => {
    expect(cookie).toMatch(/^__Host-sid=/);
    expect(attributes).toContain('Path=/');
    expect(attributes.some((one) => one.startsWith('Domain'))).toBe(false);
  });
  it('3.3.4 L2 is shown to no script', () => expect(attributes).toContain('HttpOnly'));
});

it('of a pending sign-in is as well kept, found beside the session’s, and gone after ten minutes', () => {
  const sealed = 'aZ0_-'.repeat(100);
  expect(pendingCookie(sealed)).toBe(`__Host-signin=${sealed}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600`);
  expect(endedPendingCookie).toMatch(/^__Host-signin=; Path=\/; Secure; .*Max-Age=0$/);
  expect(pendingSignInIn(`__Host-sid=${token}; __Host-signin=${sealed}`)).toBe(sealed);
  for (const wrong of [undefined, '', `signin=${sealed}`, `__Host-signin=${'x'.repeat(4_001)}`, '__Host-signin=a.b'])
    expect(pendingSignInIn(wrong)).toBeUndefined();
});
