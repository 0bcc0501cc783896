import type { Session } from '#platform/identity';
import { nobody } from '#policy';
import type { Actor } from '#policy';

/** Who was let in. */
export interface Admitted {
  readonly actor: Actor;
  /** What the answer says of the key's allowance: name, value, name, value …; empty without a key. */
  readonly allowance: readonly string[];
  /** Of a person who signed in. */
  readonly session?: SignedIn;
}

/** A session, and the token that its cookie holds. */
export interface SignedIn extends Session {
  readonly token: string;
}

/** What a request shows of itself. */
export interface Shown {
  readonly headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined };
  /** Whose address it is; looked at only where it matters. */
  readonly ip: string;
}

/** A request without an identity: it gets as far as what is open to anyone. */
export const stranger: Admitted = { actor: nobody, allowance: [] };
