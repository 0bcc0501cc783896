import type { WriteTransaction } from './read-store.ts';

/** What a migration needs of TypeORM's query runner. */
export interface SqlRunner {
  query(sql: string): Promise<unknown>;
}

/**
 * One step of the schema that outlives builds, as TypeORM's `MigrationInterface` has it: the name ends in the instant it
 * was written, in milliseconds. Once released it is never changed. SQL is in the words that both databases share.
 */
export interface Migration {
  readonly name: string;
  up(runner: SqlRunner): Promise<void>;
  down(runner: SqlRunner): Promise<void>;
}

/** A later release has changed the tables. Nothing was written. */
export class LaterReadStore extends Error {
  override readonly name = 'LaterReadStore';

  constructor(unknown: readonly string[]) {
    super(
      `A later release has changed the read models (${unknown.join(', ')}): start that release, or remove them; they are filled again from the log`,
    );
  }
}

/** The columns are those that TypeORM itself keeps; no number is drawn, since the two databases do it differently. */
const journal = `CREATE TABLE IF NOT EXISTS migrations (id integer PRIMARY KEY, "timestamp" bigint NOT NULL,
  name text NOT NULL)`;

const writtenAtMs = (name: string): number => {
  const digits = /[A-Za-z](\d{13})$/.exec(name)?.[1];
  if (digits === undefined) throw new Error(`${name} does not end in the instant it was written`);
  return Number(digits);
};

/**
 * Takes the steps that this store has not seen, oldest first, in the transaction of the caller: all of them or none.
 * Not by TypeORM's own executor: it writes beside the one session that writes, and two processes that start at the same
 * moment take one step twice. @throws LaterReadStore
 */
export const migrate = async (tx: WriteTransaction, migrations: readonly Migration[]): Promise<void> => {
  // First, because whoever makes a table waits for all others that do: nobody takes a step between our look and ours.
  await tx.run(journal);
  const taken = await tx.all<{ id: number; name: string }>('SELECT id, name FROM migrations ORDER BY id');
  const strange = taken.filter(({ name }) => !migrations.some((each) => each.name === name));
  if (strange.length > 0) throw new LaterReadStore(strange.map(({ name }) => name));
  const missing = migrations
    .filter((each) => !taken.some(({ name }) => name === each.name))
    .toSorted((a, b) => writtenAtMs(a.name) - writtenAtMs(b.name));
  let id = taken.at(-1)?.id ?? 0;
  for (const each of missing) {
    await each.up({ query: (sql) => tx.run(sql) });
    id += 1;
    await tx.run('INSERT INTO migrations VALUES (?, ?, ?)', [id, writtenAtMs(each.name), each.name]);
  }
};
