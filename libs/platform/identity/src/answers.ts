/** Why somebody was not let in, or a password was not taken. `sign-in-refused` is one answer for four reasons. */
export type RefusalCode =
  | 'sign-in-refused'
  | 'sign-in-too-often'
  | 'signed-out-at-provider'
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

/** Somebody whom an identity provider knows, in a session there where it names them, and when it said so by its own clock. */
export interface PersonThere {
  readonly issuer: string;
  readonly subject: string;
  readonly sid: string | undefined;
  readonly vouchedMs: number;
}

/** What an identity provider said when somebody came in or proved it again. */
export interface Vouching {
  /** When they proved who they are there; now unless told. */
  readonly provedMs?: number;
  /** By which a logout there ends the session here. */
  readonly person?: PersonThere;
}

/**
 * Who is out at a provider: a person everywhere, or in one session there. `id`: of the message, which is good once;
 * `saidMs`: when it said so, by its own clock.
 */
export interface LoggedOutThere {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly sid: string | undefined;
  readonly id: string;
  readonly saidMs: number;
  readonly goodUntilMs: number;
}

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
