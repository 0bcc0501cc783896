import { hash } from 'node:crypto';
import type { AccessTokens } from '#platform/identity-provider';
import { readKey, secretsEqual } from '#platform/machine-keys';
import type { Actor } from '#policy';
import { MachineClientsNotCurrent } from '#read-models/machine-clients';
import type { MachineKey } from '#read-models/machine-clients';
import type { MachineKeys, ReadProgress } from '../../read-side.ts';
import { ProblemError } from '../problem.ts';
import type { ProblemCode } from '../problem-status.ts';
import { addressRange } from './address-range.ts';
import { stranger } from './admitted.ts';
import type { Admitted, Shown } from './admitted.ts';
import { allowanceHeaders, Allowances, Holding } from './allowances.ts';
import type { Allowance } from './allowances.ts';
import { sessionTokenIn } from './session-cookie.ts';
import type { SessionDoor } from './session-door.ts';
import { TokenDoor } from './token-door.ts';

/** How long a proof is remembered while the read side stands still: it may stand still because it cannot move. */
const rememberedMs = 1_000;

const longestToken = 8_192;
/** More than any key has, less than any token. */
const longestKey = 200;
const mostTokens = 1_000;

/** A key whose secret was proved, or that an access token stands for, as it stood at a position of the read side. */
interface Proved {
  readonly key: MachineKey;
  readonly head: number;
  readonly provedMs: number;
  readonly actor: Actor;
  readonly expiresMs: number;
  /** What is told when it expires. */
  readonly expired: ProblemCode;
  readonly isFrom: (address: string) => boolean;
}

export interface DoorkeeperParts {
  readonly sessions: Pick<SessionDoor, 'admit'>;
  readonly keys: Pick<MachineKeys, 'keyById' | 'keyForTokens'>;
  /** Of the authorization server whose tokens are taken; undefined: keys alone. */
  readonly tokens?: Pick<AccessTokens, 'verify'> | undefined;
  readonly progress: Pick<ReadProgress, 'head'>;
  readonly nowMs?: () => number;
  /** Where those are kept waiting who ask too often. */
  readonly holding?: Holding;
}

/**
 * Tells who sends a request: a machine by its key or its access token, a person by the session in their cookie, else a
 * stranger. A key is looked up anew whenever the read side has moved, so that a revocation holds from the position on that
 * records it, and each second; in between its proof is remembered, for machines ask by the thousand.
 */
export class Doorkeeper {
  readonly #sessions: Pick<SessionDoor, 'admit'>;
  readonly #keys: Pick<MachineKeys, 'keyById'>;
  readonly #tokens: TokenDoor | undefined;
  readonly #progress: Pick<ReadProgress, 'head'>;
  readonly #nowMs: () => number;
  readonly #allowances = new Allowances();
  readonly #holding: Holding;
  /** By what was sent. Only proved keys: as many as were issued, whatever strangers send. */
  readonly #proved = new Map<string, Proved>();
  /** By the hash of what was sent; a client gets new tokens all the time, so old ones are forgotten. */
  readonly #provedTokens = new Map<string, Proved>();

  constructor({ sessions, keys, tokens, progress, nowMs = Date.now, holding = new Holding() }: DoorkeeperParts) {
    this.#holding = holding;
    this.#sessions = sessions;
    this.#keys = keys;
    this.#tokens = tokens && new TokenDoor({ tokens, keys });
    this.#progress = progress;
    this.#nowMs = nowMs;
  }

  /** @throws ProblemError, at once or in the promise: 401, 403, 429, or 503 while keys cannot be looked up */
  admit(request: Shown): Admitted | Promise<Admitted> {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      const token = sessionTokenIn(request.headers.cookie);
      return token === undefined ? stranger : this.#sessions.admit(token);
    }
    const isToken = this.#tokens !== undefined && authorization.length > longestKey;
    const proved = isToken ? this.#provedTokens.get(hash('sha256', authorization)) : this.#proved.get(authorization);
    if (proved && this.#isFresh(proved)) return this.#pass(proved, request.ip);
    const proving = isToken ? this.#proveToken(authorization) : this.#prove(authorization);
    return proving.then((fresh) => this.#pass(fresh, request.ip));
  }

  #isFresh({ head, provedMs }: Proved): boolean {
    return head === this.#progress.head && this.#nowMs() - provedMs < rememberedMs;
  }

