import { afterAll, beforeAll, describe } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import type { ReadStore } from '#platform/read-store';
import { PostgresServer } from './postgres-server.ts';

type Entities = NonNullable<DataSourceOptions['entities']>;

/** A store as the programs hold it: whoever opened it closes it. */
export type OpenReadStore = ReadStore & { close(): Promise<void> };

/** Where rows are kept, in words that another process understands. */
export type ReadStoreAt = { readonly directory: string } | { readonly url: string; readonly schema: string };

/** Where one test keeps its rows. It may be opened several times, one after another or at once. */
export interface ReadStorePlace {
  readonly at: ReadStoreAt;
  open(entities: Entities): Promise<OpenReadStore>;
  /** Removes what was left; all stores must be closed. */
  remove(): Promise<void>;
}

/** How each adapter is opened; the specs name them, for this kit may not. */
export interface ReadStoreAdapters {
  readonly sqlite?: (at: { directory: string; entities: Entities }) => Promise<OpenReadStore>;
  readonly postgres?: (at: { url: string; schema: string; entities: Entities }) => Promise<OpenReadStore>;
}

/** Gives empty places, each a fresh one. */
export interface ReadStorePlaces {
  readonly database: 'SQLite' | 'PostgreSQL';
  place(): ReadStorePlace;
}

const sqlitePlaces = (open: NonNullable<ReadStoreAdapters['sqlite']>): ReadStorePlaces => ({
  database: 'SQLite',
  place: () => {
    const at = { directory: mkdtempSync(join(tmpdir(), 'read-store-')) };
    return {
      at,
      open: (entities) => open({ ...at, entities }),
      remove: async () => rmSync(at.directory, { recursive: true }),
    };
  },
});

const postgresPlaces = (open: NonNullable<ReadStoreAdapters['postgres']>): ReadStorePlaces => {
  let [url, places] = ['', 0];
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
    url = await server.newDatabase();
  }, 60_000);
  afterAll(() => server.stop());
  return {
    database: 'PostgreSQL',
    place: () => {
      places += 1;
      const at = { url, schema: `place_${places}` };
      return { at, open: (entities) => open({ ...at, entities }), remove: () => Promise.resolve() };
    },
  };
};

/** Runs one suite on each database for which the spec hands in an adapter; PostgreSQL is a real one, started for it. */
export const onEachReadStore = (
  { sqlite, postgres }: ReadStoreAdapters,
  suite: (places: ReadStorePlaces) => void,
): void => {
  if (sqlite)
    describe('on SQLite', () => {
      suite(sqlitePlaces(sqlite));
    });
  if (postgres)
    describe('on PostgreSQL', () => {
      suite(postgresPlaces(postgres));
    });
};
