import type { Migration, SqlRunner } from '#platform/read-store';

/** `IF NOT EXISTS`: stores that were filled before steps were counted have these tables. */
const tables = [
  `CREATE TABLE IF NOT EXISTS projection_builds (projection text NOT NULL, build integer NOT NULL,
    version integer NOT NULL, table_names text NOT NULL, is_active integer NOT NULL,
    PRIMARY KEY (projection, build))`,
  `CREATE TABLE IF NOT EXISTS projection_checkpoints (projection text NOT NULL, build integer NOT NULL,
    partition_no integer NOT NULL, position bigint NOT NULL, is_filled integer NOT NULL, updated_at text NOT NULL,
    PRIMARY KEY (projection, build, partition_no))`,
  `CREATE TABLE IF NOT EXISTS projection_changes (one integer PRIMARY KEY, n bigint NOT NULL)`,
  `INSERT INTO projection_changes VALUES (1, 0) ON CONFLICT (one) DO NOTHING`,
  `CREATE TABLE IF NOT EXISTS parked_events (projection text NOT NULL, build integer NOT NULL,
    partition_no integer NOT NULL, position bigint NOT NULL, sequence_key text NOT NULL, error text,
    attempts integer NOT NULL, PRIMARY KEY (projection, build, partition_no, position))`,
];

/** Builds, their checkpoints, what is parked, and the count of changes by which runners notice one another. */
export class RunnerTables1795780600000 implements Migration {
  readonly name = 'RunnerTables1795780600000';

  async up(runner: SqlRunner): Promise<void> {
    for (const sql of tables) await runner.query(sql);
  }

  async down(runner: SqlRunner): Promise<void> {
    for (const table of ['parked_events', 'projection_changes', 'projection_checkpoints', 'projection_builds'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
