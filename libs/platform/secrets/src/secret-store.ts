import type { EntityManager, EntitySchema, MigrationInterface } from 'typeorm';
import type { SecretStoreName } from './secrets-unavailable.ts';

/** A column of texts that the key sealed, each bound to the primary key of its row. Null where there is none yet. */
export interface SealedColumn {
  readonly entity: EntitySchema;
  /** The property that is the primary key, and the one that is sealed. */
  readonly owner: string;
  readonly sealed: string;
}

/** What a store is: its name is that of its database file and of its schema. */
export interface SecretStoreKind {
  readonly name: SecretStoreName;
  /** Of the SQLite file, so that nobody else's data is written into. */
  readonly applicationId: number;
  /** PostgreSQL's advisory lock under which one process at a time prepares the schema. */
  readonly migrationLock: number;
  /** Without the row that proves the key: it stands in every store. */
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Everything that the key sealed: what is left out would be lost with the key. */
  readonly sealed: readonly SealedColumn[];
}

/**
 * Where rows are kept, the same for both databases. Other processes write at the same time, so whatever two may write is
 * moved by compare-and-set: an update or a delete that says what it expects, and counts what it changed.
 */
export interface SecretStore {
  /** @throws SecretsUnavailable whatever goes wrong in it */
  read<T>(work: (rows: EntityManager) => Promise<T>): Promise<T>;
  /** One transaction: all of it or nothing. It must not ask this store for another. @throws SecretsUnavailable */
  write<T>(work: (rows: EntityManager) => Promise<T>): Promise<T>;
  /** Leaves nothing of deleted rows of a table in the database's own files. @throws SecretsUnavailable */
  wipe(table: EntitySchema): Promise<void>;
  /** After what was asked for. Can be called twice. */
  close(): Promise<void>;
}
