/** A browser takes it over TLS alone (or from this machine), sends it to no other site, and shows it to no script. */
const name = '__Host-sid';
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';

const shape = /(?:^|;)\s*__Host-sid=([\w-]{43})\s*(?:;|$)/;

/** The session's token in a Cookie header; undefined where there is none, or nothing that could be one. */
export const sessionTokenIn = (cookies: string | undefined): string | undefined =>
  cookies === undefined ? undefined : shape.exec(cookies)?.[1];

/** Hands a session to a browser, until it is closed or the session ends. */
export const sessionCookie = (token: string): string => `${name}=${token}; ${attributes}`;

/** Takes it away. */
export const endedCookie = `${name}=; ${attributes}; Max-Age=0`;

const pendingName = '__Host-signin';
const pendingSeconds = 600;
const pendingShape = /(?:^|;)\s*__Host-signin=([\w-]{1,4000})\s*(?:;|$)/;

/** A sign-in that was begun and goes on at a provider, sealed; undefined where there is none. */
export const pendingSignInIn = (cookies: string | undefined): string | undefined =>
  cookies === undefined ? undefined : pendingShape.exec(cookies)?.[1];

/** Keeps it with the browser meanwhile. */
export const pendingCookie = (sealed: string): string =>
  `${pendingName}=${sealed}; ${attributes}; Max-Age=${pendingSeconds}`;

/** Takes it away: it came back. */
export const endedPendingCookie = `${pendingName}=; ${attributes}; Max-Age=0`;
