import { hostname } from 'node:os';
import { openPostgresLog, Sequencer } from '#platform/event-log-postgres';
import type { EventLog } from '#platform/event-store';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import { Leadership } from '#platform/leadership';
import { ProjectionRunner } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { PostgresReadStore } from '#platform/read-store-postgres';
import type { ClusterPlace } from '#platform/settings';
import { readSchema } from './read-schema.ts';
import { readModelProjections, readModelRows } from './open-read-side.ts';
import { sequenceKeyName } from './open-register.ts';
import type { OpenWork, Report, WorkStatus } from './opened.ts';

const leaseMs = 5_000;
/** Who we are to operators who look into the database. */
const owner = `${hostname()}:${process.pid}`;

/**
 * Makes the log and keeps the read models of a cluster, each as long as no other worker does. When this process dies or
 * sleeps, others take over within the lease's time. @throws like `openService`
 */
export const openWork = async (place: ClusterPlace, report: Report): Promise<OpenWork> => {
  const tell = (error: unknown): void => report({ kind: 'log', error });
  const streams = openKurrentEventStore({
    url: place.kurrentUrl,
    allowUnfit: place.allowsUnfitStore,
    onFeedTrouble: tell,
  });
  const opened: (() => Promise<void>)[] = [() => streams.close()];
  const close = async (): Promise<void> => {
    for (const each of opened.toReversed()) await each();
  };
  try {
    for (const unknown of (await streams.check()).unknown) tell(new Error(`KurrentDB: ${unknown}`));
    const sequenced = await openPostgresLog({ url: place.postgresUrl, sequenceKeyName });
    opened.push(sequenced.close);
    const readStore = await openRows(place.postgresUrl);
    opened.push(() => readStore.close());
    const { pool, log } = sequenced;
    const sequencer = new Sequencer({ pool, feed: streams.feed, sequenceKeyName, owner, leaseMs, report: tell });
    const keeper = new ProjectionKeeper(readStore, log, report);
    sequencer.start();
    keeper.start();
    opened.push(
      () => sequencer.stop(),
      () => keeper.stop(),
    );
    const status = async (): Promise<WorkStatus> => ({ sequencer: sequencer.status, ...(await keeper.status()) });
    const check = (): Promise<void> => log.head().then(() => undefined);
    return { check, status, rebuild: (name) => keeper.rebuild(name), close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Runs the projections while no other worker does. */
class ProjectionKeeper {
  readonly #leadership: Leadership;
  #runner: ProjectionRunner | undefined;

  constructor(store: ReadStore, log: EventLog, report: Report) {
    this.#leadership = new Leadership({
      store,
      name: 'projections',
      owner,
      leaseMs,
      report: (error) => report({ kind: 'storage', error }),
      work: async (fenced, signal) => {
        // When another runner has moved a checkpoint, this one begins anew from what is there.
        const lost = new AbortController();
        const told: Report = (problem) => {
          report(problem);
          if (problem.kind === 'checkpoint-lost') lost.abort();
        };
        await this.#run(fenced, log, { report: told, signal: AbortSignal.any([signal, lost.signal]) });
      },
    });
  }

  start(): void {
    this.#leadership.start();
  }

  stop(): Promise<void> {
    return this.#leadership.stop();
  }

  async rebuild(name: string): Promise<boolean> {
    if (!this.#runner) return false;
    await this.#runner.rebuild(name);
    return true;
  }

  async status(): Promise<Pick<WorkStatus, 'keepsProjections' | 'projections'>> {
    const projections = (await this.#runner?.status()) ?? [];
    return { keepsProjections: this.#leadership.isLeading, projections };
  }

  async #run(store: ReadStore, log: EventLog, until: { report: Report; signal: AbortSignal }): Promise<void> {
    const { report, signal } = until;
    const runner = new ProjectionRunner({ log, store, projections: readModelProjections(), report });
    this.#runner = runner;
    try {
      await runner.start();
      await ended(signal);
    } finally {
      await runner.stop();
      this.#runner = undefined;
    }
  }
}

const openRows = (url: string): Promise<PostgresReadStore> =>
  PostgresReadStore.open({
    url,
    schema: readSchema,
    entities: [...readModelRows],
    applicationName: 'redline-worker',
  });

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
