import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { outcomeUnknown, ReadStore, ReadStoreUnavailable } from '#platform/read-store';
import type { SqlValue, WriteTransaction } from '#platform/read-store';

/** When a store is struck. */
export interface Moment {
  /** Transactions that are left in peace before. */
  readonly spared: number;
  /** Before this statement, from 1; where there are fewer, or it is left out, when all is written and not committed. */
  readonly statement?: number;
  /** Turns of the event loop from then on, while the transaction and its COMMIT go on; 0 lets them wait for the blow. */
  readonly turns: number;
}

/** Looks, at the beginning of a transaction, at what is to be struck; answers the blow. */
export type Aim = (tx: WriteTransaction) => Promise<() => Promise<void>>;

/** A store that is struck at given moments, each counted from the one before. */
export class MortalStore extends ReadStore {
  /** Transactions that were struck: committed all the same, given up, or nobody knows. */
  readonly ends = { committed: 0, undone: 0, unknown: 0 };
  readonly #inner: ReadStore;
  readonly #moments: Moment[];
  readonly #aim: Aim;
  readonly #blows: Promise<void>[] = [];
  #seen = 0;

  constructor(inner: ReadStore, moments: readonly Moment[], aim: Aim) {
    super();
    this.#inner = inner;
    this.#moments = [...moments];
    this.#aim = aim;
  }

  override get dataSource(): ReadStore['dataSource'] {
    return this.#inner.dataSource;
  }

  /** All blows that were begun have fallen. */
  async settled(): Promise<void> {
    await Promise.all(this.#blows);
  }

  override async write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    const [moment] = this.#moments;
    this.#seen += 1;
    if (!moment || this.#seen <= moment.spared) return this.#inner.write(work);
    this.#moments.shift();
    this.#seen = 0;
    try {
      const result = await this.#inner.write((tx) => this.#mortal(work, tx, moment));
      this.ends.committed += 1;
      return result;
    } catch (error) {
      const isUnknown = error instanceof ReadStoreUnavailable && error.code === outcomeUnknown;
      this.ends[isUnknown ? 'unknown' : 'undone'] += 1;
      throw error;
    }
  }

  async #mortal<T>(work: (tx: WriteTransaction) => Promise<T>, tx: WriteTransaction, moment: Moment): Promise<T> {
    const strike = await this.#aim(tx);
    let statements = 0;
    let isStruck = false;
    const fall = async (): Promise<void> => {
      isStruck = true;
      const blow = afterTurns(moment.turns, strike);
      this.#blows.push(blow);
      if (moment.turns === 0) await blow;
    };
    const counting = new CountingTransaction(tx, async () => {
      statements += 1;
      if (statements === moment.statement) await fall();
    });
    const result = await work(counting);
    if (!isStruck) await fall();
    return result;
  }
}

const afterTurns = async (turns: number, strike: () => Promise<void>): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  await strike();
};

/** A transaction that tells of each statement before it is sent. */
class CountingTransaction implements WriteTransaction {
  readonly #inner: WriteTransaction;
  readonly #before: () => Promise<void>;

  constructor(inner: WriteTransaction, before: () => Promise<void>) {
    this.#inner = inner;
    this.#before = before;
  }

  async run(sql: string, values?: readonly SqlValue[]): Promise<number> {
    await this.#before();
    return this.#inner.run(sql, values);
  }

  async all<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]> {
    await this.#before();
    return this.#inner.all(sql, values);
  }

  async upsert<Row extends ObjectLiteral>(target: EntityTarget<Row>, rows: readonly Row[]): Promise<void> {
    await this.#before();
    await this.#inner.upsert(target, rows);
  }

  async find<Row extends ObjectLiteral>(target: EntityTarget<Row>, keys: readonly (string | number)[]): Promise<Row[]> {
    await this.#before();
    return this.#inner.find(target, keys);
  }

  table<Row extends ObjectLiteral>(target: EntityTarget<Row>): string {
    return this.#inner.table(target);
  }

  renamed(name: (table: string) => string): WriteTransaction {
    return new CountingTransaction(this.#inner.renamed(name), this.#before);
  }
}
