import { migrate } from '#platform/read-store';
import type { ReadStore } from '#platform/read-store';
import { RunnerTables1795780600000 } from './runner-tables-1795780600000.migration.ts';

/** Every step of the runner's own tables, on SQLite and PostgreSQL alike. A change of them is one more, at the end. */
export const runnerMigrations = [RunnerTables1795780600000] as const;

/**
 * Brings the runner's own tables to what this release knows. In a transaction of its own: what changes a schema waits for
 * others that do, and must hold nothing that they wait for.
 */
export const createRunnerTables = (store: ReadStore): Promise<void> =>
  store.write((tx) =>
    migrate(
      tx,
      runnerMigrations.map((Step) => new Step()),
    ),
  );
