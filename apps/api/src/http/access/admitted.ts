import type { FastifyReply } from 'fastify';
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

/** Says on an answer what is left of the key's allowance; nothing to whoever was not let in. */
export const tellAllowance = (
  reply: Pick<FastifyReply, 'header'>,
  { allowance }: Pick<Admitted, 'allowance'> = stranger,
): void => {
  for (let at = 0; at < allowance.length; at += 2) reply.header(allowance[at] ?? '', allowance[at + 1]);
};
