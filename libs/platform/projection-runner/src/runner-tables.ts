import type { ReadStore } from '#platform/read-store';
import { createCheckpointTables } from './checkpoints.ts';
import { createParkedTable } from './parked-events.ts';

/**
 * Makes the runner's own tables, unless they are there. In a transaction of its own: what changes a schema waits for
 * others that do, and must hold nothing that they wait for.
 */
export const createRunnerTables = (store: ReadStore): Promise<void> =>
  store.write(async (tx) => {
    await createCheckpointTables(tx);
    await createParkedTable(tx);
  });
