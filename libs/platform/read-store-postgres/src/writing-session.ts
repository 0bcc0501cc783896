import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import { AsyncMutex, outcomeUnknown, ReadStoreUnavailable, TransactionScope } from '#platform/read-store';
import { asUnavailable } from './unavailability.ts';

/** A schema is changed by one transaction at a time, whatever the process: `IF NOT EXISTS` alone would let two collide. */
const schemaLock = 7_205_771;
const schemaChange = /^\s*(CREATE|DROP|ALTER)\b/i;
const indexMaking = /^\s*CREATE (UNIQUE )?INDEX\b/i;
const indexMs = 86_400_000;
const indexAnswerMs = indexMs + 60_000;

interface Result<Row> {
  readonly rows: Row[];
  readonly changes: number;
}

/** One transaction on one connection, from BEGIN to COMMIT. Statements are sent one after another. */
export class WritingSession {
  readonly scope = new TransactionScope();
  readonly #client: PoolClient;
  readonly #answerMs: number;
  readonly #turns = new AsyncMutex();
  #holdsSchema = false;

  /** `answerMs`: how soon a server answers that has nothing to do yet. */
  constructor(client: PoolClient, answerMs: number) {
    this.#client = client;
    this.#answerMs = answerMs;
  }

  async begin(): Promise<void> {
    // Answered at once, or the line is dead: a bulk of rows may take long, this may not.
    await this.#ask('BEGIN ISOLATION LEVEL READ COMMITTED', [], this.#answerMs);
  }

  /** Runs one statement with `$1` … for its values. @throws ReadStoreUnavailable, or the statement's own error */
  query<Row>(sql: string, values: readonly unknown[] = []): Promise<Result<Row>> {
    return this.scope.run(() =>
      this.#turns.run(async () => {
        if (schemaChange.test(sql)) await this.#lockSchema();
        return indexMaking.test(sql) ? this.#atLeisure<Row>(sql) : this.#ask<Row>(sql, values);
      }),
    );
  }

  /** @throws ReadStoreUnavailable, with the code `outcomeUnknown` when the answer to COMMIT did not come */
  async commit(): Promise<void> {
    this.scope.throwIfFailed();
    let answer: QueryResult;
    try {
      answer = await this.#client.query('COMMIT');
    } catch (error) {
      throw new ReadStoreUnavailable(outcomeUnknown, error);
    }
    // The server answers so to the COMMIT of a transaction that it has given up.
    if (answer.command === 'ROLLBACK') throw new ReadStoreUnavailable('ROLLED_BACK');
  }

  /** Ends a failed transaction. Answers whether the connection can be used again. */
  async rollback(): Promise<boolean> {
    try {
      await this.#client.query('ROLLBACK');
      return true;
    } catch {
      return false;
    }
  }

  async #lockSchema(): Promise<void> {
    if (this.#holdsSchema) return;
    await this.#ask(`SELECT pg_advisory_xact_lock(${schemaLock})`);
    this.#holdsSchema = true;
  }

  async #atLeisure<Row>(sql: string): Promise<Result<Row>> {
    await this.#ask(`SET LOCAL statement_timeout = ${indexMs}`);
    const result = await this.#ask<Row>(sql, [], indexAnswerMs);
    await this.#ask('SET LOCAL statement_timeout TO DEFAULT');
    return result;
  }

  async #ask<Row>(text: string, values: readonly unknown[] = [], timeoutMs?: number): Promise<Result<Row>> {
    // Extended: the simple protocol would take several statements for one. The driver's types know neither option.
    const order = { text, values: [...values], queryMode: 'extended', query_timeout: timeoutMs } as QueryConfig;
    try {
      const { rows, rowCount } = await this.#client.query(order);
      return { rows: rows as Row[], changes: rowCount ?? 0 };
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}
