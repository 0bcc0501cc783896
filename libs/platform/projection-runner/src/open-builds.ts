import type { DataSource } from 'typeorm';
import type { WriteTransaction } from '#platform/read-store';
import { createBuild, dropBuild } from './build-tables.ts';
import { buildsOf } from './checkpoints.ts';
import type { BuildRecord } from './checkpoints.ts';
import { parkedEvents } from './parked-events.ts';
import type { ParkedEvent } from './parked-events.ts';
import type { Projection } from './projection.ts';

/** A build as the store remembers it. */
export interface StoredBuild {
  readonly record: BuildRecord;
  readonly parked: readonly ParkedEvent[];
}

export interface Opening {
  readonly projection: Projection;
  readonly dataSource: DataSource;
  /** The instant, ISO 8601. */
  readonly at: string;
}

const stored = async (tx: WriteTransaction, record: BuildRecord | undefined): Promise<StoredBuild | undefined> =>
  record && { record, parked: await parkedEvents(tx, record) };

/** Makes the projection's next build, with empty tables. */
export const addNextBuild = async (tx: WriteTransaction, opening: Opening): Promise<StoredBuild> => {
  const { name, version } = opening.projection;
  const builds = await buildsOf(tx, name);
  const id = { projection: name, version, build: Math.max(0, ...builds.map(({ build }) => build)) + 1 };
  await createBuild(tx, { ...opening, id });
  const record = (await buildsOf(tx, name)).find(({ build }) => build === id.build) as BuildRecord;
  return { record, parked: [] };
};

/**
 * Where a projection of this version stands: the build that queries read, and one that is being filled. Without
 * either a new one is begun. A version that was never finished is dropped; one that queries read stays until then.
 */
export const openBuilds = async (
  tx: WriteTransaction,
  opening: Opening,
): Promise<{ answering: StoredBuild | undefined; filling: StoredBuild | undefined }> => {
  const { name, version } = opening.projection;
  const builds = await buildsOf(tx, name);
  for (const build of builds) if (build.version !== version && !build.isActive) await dropBuild(tx, build);
  const own = builds.filter((build) => build.version === version);
  const answering = await stored(
    tx,
    own.find(({ isActive }) => isActive),
  );
  const filling = await stored(
    tx,
    own.find(({ isActive }) => !isActive),
  );
  return { answering, filling: filling ?? (answering ? undefined : await addNextBuild(tx, opening)) };
};
