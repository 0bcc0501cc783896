import type { WriteTransaction } from '#platform/read-store';

/** One set of tables of a projection; the number tells a rebuild from its predecessor. */
export interface BuildId {
  readonly projection: string;
  readonly version: number;
  readonly build: number;
}

/** A build as the store knows it. */
export interface BuildRecord extends BuildId {
  /** The entity tables it fills, by the names under which queries read them. */
  readonly tables: readonly string[];
  /** Whether queries read it. At most one build of a projection. */
  readonly isActive: boolean;
  /** The last position it has seen, -1 for none. */
  readonly position: bigint;
}

/** Someone else moved this checkpoint: two runners work on one read store. Nothing was written. */
export class CheckpointLost extends Error {
  override readonly name = 'CheckpointLost';

  constructor({ projection, build }: BuildId, position: bigint) {
    super(`${projection}, build ${build}: the checkpoint is no longer at ${position}`);
  }
}

// Every build has one partition today; the key leaves room for several.
const partition = 0;

const tables = [
  `CREATE TABLE IF NOT EXISTS projection_builds (projection text NOT NULL, build integer NOT NULL,
    version integer NOT NULL, table_names text NOT NULL, is_active integer NOT NULL,
    PRIMARY KEY (projection, build))`,
  `CREATE TABLE IF NOT EXISTS projection_checkpoints (projection text NOT NULL, build integer NOT NULL,
    partition_no integer NOT NULL, position bigint NOT NULL, updated_at text NOT NULL,
    PRIMARY KEY (projection, build, partition_no))`,
];

/** Makes the tables of this file, unless they are there. */
export const createCheckpointTables = async (tx: WriteTransaction): Promise<void> => {
  for (const sql of tables) await tx.run(sql);
};

interface Found {
  readonly build: number;
  readonly version: number;
  readonly table_names: string;
  readonly is_active: number;
  readonly position: number;
}

/** All builds of a projection, oldest first. */
export const buildsOf = async (tx: WriteTransaction, projection: string): Promise<readonly BuildRecord[]> => {
  const found = await tx.all<Found>(
    `SELECT b.build, b.version, b.table_names, b.is_active, c.position FROM projection_builds b
     JOIN projection_checkpoints c ON c.projection = b.projection AND c.build = b.build
     WHERE b.projection = ? AND c.partition_no = ? ORDER BY b.build`,
    [projection, partition],
  );
  return found.map(({ build, version, table_names, is_active, position }) => ({
    projection,
    build,
    version,
    tables: JSON.parse(table_names) as string[],
    isActive: is_active === 1,
    position: BigInt(position),
  }));
};

/** Records a build that has seen nothing yet. */
export const addBuild = async (
  tx: WriteTransaction,
  { projection, build, version, tables: names }: Omit<BuildRecord, 'isActive' | 'position'>,
  at: string,
): Promise<void> => {
  await tx.run('INSERT INTO projection_builds VALUES (?, ?, ?, ?, 0)', [
    projection,
    build,
    version,
    JSON.stringify(names),
  ]);
  await tx.run('INSERT INTO projection_checkpoints VALUES (?, ?, ?, -1, ?)', [projection, build, partition, at]);
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
 * @throws CheckpointLost unless it stands where the caller left it
 */
export const advance = async (
  tx: WriteTransaction,
  id: BuildId,
  { from, to, at, mayBeDone }: Move,
): Promise<'moved' | 'done'> => {
  const place = [id.projection, id.build, partition];
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
  if (mayBeDone && found && BigInt(found.position) === to) return 'done';
  throw new CheckpointLost(id, from);
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
