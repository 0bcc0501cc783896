import type { EntityManager, EntitySchema } from 'typeorm';
import { heldProof } from './key-proof.ts';
import type { SecretStore } from './secret-store.ts';
import { SecretsUnavailable } from './secrets-unavailable.ts';
import type { SecretStoreName } from './secrets-unavailable.ts';

/**
 * A store whose key was proved, for as long as it is the key. Another process may change it, so each transaction looks at
 * the proof again and holds it to its end: a change waits for those before it, and those after it are refused. So nothing
 * is ever left sealed under a key that the store has no more.
 */
export class ProvenStore implements SecretStore {
  readonly #store: SecretStore;
  readonly #name: SecretStoreName;
  readonly #proof: string;

  constructor(store: SecretStore, name: SecretStoreName, proof: string) {
    this.#store = store;
    this.#name = name;
    this.#proof = proof;
  }

  read<T>(work: (rows: EntityManager) => Promise<T>): Promise<T> {
    return this.#store.read(work);
  }

  /** @throws SecretsUnavailable, with the code `KEY_CHANGED` before any of the work */
  write<T>(work: (rows: EntityManager) => Promise<T>): Promise<T> {
    return this.#store.write(async (rows) => {
      if ((await heldProof(rows)) !== this.#proof) throw new SecretsUnavailable(this.#name, 'KEY_CHANGED');
      return work(rows);
    });
  }

  wipe(table: EntitySchema): Promise<void> {
    return this.#store.wipe(table);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
