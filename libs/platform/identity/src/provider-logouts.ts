import type { LoggedOutThere } from './answers.ts';
import type { SecretStore } from '#platform/secrets';
import type { IdentityLimits } from './limits.ts';
import { meantBy } from './persons-there.ts';
import type { Sessions } from './sessions.ts';
import { useOnce } from './used-once.ts';

/** Logouts at a provider, each acted on once. */
export class ProviderLogouts {
  readonly #parts: LogoutParts;

  constructor(parts: LogoutParts) {
    this.#parts = parts;
  }

  /** Ends the sessions that are meant; answers the accounts that had one open, none the second time. */
  end(out: LoggedOutThere): Promise<readonly string[]> {
    const { store, sessions, limits, nowMs } = this.#parts;
    const id = JSON.stringify(['logout', out.issuer, out.id]);
    const usable = { id, goodUntilMs: out.goodUntilMs, keptMs: limits.pendingMs };
    return store.write(async (rows) =>
      (await useOnce(rows, usable, nowMs())) ? sessions.endThose(rows, meantBy(out)) : [],
    );
  }
}

interface LogoutParts {
  readonly store: SecretStore;
  readonly sessions: Sessions;
  readonly limits: IdentityLimits;
  readonly nowMs: () => number;
}
