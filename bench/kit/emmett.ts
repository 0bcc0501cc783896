import { join } from 'node:path';
import type { Cost, Finding } from './figures.ts';
import { freshDirectory } from './log-directory.ts';
import { timed } from './measure.ts';

interface EmmettStore {
  appendToStream(stream: string, events: readonly object[]): Promise<unknown>;
  close?(): Promise<void>;
}

interface EmmettModule {
  getSQLiteEventStore(options: object): EmmettStore;
}

const appends = 500;
const wanted = 50;

/** Durable appends a second of emmett's SQLite store, where it is installed; it is no dependency of this project. */
export const emmettFindings = async (ours: Cost): Promise<readonly Finding[]> => {
  const name = '@event-driven-io/emmett-sqlite'; // not spelled in the import: TypeScript would look for it
  const module = await (import(name) as Promise<EmmettModule>).catch(() => undefined);
  const postgres = { what: 'emmett-postgresql', said: 'not measured here: it needs a PostgreSQL server' };
  if (!module) return [{ what: 'emmett-sqlite', said: 'not installed' }, postgres];
  const theirs = await timed(() => appendWith(module));
  const times = theirs.wallUs / ours.wallUs;
  const rate = Math.round(1e6 / theirs.wallUs);
  const said = `${rate} appends/s one after another; ours are ${times.toFixed(1)} times as many (goal ≥ ${wanted})`;
  return [{ what: 'emmett-sqlite', said, isMet: times >= wanted }, postgres];
};

const appendWith = async (emmett: EmmettModule): Promise<number> => {
  const fileName = join(freshDirectory('emmett'), 'emmett.db');
  const store = emmett.getSQLiteEventStore({ fileName, schema: { autoMigration: 'CreateOrUpdate' } });
  for (let n = 0; n < appends; n += 1)
    await store.appendToStream(`violationCase-${n}`, [
      { type: 'ViolationLeadRegistered', data: { caseNo: String(n) } },
    ]);
  await store.close?.();
  return appends;
};
