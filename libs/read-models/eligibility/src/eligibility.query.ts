import { LessThanOrEqual } from 'typeorm';
import type { FactEvent } from '#facts';
import type { EventLog } from '#platform/event-store';
import type { ReadStore } from '#platform/read-store';
import { changeRow } from './change.row.ts';
import type { ChangeRow } from './change.row.ts';
import type { FactRows } from './eligibility.desk.ts';
import { factRow } from './fact.row.ts';
import type { FactRow } from './fact.row.ts';
import { eventOf } from './folded-schools.ts';
import { positionAt } from './log-rows.ts';
import { officeKeyFor } from './office-key.ts';
import { mostPacked, unpackChanges } from './packed-changes.ts';
import type { UnpackedChange } from './packed-changes.ts';

export interface StoredRowsOptions {
  readonly store: ReadStore;
  readonly log: EventLog;
  /** As many as the projection's runners have. */
  readonly partitions: number;
  /** For which schools the rows are not to be trusted. */
  readonly isStale: (school: string) => boolean;
}

/** Reads facts from the projection's rows. */
export class StoredRows implements FactRows {
  readonly #store: ReadStore;
  readonly #log: EventLog;
  readonly #partitions: number;
  readonly isStale: (school: string) => boolean;

  constructor({ store, log, partitions, isStale }: StoredRowsOptions) {
    this.#store = store;
    this.#log = log;
    this.#partitions = partitions;
    this.isStale = isStale;
  }

  officeKeyFor(school: string): string {
    return officeKeyFor(school, this.#partitions);
  }

  async about(school: string, upTo: number | null): Promise<readonly FactEvent[]> {
    const rows = await this.#store.dataSource.getRepository<FactRow>(factRow).find({
      where: { school, ...(upTo === null ? {} : { position: LessThanOrEqual(upTo) }) },
      order: { position: 'ASC' },
    });
    return rows.map(eventOf);
  }

  positionAt(instantMs: number): Promise<number> {
    return positionAt(this.#log, instantMs);
  }
}

/** One change of a verdict, as the feed tells it. */
export interface EligibilityChange extends UnpackedChange {
  /** `position.n`: where to go on reading. */
  readonly cursor: string;
  readonly position: string;
  readonly school: string;
  readonly recordedAt: string;
}

/** A change of the feed: the event's position, and which of its changes. */
interface Cursor {
  readonly position: number;
  readonly n: number;
}

const cursorShape = /^(\d{1,15})\.(\d{1,12})$/;

/** Reads a cursor; undefined for one that the feed never gave out. */
export const readCursor = (cursor: string): Cursor | undefined => {
  const parts = cursorShape.exec(cursor);
  return parts ? { position: Number(parts[1]), n: Number(parts[2]) } : undefined;
};

/** A page of the feed. */
export interface ChangesWanted {
  readonly after: Cursor | undefined;
  /** Changes by later events are left out: where partitions go side by side, some before them may still be missing. */
  readonly upTo: bigint;
  readonly limit: number;
}

/** The feed after a cursor: gap-free, in order, the same whenever it is read again. */
export const changesAfter = async (
  store: ReadStore,
  { after, upTo, limit }: ChangesWanted,
): Promise<readonly EligibilityChange[]> => {
  const query = store.dataSource.getRepository<ChangeRow>(changeRow).createQueryBuilder('change');
  query.where('change.position <= :upTo', { upTo: Number(upTo) });
  // The cursor may stand within a row, which then begins before it.
  if (after) query.andWhere('(change.position, change.n) > (:position, :n)', { ...after, n: after.n - mostPacked });
  const rows = await query
    .orderBy('change.position')
    .addOrderBy('change.n')
    .limit(limit + mostPacked)
    .getMany();
  const isNew = ({ position, n }: Cursor): boolean => !after || position > after.position || n > after.n;
  return rows
    .flatMap(changesOf)
    .filter(({ at }) => isNew(at))
    .slice(0, limit)
    .map(({ change }) => change);
};

const changesOf = ({ position, n, school, changes, recordedAt }: ChangeRow) =>
  unpackChanges(changes).map((change, i) => ({
    at: { position, n: n + i },
    change: { cursor: `${position}.${n + i}`, position: String(position), school, ...change, recordedAt },
  }));
