import type { EntityManager } from 'typeorm';

/**
 * Where rows are kept, the same for both databases. Other processes write at the same time, so whatever two may write is
 * moved by compare-and-set: an update or a delete that says what it expects, and counts what it changed.
 */
export interface IdentityStore {
  /** @throws IdentityUnavailable whatever goes wrong in it */
  read<T>(work: (rows: EntityManager) => Promise<T>): Promise<T>;
  /** One transaction: all of it or nothing. It must not ask this store for another. @throws IdentityUnavailable */
  write<T>(work: (rows: EntityManager) => Promise<T>): Promise<T>;
  /** After what was asked for. Can be called twice. */
  close(): Promise<void>;
}
