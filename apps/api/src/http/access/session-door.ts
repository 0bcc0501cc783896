import type { Identity } from '#platform/identity';
import { AccountsNotCurrent } from '#read-models/accounts';
import type { Account } from '#read-models/accounts';
import type { Actor } from '#policy';
import type { Accounts, ReadProgress } from '../../read-side.ts';
import { ProblemError } from '../problem.ts';
import type { Admitted } from './admitted.ts';
import { stranger } from './admitted.ts';

/** For so long a proof of who somebody is counts as fresh: then decisions ask for another one. */
export const freshProofMs = 5 * 60_000;

/** How long an account is remembered while the read side stands still: it may stand still because it cannot move. */
const rememberedMs = 1_000;
const mostRemembered = 1_000;

interface Remembered {
  readonly account: Account | undefined;
  readonly head: number;
  readonly lookedUpMs: number;
}

export interface SessionDoorParts {
  readonly identity: Pick<Identity, 'find'>;
  readonly accounts: Pick<Accounts, 'accountById'>;
  readonly progress: Pick<ReadProgress, 'head'>;
  readonly nowMs?: () => number;
}

/**
 * Tells which person sends a request. The session says who; the register says what they may: it is looked at again
 * whenever anything was recorded, so that a role that was taken away is gone with the next request.
 */
export class SessionDoor {
  readonly #parts: SessionDoorParts;
  readonly #nowMs: () => number;
  readonly #remembered = new Map<string, Remembered>();

  constructor(parts: SessionDoorParts) {
    this.#parts = parts;
    this.#nowMs = parts.nowMs ?? Date.now;
  }

  /** A session that ended, or whose account was disabled, is a stranger's. @throws ProblemError 503; SecretsUnavailable */
  async admit(token: string): Promise<Admitted> {
    const session = await this.#parts.identity.find(token);
    if (!session) return stranger;
    const account = await this.#accountOf(session.account);
    if (!account || account.disabled) return stranger;
    const steppedUp = this.#nowMs() - session.provedMs < freshProofMs;
    return { actor: actorOf(account, steppedUp), allowance: [], session: { ...session, token } };
  }

  async #accountOf(id: string): Promise<Account | undefined> {
    const { head } = this.#parts.progress; // before looking: what comes meanwhile is looked at again
    const known = this.#remembered.get(id);
    if (known?.head === head && this.#nowMs() - known.lookedUpMs < rememberedMs) return known.account;
    const account = await this.#lookUp(id);
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.set(id, { account, head, lookedUpMs: this.#nowMs() });
    return account;
  }

  async #lookUp(id: string): Promise<Account | undefined> {
    try {
      return await this.#parts.accounts.accountById(id);
    } catch (error) {
      if (error instanceof AccountsNotCurrent) throw new ProblemError('accounts-not-current');
      throw error;
    }
  }
}

const actorOf = ({ account, roles, districts, schools, conflicts }: Account, steppedUp: boolean): Actor => ({
  id: account,
  roles,
  districts,
  schools,
  scopes: [],
  steppedUp,
  conflicts,
});