  async #prove(authorization: string): Promise<Proved> {
    const { head } = this.#progress; // before looking: what comes meanwhile is looked at again
    const shown = readKey(bearerIn(authorization));
    const key = shown && (await current(this.#keys.keyById(shown.keyId)));
    // Nobody holds a secret of a key that has none.
    if (!shown || !key || key.secretHash === null || !secretsEqual(shown.secretHash, key.secretHash))
      throw refused('key-unknown');
    const proved = this.#provedAt(head, { key, expiresMs: Date.parse(key.expiresAt), expired: 'key-expired' });
    this.#proved.set(authorization, proved);
    return proved;
  }

  async #proveToken(authorization: string): Promise<Proved> {
    const { head } = this.#progress;
    const token = bearerIn(authorization);
    if (!this.#tokens || token === '' || token.length > longestToken) throw refused('token-refused');
    const { key, expiresMs } = await current(this.#tokens.prove(token, this.#nowMs()));
    const endsMs = Math.min(expiresMs, Date.parse(key.expiresAt));
    const proved = this.#provedAt(head, { key, expiresMs: endsMs, expired: 'token-expired' });
    if (this.#provedTokens.size >= mostTokens) this.#provedTokens.clear();
    this.#provedTokens.set(hash('sha256', authorization), proved);
    return proved;
  }

  #provedAt(head: number, it: Pick<Proved, 'key' | 'expiresMs' | 'expired'>): Proved {
    const { key } = it;
    return { ...it, head, provedMs: this.#nowMs(), actor: actorOf(key), isFrom: addressRange(key.addresses) };
  }

  #pass({ key, actor, expiresMs, expired, isFrom }: Proved, address: string): Admitted | Promise<Admitted> {
    const nowMs = this.#nowMs();
    if (key.revokedAt !== null) throw refused('key-was-revoked');
    if (expiresMs <= nowMs) throw refused(expired);
    if (!isFrom(address)) throw new ProblemError('key-not-from-here', { sender: actor.id });
    const allowance = this.#allowances.take(key.keyId, key.requestsPerMinute, nowMs);
    const headers = allowanceHeaders(allowance);
    return allowance.left < 0 ? this.#refuse(allowance) : { actor, allowance: headers };
  }

  async #refuse(allowance: Allowance): Promise<never> {
    await this.#holding.hold(allowance);
    throw tooMany(allowanceHeaders(allowance), allowance.renewedInSeconds);
  }
}

const bearerIn = (authorization: string): string => /^Bearer ([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? '';

/** @throws ProblemError while keys cannot be looked up */
const current = async <T>(looking: Promise<T>): Promise<T> => {
  try {
    return await looking;
  } catch (error) {
    throw error instanceof MachineClientsNotCurrent ? new ProblemError(error.code) : error;
  }
};

const actorOf = ({ client, districts, schools, scopes }: MachineKey): Actor => ({
  id: `machine:${client}`,
  roles: ['MACHINE'],
  districts,
  schools,
  scopes,
  steppedUp: false,
  conflicts: [],
});

const refused = (code: ProblemCode): ProblemError =>
  new ProblemError(code, { headers: { 'www-authenticate': 'Bearer realm="redline"' } });

const tooMany = (allowance: readonly string[], seconds: number): ProblemError => {
  const headers: Record<string, string> = { 'retry-after': String(seconds) };
  for (let at = 0; at < allowance.length; at += 2) headers[allowance[at] ?? ''] = allowance[at + 1] ?? '';
  return new ProblemError('too-many-requests', { headers });
};
