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
import { allowanceHeaders, Allowances } from './allowances.ts';
import { sessionTokenIn } from './session-cookie.ts';
import type { SessionDoor } from './session-door.ts';

/** How long a proof is remembered while the read side stands still: it may stand still because it cannot move. */
const rememberedMs = 1_000;

/** A key whose secret was proved, as it stood at a position of the read side. */
interface Proved {
  readonly key: MachineKey;
  readonly head: number;
  readonly provedMs: number;
  readonly actor: Actor;
  readonly expiresMs: number;
  readonly isFrom: (address: string) => boolean;
}

export interface DoorkeeperParts {
  readonly sessions: Pick<SessionDoor, 'admit'>;
  readonly keys: Pick<MachineKeys, 'keyById'>;
  readonly progress: Pick<ReadProgress, 'head'>;
  readonly nowMs?: () => number;
}

/**
 * Tells who sends a request: a machine by its key, a person by the session in their cookie, else a stranger. A key is looked up anew whenever the read side has moved, so that a revocation holds from
 * the position on that records it, and each second; in between its proof is remembered, for machines ask by the thousand.
 */
export class Doorkeeper {
  readonly #sessions: Pick<SessionDoor, 'admit'>;
  readonly #keys: Pick<MachineKeys, 'keyById'>;
  readonly #progress: Pick<ReadProgress, 'head'>;
  readonly #nowMs: () => number;
  readonly #allowances = new Allowances();
  /** By what was sent. Only proved keys: as many as were issued, whatever strangers send. */
  readonly #proved = new Map<string, Proved>();

  constructor({ sessions, keys, progress, nowMs = Date.now }: DoorkeeperParts) {
    this.#sessions = sessions;
    this.#keys = keys;
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
    const proved = this.#proved.get(authorization);
    if (proved && this.#isFresh(proved)) return this.#pass(proved, request.ip);
    return this.#prove(authorization).then((fresh) => this.#pass(fresh, request.ip));
  }

  #isFresh({ head, provedMs }: Proved): boolean {
    return head === this.#progress.head && this.#nowMs() - provedMs < rememberedMs;
  }

  async #prove(authorization: string): Promise<Proved> {
    const { head } = this.#progress; // before looking: what comes meanwhile is looked at again
    const shown = readKey(/^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1] ?? '');
    const key = shown && (await this.#lookUp(shown.keyId));
    if (!shown || !key || !secretsEqual(shown.secretHash, key.secretHash)) throw refused('key-unknown');
    const proved = {
      key,
      head,
      provedMs: this.#nowMs(),
      actor: actorOf(key),
      expiresMs: Date.parse(key.expiresAt),
      isFrom: addressRange(key.addresses),
    };
    this.#proved.set(authorization, proved);
    return proved;
  }

  async #lookUp(keyId: string): Promise<MachineKey | undefined> {
    try {
      return await this.#keys.keyById(keyId);
    } catch (error) {
      throw error instanceof MachineClientsNotCurrent ? new ProblemError(error.code) : error;
    }
  }

  #pass({ key, actor, expiresMs, isFrom }: Proved, address: string): Admitted {
    const nowMs = this.#nowMs();
    if (key.revokedAt !== null) throw refused('key-was-revoked');
    if (expiresMs <= nowMs) throw refused('key-expired');
    if (!isFrom(address)) throw new ProblemError('key-not-from-here');
    const allowance = this.#allowances.take(key.keyId, key.requestsPerMinute, nowMs);
    const headers = allowanceHeaders(allowance);
    if (allowance.left < 0) throw tooMany(headers, allowance.renewedInSeconds);
    return { actor, allowance: headers };
  }
}

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
