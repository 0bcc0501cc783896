import type { DataSource } from 'typeorm';
import type { WriteTransaction } from '#platform/read-store';
import { createBuild, dropBuild } from './build-tables.ts';
import { buildsOf, holdBuilds } from './checkpoints.ts';
import type { BuildRecord } from './checkpoints.ts';
import { parkedEvents } from './parked-events.ts';
import type { ParkedEvent } from './parked-events.ts';
import type { Partition } from './partition.ts';
import type { Projection } from './projection.ts';

/** A build as the store remembers it, and what one partition of it holds back. */
export interface StoredBuild {
  readonly record: BuildRecord;
  readonly parked: readonly ParkedEvent[];
}

export interface Opening {
  readonly projection: Projection;
  readonly partition: Partition;
  readonly dataSource: DataSource;
  /** The instant, ISO 8601. */
  readonly at: string;
}

/** Whether a build's rows are what this program would make: of its version, in as many partitions. */
export const isOfKind = (
  { version, positions }: BuildRecord,
  { projection, partition }: Pick<Opening, 'projection' | 'partition'>,
): boolean => version === projection.version && positions.length === partition.of;

const stored = async (
  tx: WriteTransaction,
  record: BuildRecord | undefined,
  { index: partition }: Partition,
): Promise<StoredBuild | undefined> => record && { record, parked: await parkedEvents(tx, { ...record, partition }) };

/** Makes the projection's next build, with empty tables. */
export const addNextBuild = async (tx: WriteTransaction, opening: Opening): Promise<StoredBuild> => {
  await holdBuilds(tx);
  const { name, version } = opening.projection;
  const builds = await buildsOf(tx, name);
  const id = { projection: name, version, build: Math.max(0, ...builds.map(({ build }) => build)) + 1 };
  await createBuild(tx, { ...opening, id, partitions: opening.partition.of });
  const record = (await buildsOf(tx, name)).find(({ build }) => build === id.build) as BuildRecord;
  return { record, parked: [] };
};

/**
 * Where a projection of this kind stands: the build that queries read, and one that is being filled. Without either a
 * new one is begun. What an earlier version never finished is dropped; a build that queries read stays until then.
 */
export const openBuilds = async (
  tx: WriteTransaction,
  opening: Opening,
): Promise<{ answering: StoredBuild | undefined; filling: StoredBuild | undefined }> => {
  await holdBuilds(tx);
  const { name, version } = opening.projection;
  const builds = await buildsOf(tx, name);
  // A later version's is left alone: its program may be at work on other partitions.
  for (const build of builds)
    if (!build.isActive && build.version <= version && !isOfKind(build, opening)) await dropBuild(tx, build);
  const own = builds.filter((build) => isOfKind(build, opening));
  const find = (isActive: boolean): Promise<StoredBuild | undefined> =>
    stored(
      tx,
      own.find((build) => build.isActive === isActive),
      opening.partition,
    );
  const [answering, filling] = [await find(true), await find(false)];
  return { answering, filling: filling ?? (answering ? undefined : await addNextBuild(tx, opening)) };
};
