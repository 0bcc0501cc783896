import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';

/** What a statement may bind and answer. A boolean column is 1 or 0 by hand; a JSON column is spelled by its entity. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * One open transaction. Every call must be awaited before the work ends; afterwards all of them refuse.
 * SQL is written in the words that SQLite and PostgreSQL share, with `?` for each value, in order. A statement that
 * fails ends the transaction: what follows throws the same error, and nothing is written, even if the work swallows it.
 */
export interface WriteTransaction {
  /** Runs one statement and answers the number of rows it changed. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>;
  /** Reads within the transaction, so it sees what the transaction wrote. Raw columns; integers, up to 2^53, as numbers. */
  all<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** Writes whole rows by primary key; a property left out becomes NULL. Of rows with one key the last stays. */
  upsert<Row extends ObjectLiteral>(target: EntityTarget<Row>, rows: readonly Row[]): Promise<void>;
  /** Every row whose first primary-key column is one of `keys`, in no order; keys without rows are left out. */
  find<Row extends ObjectLiteral>(target: EntityTarget<Row>, keys: readonly (string | number)[]): Promise<Row[]>;
  /** The entity's table as this transaction knows it, quoted, to be put into SQL. */
  table<Row extends ObjectLiteral>(target: EntityTarget<Row>): string;
  /** The same transaction with entities standing in tables of other names. */
  renamed(name: (table: string) => string): WriteTransaction;
}

/**
 * Where projections write rows and queries read them. An abstract class, so that it is a Nest token.
 * It can always be rebuilt from the log: a commit may be lost with the machine, never torn.
 */
export abstract class ReadStore {
  /** For reading entities and for queries. Writing through it is refused by the database itself. */
  abstract readonly dataSource: DataSource;

  /**
   * One transaction: all of the work or nothing. Transactions of one store follow one another, so the work must not
   * await another `write`: it would wait for itself. Throws what the work throws, and `ReadStoreUnavailable` when
   * the storage, not the statement, failed.
   */
  abstract write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T>;
}

/** The code of a failure after which nobody knows whether the transaction was committed. */
export const outcomeUnknown = 'OUTCOME_UNKNOWN';

/**
 * The storage failed (busy, full, unreadable, closed, out of reach), whatever the statement: nothing was written; try
 * later. With the code `outcomeUnknown` all of it may have been written, so a repeat must look first.
 */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
  /** The storage's own code, such as `SQLITE_FULL` or an SQLSTATE. */
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`The read store is unavailable: ${code}`, { cause });
    this.code = code;
  }
}
