/** Why somebody was not let in, or a password was not taken. `sign-in-refused` is one answer for four reasons. */
export type RefusalCode =
  | 'sign-in-refused'
  | 'sign-in-too-often'
  | 'invitation-unknown'
  | 'password-too-short'
  | 'password-too-long'
  | 'password-too-common'
  | 'code-wrong';

/** `waitSeconds` comes with `sign-in-too-often` alone. */
export interface Refused {
  readonly refused: RefusalCode;
  readonly waitSeconds?: number;
}

/** Where a person sits: the address as the service believes it, and what the browser calls itself. */
export interface Where {
  readonly address: string;
  readonly agent: string;
}

/** How a session began: with which second factor, or vouched for by an identity provider. */
export type SessionMethod = 'code' | 'recovery-code' | 'provider';

/** A session that is open now. Times are milliseconds since 1970. */
export interface Session {
  readonly account: string;
  readonly publicId: string;
  readonly method: SessionMethod;
  readonly startedMs: number;
  /** When the person last proved who it is. */
  readonly provedMs: number;
  readonly seenMs: number;
  readonly idleUntilMs: number;
  readonly absoluteUntilMs: number;
}

/** A session with the token that opens it: shown once, 43 characters of base64url of 32 random bytes. */
export interface NewSession extends Session {
  readonly token: string;
}

/** A session as its owner or an administrator sees it. */
export interface ListedSession extends Session, Where {}

export const refused = (code: RefusalCode): Refused => ({ refused: code });

export const tooOften = (waitMs: number): Refused => ({
  refused: 'sign-in-too-often',
  waitSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
});

export const isRefused = (answer: object): answer is Refused => 'refused' in answer;
