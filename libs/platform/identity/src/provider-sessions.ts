import { LessThanOrEqual } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { SecretStore } from '#platform/secrets';
import { refused } from './answers.ts';
import type { LoggedOutThere, NewSession, PersonThere, Refused, Vouching, Where } from './answers.ts';
import { providerLogoutRow, providerTurnRow } from './entities.ts';
import type { IdentityLimits } from './limits.ts';
import { loggedOutHashes, meantBy, meaning } from './persons-there.ts';
import { digest } from './secret-tokens.ts';
import type { Sessions } from './sessions.ts';
import { useOnce } from './used-once.ts';

/**
 * Sessions by a provider's word: it vouches for somebody, and it says that somebody is out. Each word is looked at in a turn
 * of its own, in whichever process, so that of a sign-in and a logout the later one always sees the other.
 */
export class ProviderSessions {
  readonly #parts: ProviderSessionsParts;

  constructor(parts: ProviderSessionsParts) {
    this.#parts = parts;
  }

  /** Refused when the person was out there since they were vouched for. */
  open(account: string, where: Where, vouching: Vouching): Promise<NewSession | Refused> {
    return this.#unlessOut(vouching.person, (rows) =>
      this.#parts.sessions.begin(rows, account, { method: 'provider', where, ...vouching }),
    );
  }

  /** The same for a fresh proof; undefined when the session is over. */
  async prove(token: string, vouching: Vouching): Promise<NewSession | Refused | undefined> {
    const { sessions } = this.#parts;
    const row = await sessions.rowOf(token);
    return row && this.#unlessOut(vouching.person, (rows) => sessions.renew(rows, row, vouching));
  }

  /** Ends the sessions that are meant; answers the accounts that had one open, none the second time. */
  end(out: LoggedOutThere): Promise<readonly string[]> {
    const { store, sessions, limits, nowMs } = this.#parts;
    const id = JSON.stringify(['logout', out.issuer, out.id]);
    const usable = { id, goodUntilMs: out.goodUntilMs, keptMs: limits.pendingMs };
    return store.write(async (rows) => {
      await this.#takeTurn(rows);
      if (!(await useOnce(rows, usable, nowMs()))) return [];
      // Whoever signs in meanwhile was sent on at most so long ago.
      const forgetMs = Math.max(nowMs(), out.goodUntilMs) + limits.pendingMs;
      const row = { idHash: digest(id), ...loggedOutHashes(out), saidMs: out.saidMs, forgetMs };
      await rows.insert(providerLogoutRow, row);
      return sessions.endThose(rows, meantBy(out));
    });
  }

  #unlessOut<T>(person: PersonThere | undefined, then: (rows: EntityManager) => Promise<T>): Promise<T | Refused> {
    return this.#parts.store.write(async (rows) => {
      if (person) {
        await this.#takeTurn(rows);
        if (await rows.existsBy(providerLogoutRow, meaning(person))) return refused('signed-out-at-provider');
      }
      return then(rows);
    });
  }

  /** Waits for whoever has the turn until their transaction ends; what nobody needs any more goes. */
  async #takeTurn(rows: EntityManager): Promise<void> {
    const { affected } = await rows.update(providerTurnRow, { id: 1 }, { turns: () => 'turns + 1' });
    if (affected !== 1) throw new Error('the turns of providers are missing');
    await rows.delete(providerLogoutRow, { forgetMs: LessThanOrEqual(this.#parts.nowMs()) });
  }
}

interface ProviderSessionsParts {
  readonly store: SecretStore;
  readonly sessions: Sessions;
  readonly limits: IdentityLimits;
  readonly nowMs: () => number;
}
