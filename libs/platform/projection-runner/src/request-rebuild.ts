import type { ReadStore, WriteTransaction } from '#platform/read-store';
import { dropBuild } from './build-tables.ts';
import { BuildHalted } from './build.ts';
import { BuildReplaced, buildsOf, holdBuilds } from './checkpoints.ts';
import type { BuildRecord } from './checkpoints.ts';
import { addNextBuild, isOfKind } from './open-builds.ts';
import type { Opening } from './open-builds.ts';
import { allKeys, parkedEvents } from './parked-events.ts';
import type { Projection } from './projection.ts';
import { systemClock } from './runner-clock.ts';
import { createRunnerTables } from './runner-tables.ts';

/** What is to be rebuilt, wherever its partitions are kept. */
export interface RebuildRequest {
  readonly projection: Projection;
  /** As many as the runners have. */
  readonly partitions: number;
  readonly signal: AbortSignal;
}

const lookMs = 200;

/**
 * Begins new tables that the runners of all partitions fill, and resolves when queries read them; a rebuild under way is
 * joined. @throws BuildHalted when poison stopped it: the old tables still answer; BuildReplaced; the signal's reason
 */
export const requestRebuild = async (store: ReadStore, request: RebuildRequest): Promise<void> => {
  const { projection, partitions: of, signal } = request;
  const at = new Date(systemClock.nowMs()).toISOString();
  const opening: Opening = { projection, partition: { index: 0, of }, dataSource: store.dataSource, at };
  await createRunnerTables(store);
  const begun = await store.write((tx) => joined(tx, opening));
  for (;;) {
    signal.throwIfAborted();
    const found = await store.write(async (tx) => {
      const build = (await buildsOf(tx, projection.name)).find((each) => each.build === begun.build);
      return build && { build, haltedAt: await haltedAt(tx, build) };
    });
    if (!found) throw new BuildReplaced(begun);
    if (found.haltedAt !== undefined) throw new BuildHalted(projection.name, found.haltedAt, 'poison without a key');
    if (found.build.isActive) return;
    await systemClock.sleep(lookMs, signal);
  }
};

/** The build that is being filled, or a new one; one that stands still is thrown away. */
const joined = async (tx: WriteTransaction, opening: Opening): Promise<BuildRecord> => {
  await holdBuilds(tx);
  const builds = await buildsOf(tx, opening.projection.name);
  const filling = builds.find((build) => !build.isActive && isOfKind(build, opening));
  if (filling && (await haltedAt(tx, filling)) === undefined) return filling;
  if (filling) await dropBuild(tx, filling);
  return (await addNextBuild(tx, opening)).record;
};

const haltedAt = async (tx: WriteTransaction, build: BuildRecord): Promise<bigint | undefined> =>
  (await parkedEvents(tx, build)).find(({ key }) => key === allKeys)?.position;
