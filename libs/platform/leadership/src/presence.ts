import type { ReadStore } from '#platform/read-store';
import type { LeaseOptions } from './lease.ts';

/** Who is there to share out some work: each says so again and again, and learns how many they are. Needs `prepareLeases`. */
export class Presence {
  readonly #store: ReadStore;
  readonly #options: LeaseOptions;

  constructor(store: ReadStore, options: LeaseOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Says that this process is there. Answers how many are, itself included. */
  async tell(): Promise<number> {
    const { name, owner, leaseMs } = this.#options;
    return this.#store.write(async (tx) => {
      await tx.run(
        `INSERT INTO presences VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond')
         ON CONFLICT (name, owner) DO UPDATE SET seen_until = excluded.seen_until`,
        [name, owner, leaseMs],
      );
      await tx.run('DELETE FROM presences WHERE seen_until < clock_timestamp()');
      const [found] = await tx.all<{ n: number }>('SELECT count(*) AS n FROM presences WHERE name = ?', [name]);
      return found?.n ?? 1;
    });
  }

  /** Is not counted any more. */
  async leave(): Promise<void> {
    const { name, owner } = this.#options;
    await this.#store.write((tx) => tx.run('DELETE FROM presences WHERE name = ? AND owner = ?', [name, owner]));
  }
}
