import type { Database, Statement } from 'better-sqlite3';
import { BoundedCache } from './bounded-cache.ts';

/** Names that rows carry as small integers. */
export class InternedNames {
  readonly #known = new BoundedCache<number>();
  readonly #find: Statement;
  readonly #add: Statement;

  constructor(db: Database, table: 'streams' | 'types' | 'keys') {
    this.#find = db.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck();
    this.#add = db.prepare(`INSERT INTO ${table} (name) VALUES (?)`);
  }

  find(name: string): number | undefined {
    return this.#known.get(name) ?? this.#remember(name, this.#find.get(name) as number | undefined);
  }

  /** Must run inside a transaction; `forget` when it is rolled back. */
  intern(name: string): number {
    return this.find(name) ?? this.add(name);
  }

  /** Like `intern`, for a name that was just looked for in vain. */
  add(name: string): number {
    const id = Number(this.#add.run(name).lastInsertRowid);
    this.#known.set(name, id);
    return id;
  }

  forget(): void {
    this.#known.clear();
  }

  #remember(name: string, id: number | undefined): number | undefined {
    if (id !== undefined) this.#known.set(name, id);
    return id;
  }
}
