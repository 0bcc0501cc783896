// Hot path: what was appended in one turn of the event loop shares one transaction and one fsync.
import type { Database, Statement } from 'better-sqlite3';
import { StoreUnavailable, WrongExpectedRevision } from '#platform/event-store';
import type { Appended, Bell, PreparedAppend } from '#platform/event-store';
import type { AppendWriter } from './append-writer.ts';
import { asStoreError, isPassing, sqliteCode } from './driver-errors.ts';

interface Waiting {
  readonly append: PreparedAppend;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

type Outcome = Appended | Error;

export interface GroupParts {
  readonly db: Database;
  readonly writer: AppendWriter;
  readonly bell: Bell;
  /** Appends per transaction, at most. */
  readonly groupSize: number;
}

/**
 * Records appends in the order of the calls, several in one transaction, and answers each only after COMMIT.
 * A savepoint each: one refused append leaves the others alone. When the disk fails, the whole group is refused and
 * so is everything later: a failed fsync is never tried again, because the second one may lie.
 */
export class GroupCommit {
  readonly #parts: GroupParts;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;
  readonly #savepoint: Statement;
  readonly #release: Statement;
  readonly #rollbackTo: Statement;
  #queue: Waiting[] = [];
  #scheduled = false;
  #ended: StoreUnavailable | undefined;

  constructor(parts: GroupParts) {
    const { db } = parts;
    this.#parts = parts;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
    this.#savepoint = db.prepare('SAVEPOINT one');
    this.#release = db.prepare('RELEASE one');
    this.#rollbackTo = db.prepare('ROLLBACK TO one');
  }

  /** Takes its place in the queue before it returns. */
  append(append: PreparedAppend): Promise<Appended> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#queue.push({ append, resolve, reject });
      this.#schedule();
    });
  }

  /** Records what is queued, now, and refuses what comes later. */
  end(): void {
    while (this.#queue.length > 0) this.#recordGroup();
    this.#ended ??= new StoreUnavailable('the store was closed', false);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#queue.length > 0) this.#recordGroup();
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  #recordGroup(): void {
    const { groupSize, bell } = this.#parts;
    const group = this.#queue.slice(0, groupSize);
    this.#queue = this.#queue.slice(groupSize);
    try {
      settle(group, this.#recorded(group));
      bell.ring();
    } catch (error) {
      this.#giveUp(group, error);
    }
  }

  #recorded(group: readonly Waiting[]): readonly Outcome[] {
    this.#begin.run();
    const outcomes = group.map(({ append }) => this.#attempt(append));
    this.#commit.run();
    return outcomes;
  }

  #attempt(append: PreparedAppend): Outcome {
    this.#savepoint.run();
    try {
      const appended = this.#parts.writer.write(append);
      this.#release.run();
      return appended;
    } catch (error) {
      const code = sqliteCode(error);
      if (code !== undefined && !code.startsWith('SQLITE_CONSTRAINT')) throw error;
      this.#rollbackTo.run();
      this.#release.run();
      // WrongExpectedRevision comes before the first write: what is remembered stays true.
      if (!(error instanceof WrongExpectedRevision)) this.#parts.writer.forget();
      return asStoreError(error);
    }
  }

  #giveUp(group: readonly Waiting[], error: unknown): void {
    const { db, writer } = this.#parts;
    if (db.inTransaction) this.#rollback.run();
    writer.forget();
    const refusal = asStoreError(error);
    if (!isPassing(error))
      this.#ended = new StoreUnavailable(`no longer writable, restart the service: ${refusal.message}`, false, error);
    // What waits behind may have been decided on what this group did not record: it is refused with it.
    const refused = [...group, ...this.#queue];
    this.#queue = [];
    for (const { reject } of refused) reject(refusal);
  }
}

const settle = (group: readonly Waiting[], outcomes: readonly Outcome[]): void =>
  group.forEach(({ resolve, reject }, i) => {
    const outcome = outcomes[i] as Outcome;
    if (outcome instanceof Error) reject(outcome);
    else resolve(outcome);
  });
