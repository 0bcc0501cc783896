import type { ReadStore } from '#platform/read-store';
import { changeRow } from './change.row.ts';
import type { ChangeRow } from './change.row.ts';
import { mostPacked, unpackChanges } from './packed-changes.ts';
import type { UnpackedChange } from './packed-changes.ts';

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
