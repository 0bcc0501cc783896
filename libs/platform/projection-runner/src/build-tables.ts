import type { DataSource } from 'typeorm';
import { createIndexSqls, createTableSql, rowShape } from '#platform/read-store';
import type { WriteTransaction } from '#platform/read-store';
import { addBuild, markActive, noteChange, removeBuild } from './checkpoints.ts';
import type { BuildId, BuildRecord } from './checkpoints.ts';
import { unparkAll } from './parked-events.ts';
import type { Projection } from './projection.ts';

/** The name under which a build keeps the rows of an entity's table. Queries use the entity's own name, a view. */
export const physicalTable = ({ version, build }: BuildId, table: string): string => `${table}_v${version}_b${build}`;

/** The names under which queries read a projection's rows. */
export const tablesOf = (projection: Projection, dataSource: DataSource): readonly string[] =>
  projection.rows.map((row) => rowShape(dataSource, row).table);

interface NewBuild {
  readonly projection: Projection;
  readonly dataSource: DataSource;
  readonly id: BuildId;
  readonly partitions: number;
  /** The instant, ISO 8601. */
  readonly at: string;
}

/** Makes empty tables for a build and records it. */
export const createBuild = async (
  tx: WriteTransaction,
  { projection, dataSource, id, partitions, at }: NewBuild,
): Promise<void> => {
  const tables = tablesOf(projection, dataSource);
  for (const [index, row] of projection.rows.entries())
    await tx.run(createTableSql(dataSource, row, physicalTable(id, tables[index] as string)));
  await addBuild(tx, { ...id, tables }, { partitions, at });
  await noteChange(tx);
};

/** Makes the indexes of a filled build; does nothing the second time. */
export const createBuildIndexes = async (
  tx: WriteTransaction,
  { projection, dataSource, id }: { projection: Projection; dataSource: DataSource; id: BuildId },
): Promise<void> => {
  for (const row of projection.rows) {
    const table = physicalTable(id, rowShape(dataSource, row).table);
    for (const sql of createIndexSqls(dataSource, row, table)) await tx.run(sql);
  }
};

/** Drops a build's tables and forgets it. */
export const dropBuild = async (tx: WriteTransaction, build: BuildRecord): Promise<void> => {
  for (const table of build.tables) await tx.run(`DROP TABLE IF EXISTS "${physicalTable(build, table)}"`);
  await removeBuild(tx, build);
  await unparkAll(tx, build);
  await noteChange(tx);
};

/** Turns queries from the predecessors to a filled build, and drops those, in one transaction. */
export const switchTo = async (
  tx: WriteTransaction,
  next: BuildRecord,
  predecessors: readonly BuildRecord[],
): Promise<void> => {
  for (const table of new Set([...predecessors, next].flatMap(({ tables }) => tables)))
    await tx.run(`DROP VIEW IF EXISTS "${table}"`);
  for (const table of next.tables)
    await tx.run(`CREATE VIEW "${table}" AS SELECT * FROM "${physicalTable(next, table)}"`);
  await markActive(tx, next);
  await noteChange(tx);
  for (const build of predecessors) await dropBuild(tx, build);
};
