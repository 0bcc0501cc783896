import type { SecretStore } from '#platform/secrets';
import { credentialRow, setupTokenRow } from './entities.ts';
import type { IssuedToken } from './enrolments.ts';
import type { IdentityLimits } from './limits.ts';
import { hashOfToken, newToken, secretsEqual } from './secret-tokens.ts';

const theOnly = { id: 1 };

/** The way in before there is anybody: one token, once, for half an hour. */
export class SetupTokens {
  readonly #store: SecretStore;
  readonly #limits: IdentityLimits;
  readonly #nowMs: () => number;

  constructor({ store, limits, nowMs }: { store: SecretStore; limits: IdentityLimits; nowMs: () => number }) {
    this.#store = store;
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  hasAnyone(): Promise<boolean> {
    return this.#store.read((rows) => rows.existsBy(credentialRow, {}));
  }

  /** Replaces the last one. */
  async issue(): Promise<IssuedToken> {
    const [token, expiresMs] = [newToken(), this.#nowMs() + this.#limits.setupTokenMs];
    const row = { ...theOnly, tokenHash: hashOfToken(token) ?? '', expiresMs };
    await this.#store.write((rows) => rows.upsert(setupTokenRow, row, ['id']));
    return { token, expiresAt: new Date(expiresMs).toISOString() };
  }

  /** True once. */
  async take(token: string): Promise<boolean> {
    const tokenHash = hashOfToken(token);
    if (tokenHash === undefined) return false;
    return this.#store.write(async (rows) => {
      const row = await rows.findOneBy(setupTokenRow, theOnly);
      if (!row || !secretsEqual(row.tokenHash, tokenHash) || row.expiresMs <= this.#nowMs()) return false;
      if (await rows.existsBy(credentialRow, {})) return false;
      return (await rows.delete(setupTokenRow, { ...theOnly, tokenHash })).affected === 1;
    });
  }
}
