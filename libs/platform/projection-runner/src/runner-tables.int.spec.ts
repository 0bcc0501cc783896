import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { LaterReadStore, migrate } from '#platform/read-store';
import type { Migration, SqlRunner } from '#platform/read-store';
import { onEachReadStore } from '#testing';
import type { OpenReadStore, ReadStorePlace, ReadStorePlaces } from '#testing';
import { createRunnerTables, runnerMigrations } from './runner-tables.ts';
import { tallyStores } from './tally.spec-kit.ts';

/** A step that a release after this one might take. */
class Notes9999999999999 implements Migration {
  readonly name = 'Notes9999999999999';
  async up(runner: SqlRunner): Promise<void> {
    await runner.query('ALTER TABLE parked_events ADD COLUMN note text');
    await runner.query('CREATE TABLE notes (id text PRIMARY KEY)');
  }
  async down(runner: SqlRunner): Promise<void> {
    await runner.query('DROP TABLE notes');
    await runner.query('ALTER TABLE parked_events DROP COLUMN note');
  }
}

const ours = runnerMigrations.map((Step) => new Step());
const names = ours.map(({ name }) => name);
const build = `INSERT INTO projection_builds VALUES ('tally', 1, 1, '[]', 1)`;

/** The database as TypeORM's own command line would open it. */
const typeOrm = ({ at }: ReadStorePlace): Promise<DataSource> =>
  new DataSource(
    'directory' in at
      ? { type: 'better-sqlite3', database: join(at.directory, 'read.db'), migrations: [...runnerMigrations] }
      : { ...at, type: 'postgres', installExtensions: false, migrations: [...runnerMigrations] },
  ).initialize();

const steps = (places: ReadStorePlaces): void => {
  let place: ReadStorePlace;
  let store: OpenReadStore;
  beforeEach(async () => {
    place = places.place();
    store = await place.open([]);
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });
  const asked = <Row>(sql: string) => store.write((tx) => tx.all<Row>(sql));
  const taken = async () =>
    (await asked<{ name: string }>('SELECT name FROM migrations ORDER BY id')).map(({ name }) => name);

  it('are taken once, however many start at the same moment', async () => {
    // A directory has one writer, a database many.
    const other = places.database === 'PostgreSQL' ? await place.open([]) : store;
    await Promise.all([store, other, store, other].map(createRunnerTables));
    if (other !== store) await other.close();
    expect(await taken()).toEqual(names);
    expect(await asked('SELECT n FROM projection_changes')).toEqual([{ n: 0 }]);
  });

  it('leave the rows of a store that was filled before steps were counted', async () => {
    await createRunnerTables(store);
    await store.write(async (tx) => {
      await tx.run(build);
      await tx.run('DROP TABLE migrations');
    });
    await createRunnerTables(store);
    expect([await taken(), await asked('SELECT build FROM projection_builds')]).toEqual([names, [{ build: 1 }]]);
  });

  it('change a filled store without filling it anew, and a store so changed is refused by this release', async () => {
    await createRunnerTables(store);
    await store.write((tx) => tx.run(build));
    await store.write((tx) => migrate(tx, [new Notes9999999999999(), ...ours]));
    expect(await taken()).toEqual([...names, 'Notes9999999999999']);
    expect(await asked('SELECT build FROM projection_builds')).toEqual([{ build: 1 }]);
    expect(await asked('SELECT note FROM parked_events')).toEqual([]);
    const refusal: unknown = await createRunnerTables(store).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LaterReadStore);
    expect((refusal as Error).message).toContain('Notes9999999999999');
  });

  it('that fail half-way leave nothing, and are taken again', async () => {
    await store.write((tx) => tx.run('CREATE TABLE notes (id text)')); // in the way of the second half
    const both = [...ours, new Notes9999999999999()];
    // SQLite's error is no Error of this file where another file has opened the first database of the process.
    const refusal = { message: expect.stringContaining('notes') };
    await expect(store.write((tx) => migrate(tx, both))).rejects.toMatchObject(refusal);
    await store.write((tx) => tx.run('DROP TABLE notes'));
    await store.write((tx) => migrate(tx, both));
    expect(await taken()).toEqual([...names, 'Notes9999999999999']);
  });

  it('are TypeORM’s: its own executor takes them, sees those that were taken, and undoes them', async () => {
    const outside = await typeOrm(place);
    expect((await outside.runMigrations()).map(({ name }) => name)).toEqual(names);
    await createRunnerTables(store);
    expect(await taken()).toEqual(names);
    await outside.undoLastMigration();
    expect(await taken()).toEqual([]);
    await createRunnerTables(store);
    await outside.runMigrations();
    expect(await taken()).toEqual(names);
    await outside.destroy();
  });
};

onEachReadStore(tallyStores, steps);
