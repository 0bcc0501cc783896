import pg from 'pg';
import { EntitySchema } from 'typeorm';
import { createTableSql } from '#platform/read-store';
import { PostgresReadStore } from '#platform/read-store-postgres';
import type { PostgresReadStoreOptions } from '#platform/read-store-postgres';

interface Note {
  readonly id: string;
  readonly text: string;
}

export const note = new EntitySchema<Note>({
  name: 'note',
  columns: { id: { type: 'text', primary: true }, text: { type: 'text' } },
});
export const noted = (id: string, text = id): Note => ({ id, text });

export const add = (store: PostgresReadStore, id: string): Promise<void> =>
  store.write((tx) => tx.upsert(note, [noted(id)]));

export const ids = async (store: PostgresReadStore): Promise<string[]> =>
  (await store.dataSource.getRepository(note).find({ order: { id: 'ASC' } })).map(({ id }) => id);

/** Stores on one database, and a look past them. */
export class NoteBench {
  readonly #opened: { close(): Promise<void> }[] = [];

  constructor(readonly url: string) {}

  async open(options: Partial<PostgresReadStoreOptions> = {}): Promise<PostgresReadStore> {
    const store = await PostgresReadStore.open({ url: this.url, entities: [note], ...options });
    this.#opened.unshift(store);
    return store;
  }

  async openWithTable(options: Partial<PostgresReadStoreOptions> = {}): Promise<PostgresReadStore> {
    const store = await this.open(options);
    await store.write((tx) => tx.run(createTableSql(store.dataSource, note, 'note')));
    return store;
  }

  /** Closed in the end, after the stores that are opened later. */
  closing<T extends { close(): Promise<void> }>(one: T): T {
    this.#opened.unshift(one);
    return one;
  }

  /** Asks the server itself. */
  async asked(sql: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows as unknown[];
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    for (const one of this.#opened) await one.close();
  }
}
