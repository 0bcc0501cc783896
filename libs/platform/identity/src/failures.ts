import { In, LessThanOrEqual } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { SecretStore } from '#platform/secrets';
import { countedAs } from './addresses.ts';
import type { Where } from './answers.ts';
import { failureRow } from './entities.ts';
import type { FailureRow } from './entities.ts';
import type { IdentityLimits } from './limits.ts';
import { digest } from './secret-tokens.ts';

const sweepEveryMs = 60_000;

/** Something that failures are counted of, and what one more makes of its row. */
interface Counted {
  readonly subject: string;
  readonly oneMore: (row: FailureRow, nowMs: number) => Omit<FailureRow, 'subject'>;
}

/**
 * Failed tries, and how long the next one has to wait. A try is counted before it is judged, so that many at once are
 * as many; one that succeeds is taken back. Nobody is locked out for good, and no account is closed to an address that
 * did not fail.
 */
export class Failures {
  readonly #store: SecretStore;
  readonly #limits: IdentityLimits;
  readonly #nowMs: () => number;
  #sweptMs = Number.NEGATIVE_INFINITY;

  constructor({ store, limits, nowMs }: { store: SecretStore; limits: IdentityLimits; nowMs: () => number }) {
    this.#store = store;
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  /** Counts a try; if there may be none now, counts nothing and says for how many milliseconds. */
  async count(account: string | undefined, where: Where | undefined): Promise<number | undefined> {
    const [nowMs, counted] = [this.#nowMs(), this.#countedOf(account, where)];
    // A flood is refused without writing.
    const found = await this.#store.read((rows) =>
      rows.findBy(failureRow, { subject: In(counted.map(({ subject }) => subject)) }),
    );
    return waitMsOf(found, nowMs) ?? this.#store.write((rows) => this.#countIn(rows, counted, nowMs));
  }

  /** The try succeeded: what the account failed from there is forgotten, and the address has one less. */
  async forget(rows: EntityManager, account: string, where: Where | undefined): Promise<void> {
    if (where) await oneLess(rows, this.#ofAddress(where).subject);
    await rows.delete(failureRow, { subject: this.#ofPair(account, where).subject });
  }

  /** The try was never judged. */
  async takeBack(account: string | undefined, where: Where | undefined): Promise<void> {
    await this.#store.write(async (rows) => {
      for (const { subject } of this.#countedOf(account, where)) await oneLess(rows, subject);
    });
  }

  async #countIn(rows: EntityManager, counted: readonly Counted[], nowMs: number): Promise<number | undefined> {
    await this.#sweep(rows, nowMs);
    const found: FailureRow[] = [];
    // The address first, always: two that lock both never wait for each other.
    for (const { subject } of counted) found.push(await locked(rows, subject));
    const waitMs = waitMsOf(found, nowMs);
    if (waitMs !== undefined) return waitMs;
    for (const [at, { subject, oneMore }] of counted.entries())
      await rows.update(failureRow, { subject }, oneMore(found[at] ?? { subject, ...untouched }, nowMs));
    return undefined;
  }

  /** Without an account, who it was is found out elsewhere: then the address alone is counted. */
  #countedOf(account: string | undefined, where: Where | undefined): readonly Counted[] {
    const pair = account === undefined ? [] : [this.#ofPair(account, where)];
    return where ? [this.#ofAddress(where), ...pair] : pair;
  }

  #ofAddress({ address }: Where): Counted {
    const { addressFailures, addressWindowMs } = this.#limits;
    const oneMore: Counted['oneMore'] = (row, nowMs) => {
      const isOver = row.firstMs + addressWindowMs <= nowMs;
      const [failures, firstMs] = isOver ? [1, nowMs] : [row.failures + 1, row.firstMs];
      const forgetMs = firstMs + addressWindowMs;
      return { failures, firstMs, forgetMs, closedUntilMs: failures >= addressFailures ? forgetMs : 0 };
    };
    return { subject: digest(JSON.stringify([countedAs(address)])), oneMore };
  }

  #ofPair(account: string, where: Where | undefined): Counted {
    const { freeFailures, forgetFailuresMs, firstWaitMs, longestWaitMs } = this.#limits;
    const oneMore: Counted['oneMore'] = (row, nowMs) => {
      const isOver = row.forgetMs <= nowMs;
      const [failures, firstMs] = isOver ? [1, nowMs] : [row.failures + 1, row.firstMs];
      const waitMs =
        failures < freeFailures ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - freeFailures));
      return { failures, firstMs, closedUntilMs: nowMs + waitMs, forgetMs: nowMs + waitMs + forgetFailuresMs };
    };
    return { subject: digest(JSON.stringify([countedAs(where?.address ?? ''), account])), oneMore };
  }

  /** Old rows go, and when strangers make too many, those that would go first. */
  async #sweep(rows: EntityManager, nowMs: number): Promise<void> {
    if (nowMs < this.#sweptMs + sweepEveryMs) return;
    this.#sweptMs = nowMs;
    await rows.delete(failureRow, { forgetMs: LessThanOrEqual(nowMs) });
    const [first] = await rows.find(failureRow, {
      order: { forgetMs: 'DESC' },
      skip: this.#limits.failureRows,
      take: 1,
    });
    if (first) await rows.delete(failureRow, { forgetMs: LessThanOrEqual(first.forgetMs) });
  }
}

/** The longest wait that one of them asks for. */
const waitMsOf = (found: readonly FailureRow[], nowMs: number): number | undefined => {
  const waitMs = Math.max(0, ...found.map(({ closedUntilMs }) => closedUntilMs - nowMs));
  return waitMs > 0 ? waitMs : undefined;
};

const untouched = { failures: 0, firstMs: 0, closedUntilMs: 0, forgetMs: 0 };

/** The row, made unless it is there, as nobody else can change it until the transaction ends. */
const locked = async (rows: EntityManager, subject: string): Promise<FailureRow> => {
  await rows
    .createQueryBuilder()
    .insert()
    .into(failureRow)
    .values({ subject, ...untouched })
    .orIgnore()
    .execute();
  await rows.increment(failureRow, { subject }, 'failures', 0);
  return (await rows.findOneBy(failureRow, { subject })) ?? { subject, ...untouched };
};

const oneLess = async (rows: EntityManager, subject: string): Promise<void> => {
  const row = await locked(rows, subject);
  await rows.update(failureRow, { subject }, { failures: Math.max(0, row.failures - 1), closedUntilMs: 0 });
};
