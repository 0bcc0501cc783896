import type { Database, Statement } from 'better-sqlite3';
import { BoundedCache } from './bounded-cache.ts';

/** Names that rows carry as small integers. */
export class InternedNames {
  readonly #known = new BoundedCache<number>();
  readonly #find: Statement;
  readonly #add: Statement;

  constructor(db: Database, table: 'streams' | 'types' | 'keys') {
    this.#find = db.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck();
    this.#add = db.prepare(`INSERT INTO ${table} (name) VALUES (?) ON CONFLICT DO NOTHING`);
  }

  find(name: string): number | undefined {
    return this.#known.get(name) ?? this.#remember(name, this.#find.get(name) as number | undefined);
  }

  /** Must run inside a transaction; `forget` when it is rolled back. */
  intern(name: string): number {
    return this.find(name) ?? (this.add(name) as number);
  }

  /** The id of a new name; undefined, and nothing written, for one that is there already. See `intern`. */
  add(name: string): number | undefined {
    const { changes, lastInsertRowid } = this.#add.run(name);
    return this.#remember(name, changes === 0 ? undefined : Number(lastInsertRowid));
  }

  forget(): void {
    this.#known.clear();
  }

  #remember(name: string, id: number | undefined): number | undefined {
    if (id !== undefined) this.#known.set(name, id);
    return id;
  }
}
