import type { WriteTransaction } from '#platform/read-store';

/** One set of tables of a projection; the number tells a rebuild from its predecessor. */
export interface BuildId {
  readonly projection: string;
  readonly version: number;
  readonly build: number;
}

/** One partition of a build: what one hand writes to. */
export interface BuildPart extends BuildId {
  readonly partition: number;
}

/** A build as the store knows it. */
export interface BuildRecord extends BuildId {
  /** The entity tables it fills, by the names under which queries read them. */
  readonly tables: readonly string[];
  /** Whether queries read it. At most one build of a projection. */
  readonly isActive: boolean;
  /** The last position each partition has seen, -1 for none. A build keeps the number of partitions it began with. */
  readonly positions: readonly bigint[];
  /** Whether every partition has caught up once. */
  readonly isFilled: boolean;
}

/** The last position that all partitions have seen. */
export const seenByAll = ({ positions }: Pick<BuildRecord, 'positions'>): bigint =>
  positions.reduce((least, position) => (position < least ? position : least));

/** Someone else moved this checkpoint: two runners work on one partition. Nothing was written. */
export class CheckpointLost extends Error {
  override readonly name = 'CheckpointLost';

  constructor({ projection, build, partition }: BuildPart, position: bigint) {
    super(`${projection}, build ${build}, partition ${partition}: the checkpoint is no longer at ${position}`);
  }
}

/** Another build has taken this one's place. Nothing was written. */
export class BuildReplaced extends Error {
  override readonly name = 'BuildReplaced';

  constructor({ projection, build }: BuildId) {
    super(`${projection}, build ${build}: another build has taken its place`);
  }
}

/** Lets one transaction at a time begin, switch or drop builds; the next waits here. Answers the last change's number. */
export const holdBuilds = async (tx: WriteTransaction): Promise<number> => {
  await tx.run('UPDATE projection_changes SET n = n');
  return lastChange(tx);
};

/** Says to whoever keeps another partition that builds were begun, switched or dropped. */
export const noteChange = async (tx: WriteTransaction): Promise<void> => {
  await tx.run('UPDATE projection_changes SET n = n + 1');
};

/** The number of the last change of builds. */
export const lastChange = async (tx: WriteTransaction): Promise<number> => {
  const [found] = await tx.all<{ n: number }>('SELECT n FROM projection_changes');
  return found?.n ?? 0;
};

interface Found {
  readonly build: number;
  readonly version: number;
  readonly table_names: string;
  readonly is_active: number;
  readonly position: number;
  readonly is_filled: number;
}

const recordOf = (projection: string, parts: readonly [Found, ...Found[]]): BuildRecord => {
  const [{ build, version, table_names, is_active }] = parts;
  return {
    projection,
    build,
    version,
    tables: JSON.parse(table_names) as string[],
    isActive: is_active === 1,
    positions: parts.map(({ position }) => BigInt(position)),
    isFilled: parts.every(({ is_filled }) => is_filled === 1),
  };
};

/** All builds of a projection, oldest first. */
export const buildsOf = async (tx: WriteTransaction, projection: string): Promise<readonly BuildRecord[]> => {
  const found = await tx.all<Found>(
    `SELECT b.build, b.version, b.table_names, b.is_active, c.position, c.is_filled FROM projection_builds b
     JOIN projection_checkpoints c ON c.projection = b.projection AND c.build = b.build
     WHERE b.projection = ? ORDER BY b.build, c.partition_no`,
    [projection],
  );
  const builds = new Map<number, [Found, ...Found[]]>();
  for (const part of found) {
    const parts = builds.get(part.build);
    if (parts) parts.push(part);
    else builds.set(part.build, [part]);
  }
  return [...builds.values()].map((parts) => recordOf(projection, parts));
};

/** Records a build that has seen nothing yet. */
export const addBuild = async (
  tx: WriteTransaction,
  { projection, build, version, tables: names }: Pick<BuildRecord, keyof BuildId | 'tables'>,
  { partitions, at }: { partitions: number; at: string },
): Promise<void> => {
  await tx.run('INSERT INTO projection_builds VALUES (?, ?, ?, ?, 0)', [
    projection,
    build,
    version,
    JSON.stringify(names),
  ]);
  for (let partition = 0; partition < partitions; partition += 1)
    await tx.run('INSERT INTO projection_checkpoints VALUES (?, ?, ?, -1, 0, ?)', [projection, build, partition, at]);
};

interface Move {
  readonly from: bigint;
  readonly to: bigint;
  readonly at: string;
  /** Whether an earlier try of this move may have been committed without anybody hearing of it. */
  readonly mayBeDone: boolean;
}

/**
 * Moves the checkpoint in the transaction of the rows. Answers `done` when an earlier try did: its rows are there too.
 * @throws CheckpointLost unless it stands where the caller left it; BuildReplaced when it is gone
 */
export const advance = async (
  tx: WriteTransaction,
  part: BuildPart,
  { from, to, at, mayBeDone }: Move,
): Promise<'moved' | 'done'> => {
  const place = [part.projection, part.build, part.partition];
  const moved = await tx.run(
    `UPDATE projection_checkpoints SET position = ?, updated_at = ?
     WHERE projection = ? AND build = ? AND partition_no = ? AND position = ?`,
    [to, at, ...place, from],
  );
  if (moved === 1) return 'moved';
  const [found] = await tx.all<Pick<Found, 'position'>>(
    'SELECT position FROM projection_checkpoints WHERE projection = ? AND build = ? AND partition_no = ?',
    place,
  );
  if (!found) throw new BuildReplaced(part);
  if (mayBeDone && BigInt(found.position) === to) return 'done';
  throw new CheckpointLost(part, from);
};

/** Notes that a partition has caught up once. */
export const markFilled = async (tx: WriteTransaction, { projection, build, partition }: BuildPart): Promise<void> => {
  await tx.run(
    'UPDATE projection_checkpoints SET is_filled = 1 WHERE projection = ? AND build = ? AND partition_no = ?',
    [projection, build, partition],
  );
};

/** No checkpoint of the projection moves until the end of the transaction. */
export const holdCheckpoints = async (tx: WriteTransaction, projection: string): Promise<void> => {
  await tx.run('UPDATE projection_checkpoints SET updated_at = updated_at WHERE projection = ?', [projection]);
};

/** Lets queries read this build and no other of its projection. */
export const markActive = async (tx: WriteTransaction, { projection, build }: BuildId): Promise<void> => {
  await tx.run('UPDATE projection_builds SET is_active = CASE build WHEN ? THEN 1 ELSE 0 END WHERE projection = ?', [
    build,
    projection,
  ]);
};

/** Forgets a build whose tables are gone. */
export const removeBuild = async (tx: WriteTransaction, { projection, build }: BuildId): Promise<void> => {
  for (const table of ['projection_builds', 'projection_checkpoints'])
    await tx.run(`DELETE FROM ${table} WHERE projection = ? AND build = ?`, [projection, build]);
};
