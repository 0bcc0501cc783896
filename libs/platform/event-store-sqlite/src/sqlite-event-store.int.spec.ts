import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { eventStoreContract } from '#testing';

eventStoreContract('in SQLite', async (options) => {
  const directory = mkdtempSync(join(tmpdir(), 'redline-'));
  const opened = openSqliteEventStore({ ...options, directory });
  const close = async (): Promise<void> => {
    await opened.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { ...opened, close };
});
