import { ReadStore, ReadStoreUnavailable } from '#platform/read-store';
import type { WriteTransaction } from '#platform/read-store';

/** Somebody else leads, or the time ran out. Nothing was written; what was under way ends. */
export class LeadershipLost extends ReadStoreUnavailable {
  constructor(name: string) {
    super(`LEADERSHIP_LOST (${name})`);
  }
}

/** A place that one process at a time may hold. */
export interface LeaseOptions {
  /** What is led: `projections`. */
  readonly name: string;
  /** Who this is, for operators: host and process. */
  readonly owner: string;
  /** How long the place stays taken after the last sign of life. */
  readonly leaseMs: number;
}

const tables = [
  `CREATE TABLE IF NOT EXISTS leases (name text PRIMARY KEY, owner text, epoch bigint NOT NULL,
    lease_until timestamptz)`,
  `CREATE TABLE IF NOT EXISTS presences (name text NOT NULL, owner text NOT NULL, seen_until timestamptz NOT NULL,
    PRIMARY KEY (name, owner))`,
];

/**
 * Makes the tables of leases and presences, unless they are there. In a transaction of its own: what changes a schema
 * waits for others that do, and must hold nothing that they wait for.
 */
export const prepareLeases = (store: ReadStore): Promise<void> =>
  store.write(async (tx) => {
    for (const table of tables) await tx.run(table);
  });

// PostgreSQL's clock alone decides: processes that sleep, or whose clocks differ, cannot disagree about it.
const runsOut = `clock_timestamp() + ? * interval '1 millisecond'`;

/** One holding of the place. Whoever takes it later has a higher epoch. */
export class Lease {
  readonly #store: ReadStore;
  readonly #options: LeaseOptions;
  readonly epoch: number;

  private constructor(store: ReadStore, options: LeaseOptions, epoch: number) {
    this.#store = store;
    this.#options = options;
    this.epoch = epoch;
  }

  /** Takes the place if nobody holds it; undefined while somebody does. The tables must be there: `prepareLeases`. */
  static async take(store: ReadStore, options: LeaseOptions): Promise<Lease | undefined> {
    const { name, owner, leaseMs } = options;
    return store.write(async (tx) => {
      await tx.run('INSERT INTO leases (name, epoch) VALUES (?, 0) ON CONFLICT (name) DO NOTHING', [name]);
      const taken = await tx.all<{ epoch: number }>(
        `UPDATE leases SET epoch = epoch + 1, owner = ?, lease_until = ${runsOut}
         WHERE name = ? AND (owner IS NULL OR lease_until <= clock_timestamp()) RETURNING epoch`,
        [owner, leaseMs, name],
      );
      return taken[0] && new Lease(store, options, taken[0].epoch);
    });
  }

  /** Prolongs it. @throws LeadershipLost */
  renew(): Promise<void> {
    return this.#store.write((tx) => this.#hold(tx));
  }

  /** Leaves the place at once; does nothing when it is somebody else's already. */
  async release(): Promise<void> {
    await this.#store.write((tx) =>
      tx.run('UPDATE leases SET owner = NULL, lease_until = NULL WHERE name = ? AND epoch = ?', [
        this.#options.name,
        this.epoch,
      ]),
    );
  }

  /** The store for as long as this is held: each transaction holds the place's row, or fails before it writes anything. */
  fenced(): ReadStore {
    const [store, hold] = [this.#store, (tx: WriteTransaction): Promise<void> => this.#hold(tx)];
    class FencedReadStore extends ReadStore {
      override readonly dataSource = store.dataSource;

      override write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
        return store.write(async (tx) => {
          await hold(tx);
          return work(tx);
        });
      }
    }
    return new FencedReadStore();
  }

  async #hold(tx: WriteTransaction): Promise<void> {
    const { name, leaseMs } = this.#options;
    const held = await tx.run(
      `UPDATE leases SET lease_until = ${runsOut}
       WHERE name = ? AND epoch = ? AND owner IS NOT NULL AND lease_until > clock_timestamp()`,
      [leaseMs, name, this.epoch],
    );
    if (held === 0) throw new LeadershipLost(name);
  }
}
