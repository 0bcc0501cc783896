import { SecretsUnavailable } from '#platform/secrets';
import type { SecretBox, SecretStore } from '#platform/secrets';
import type { IdentityLimits } from './limits.ts';
import { newToken } from './secret-tokens.ts';
import { useOnce } from './used-once.ts';

const purpose = 'pending sign-in';
const longestSealed = 4_000;

interface Pending {
  readonly id: string;
  readonly expiresMs: number;
  readonly content: string;
}

/**
 * Sign-ins that were begun and go on elsewhere. Whoever signs in carries theirs along, sealed, so that strangers who begin
 * a million of them fill nothing; only that one came back is written down.
 */
export class PendingSignIns {
  readonly #store: SecretStore;
  readonly #box: SecretBox;
  readonly #limits: IdentityLimits;
  readonly #nowMs: () => number;

  constructor({ store, box, limits, nowMs }: PendingParts) {
    this.#store = store;
    this.#box = box.for(purpose);
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  seal(content: string): string {
    const pending: Pending = { id: newToken(), expiresMs: this.#nowMs() + this.#limits.pendingMs, content };
    return this.#box.seal(purpose, JSON.stringify(pending));
  }

  open(sealed: string): string | undefined {
    return this.#opened(sealed)?.content;
  }

  /** True once. */
  async use(sealed: string): Promise<boolean> {
    const pending = this.#opened(sealed);
    if (!pending) return false;
    const usable = { id: pending.id, goodUntilMs: pending.expiresMs, keptMs: this.#limits.pendingMs };
    return this.#store.write((rows) => useOnce(rows, usable, this.#nowMs()));
  }

  #opened(sealed: string): Pending | undefined {
    const pending = sealed.length > longestSealed ? undefined : this.#readable(sealed);
    return pending && pending.expiresMs > this.#nowMs() ? pending : undefined;
  }

  /** What was not sealed here is nobody's mistake but its sender's. */
  #readable(sealed: string): Pending | undefined {
    try {
      return JSON.parse(this.#box.open(purpose, sealed)) as Pending;
    } catch (error) {
      if (error instanceof SecretsUnavailable) return undefined;
      throw error;
    }
  }
}

interface PendingParts {
  readonly store: SecretStore;
  readonly box: SecretBox;
  readonly limits: IdentityLimits;
  readonly nowMs: () => number;
}
