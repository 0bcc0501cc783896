import { sequenceKeyName } from '#composition';
import { openPostgresLog } from '#platform/event-log-postgres';
import { ProjectionRunner } from '#platform/projection-runner';
import type { Partition } from '#platform/projection-runner';
import { PostgresReadStore } from '#platform/read-store-postgres';
// By its file: a bench fills the read models into schemas of its own, which no program does.
import { readModelProjections, readModelRows } from '../libs/composition/src/open-read-side.ts';
import { inChild } from './kit/child.ts';
import type { ChildCost } from './kit/child.ts';
import { groundOf } from './kit/cluster-ground.ts';
import type { ClusterGround } from './kit/cluster-ground.ts';
import type { Finding, Row } from './kit/figures.ts';
import { median } from './kit/measure.ts';
import { clusterSize } from './p12-api-processes.ts';

/** Rebuild in PostgreSQL: all read models from the first event on, by 1, 2 and 4 partitions side by side. */
export const p5Partitions: Row = {
  id: 'P5',
  work: 'rebuild of all read models in PostgreSQL by 1, 2, 4 partitions, each in a process of its own',
  run: async (options) => {
    const size = clusterSize(options);
    const ground = await groundOf(size);
    const rounds = options.quick ? 1 : 3; // each takes minutes, and every process is a fresh one: nothing to warm up
    const rebuilds = new Map<number, Rebuild[]>(counts.map((count) => [count, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const count of counts) {
        const one = await rebuilt(ground, count);
        process.stdout.write(`  ${count} at once: ${one.wallS.toFixed(1)} s\n`);
        rebuilds.get(count)?.push(one);
      }
    const sizes = `${size.events} events of ${size.schools} schools, batches of ${limits.catchUpEvents}, ${ground.about}`;
    return [
      ...[...rebuilds].map(([count, all]) =>
        findingOf({ count, all, one: rebuilds.get(1) ?? [], events: size.events }),
      ),
      { what: 'sizes', said: `${sizes}; medians of ${rounds}` },
      await bytes(ground, size.events),
    ];
  },
};

const counts = [1, 2, 4] as const;
const schema = 'bench_read_models';
/** As workers have them. */
const limits = { catchUpEvents: 5_000, liveEvents: 500 };

interface Rebuild {
  readonly wallS: number;
  /** Of all its processes together. */
  readonly cpuS: number;
  readonly databaseCpuS: number | undefined;
  /** Of the largest process. */
  readonly maxRssMebibytes: number;
}

const rebuilt = async (ground: ClusterGround, of: number): Promise<Rebuild> => {
  await ground.drop(schema);
  const before = await ground.cpuUs();
  const costs = await Promise.all(
    Array.from({ length: of }, (_, index) => inChild('partition', { url: ground.url, index, of })),
  );
  const after = await ground.cpuUs();
  const most = (told: (cost: ChildCost) => number): number => Math.max(...costs.map(told));
  return {
    wallS: most(({ wallUs }) => wallUs) / 1e6,
    cpuS: costs.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / 1e6,
    databaseCpuS: before === undefined || after === undefined ? undefined : (after - before) / 1e6,
    maxRssMebibytes: most(({ maxRssMebibytes }) => maxRssMebibytes),
  };
};

interface Rebuilds {
  readonly count: number;
  readonly all: readonly Rebuild[];
  readonly one: readonly Rebuild[];
  readonly events: number;
}

const middle = (rebuilds: readonly Rebuild[], told: (rebuild: Rebuild) => number): number => median(rebuilds.map(told));

const findingOf = ({ count, all, one, events }: Rebuilds): Finding => {
  const wallS = middle(all, (rebuild) => rebuild.wallS);
  const databaseS = middle(all, (rebuild) => rebuild.databaseCpuS ?? Number.NaN);
  const parts = [
    `${wallS.toFixed(1)} s, ${Math.round(events / wallS)} events a second`,
    `${(middle(one, (rebuild) => rebuild.wallS) / wallS).toFixed(2)} times as fast as one`,
    `CPU ${middle(all, (rebuild) => rebuild.cpuS).toFixed(1)} s in all processes, ${databaseS.toFixed(1)} s in PostgreSQL`,
    `${middle(all, (rebuild) => rebuild.maxRssMebibytes).toFixed(0)} MiB in the largest process`,
  ];
  return { what: `${count} partition${count === 1 ? '' : 's'}`, said: parts.join('; ') };
};

/** The last rebuild's tables stand beside the log. */
const bytes = async (ground: ClusterGround, events: number): Promise<Finding> => {
  const [log, rows] = [await ground.logBytes(), await ground.schemaBytes(schema)];
  const each = (total: number): string => `${(total / events).toFixed(0)} bytes an event`;
  return { what: 'disk, with indexes', said: `log ${each(log)}, read models ${each(rows)}` };
};

export interface PartitionOrder extends Partition {
  readonly url: string;
}

/** Fills one partition, beside the processes that fill the others, until queries may read all of them. */
export const rebuildPartition = async ({ url, index, of }: PartitionOrder): Promise<void> => {
  const opened = await openPostgresLog({ url, sequenceKeyName });
  const store = await PostgresReadStore.open({ url, schema, entities: [...readModelRows] });
  const head = (await opened.log.head()) ?? -1n;
  for (let isDone = false; !isDone;) {
    const runner = new ProjectionRunner({
      log: opened.log,
      store,
      projections: readModelProjections(opened.log),
      partition: { index, of },
      isShared: true,
      limits,
      report: ({ kind, error }) => {
        if (kind !== 'checkpoint-lost') throw new Error('the rebuild met a problem', { cause: error });
      },
    });
    await runner.start();
    isDone = await Promise.race([runner.waitFor('all', head, longestMs).then(() => true), outdated(runner)]);
    await runner.stop();
  }
  await store.close();
  await opened.close();
};

const longestMs = 3_600_000;

/** Others switched to a filled build, or began one: what is there now must be opened anew, as workers do. */
const outdated = (runner: ProjectionRunner): Promise<false> =>
  new Promise((resolve) => {
    const signal = runner.outdated;
    if (signal.aborted) resolve(false);
    else signal.addEventListener('abort', () => resolve(false), { once: true });
  });
