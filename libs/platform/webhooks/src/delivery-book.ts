import { MoreThan } from 'typeorm';
import { createIndexSqls, createTableSql } from '#platform/read-store';
import type { ReadStore, WriteTransaction } from '#platform/read-store';
import { backOffMs } from './back-off.ts';
import { deliveryRow, standingRow } from './delivery.row.ts';
import type { DeliveryRow, StandingRow } from './delivery.row.ts';
import type { Outcome } from './sender.ts';

/** The rows of the book, for whoever opens its store. */
export const deliveryEntities = [standingRow, deliveryRow] as const;

/** How far one webhook has come. */
export type Standing = Omit<StandingRow, 'webhook' | 'attempts'>;

/** Whom to tell, and from where on. */
interface Begun {
  readonly id: string;
  readonly basis: number;
  readonly after: string | null;
}

/** A message that was sent, and what came of it. */
export interface Delivered {
  readonly messageId: string;
  readonly cursor: string;
  readonly outcome: Outcome;
  readonly nowMs: number;
  /** 0 to 1. */
  readonly chance: number;
}

const keptMs = 30 * 86_400_000;

/**
 * How far each webhook has come, and every attempt of the last 30 days. What is lost of it is delivered again from the
 * webhook's basis on: receivers tell messages apart by their ids.
 */
export class DeliveryBook {
  readonly #store: ReadStore;

  constructor(store: ReadStore) {
    this.#store = store;
  }

  /** Makes the tables, unless they are there. */
  async prepare(): Promise<void> {
    const { dataSource } = this.#store;
    await this.#store.write(async (tx) => {
      for (const entity of deliveryEntities) {
        const { tableName } = dataSource.getMetadata(entity);
        await tx.run(createTableSql(dataSource, entity, tableName));
        for (const sql of createIndexSqls(dataSource, entity, tableName)) await tx.run(sql);
      }
    });
  }

  /** Where a webhook stands, begun anew when its basis is a later one. Written, so that no other sender's lease is out. */
  claim(target: Begun): Promise<Standing> {
    return this.#store.write(async (tx) => {
      const standing = await standingOf(tx, target);
      await tx.upsert<StandingRow>(standingRow, [standing]);
      return standing;
    });
  }

  /** Passes over what concerns others. */
  move(target: Begun, cursor: string): Promise<void> {
    return this.#store.write(async (tx) => {
      const standing = await standingOf(tx, target);
      await tx.upsert<StandingRow>(standingRow, [{ ...standing, cursor, failures: 0 }]);
    });
  }

  /** Writes an attempt down, and when the next one is due. */
  record(target: Begun, delivered: Delivered): Promise<void> {
    const { messageId, cursor, outcome, nowMs } = delivered;
    return this.#store.write(async (tx) => {
      const standing = await standingOf(tx, target);
      const no = standing.attempts + 1;
      const { status, error, ms } = outcome;
      const at = new Date(nowMs).toISOString();
      const attempt = standing.failures + 1;
      await tx.upsert<DeliveryRow>(deliveryRow, [
        { webhook: target.id, no, messageId, cursor, attempt, at, status, error, ms },
      ]);
      await tx.upsert<StandingRow>(standingRow, [{ ...standing, ...after(standing, delivered), attempts: no }]);
    });
  }

  /** Forgets attempts that are older than 30 days. */
  forget(nowMs: number): Promise<void> {
    const oldest = new Date(nowMs - keptMs).toISOString();
    return this.#store.write(async (tx) => {
      await tx.run(`DELETE FROM ${tx.table(deliveryRow)} WHERE at < ?`, [oldest]);
    });
  }

  /** How far every webhook that was ever begun has come. */
  async standings(): Promise<ReadonlyMap<string, Standing>> {
    const rows = await this.#store.dataSource.getRepository<StandingRow>(standingRow).find();
    return new Map(rows.map(({ webhook, attempts: _attempts, ...standing }) => [webhook, standing]));
  }

  /** Attempts after a number, in order. */
  deliveries(webhook: string, after: number, limit: number): Promise<readonly DeliveryRow[]> {
    return this.#store.dataSource
      .getRepository<DeliveryRow>(deliveryRow)
      .find({ where: { webhook, no: MoreThan(after) }, order: { no: 'ASC' }, take: limit });
  }
}

const standingOf = async (tx: WriteTransaction, { id, basis, after: cursor }: Begun): Promise<StandingRow> => {
  const [known] = await tx.find<StandingRow>(standingRow, [id]);
  if (known && known.basis >= basis) return known;
  const attempts = known?.attempts ?? 0;
  return { webhook: id, basis, cursor, failures: 0, dueMs: 0, isSuspended: false, attempts };
};

const after = ({ failures }: StandingRow, { cursor, outcome, nowMs, chance }: Delivered): Partial<StandingRow> => {
  if (outcome.isTaken) return { cursor, failures: 0, dueMs: 0 };
  const delayMs = backOffMs(failures + 1, chance);
  return delayMs === undefined
    ? { failures: failures + 1, isSuspended: true }
    : { failures: failures + 1, dueMs: nowMs + delayMs };
};
