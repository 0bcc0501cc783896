import { openMemoryEventStore } from '#platform/event-store';
import { inFolder } from './kit/folder.ts';
import { historyOf, sendAll } from './kit/histories.ts';
import { postgresMissing, withPostgres } from './kit/postgres.ts';
import { carryThrough, noting } from './kit/projecting.ts';
import type { Random } from './kit/random.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';
import { UnrulyLog } from './kit/unruly-log.ts';
import { openRows, rowFaults } from './kit/watched-rows.ts';
import type { RowsAt } from './kit/watched-rows.ts';

/** Every so many histories are carried into PostgreSQL, by partitions side by side; the others into SQLite, by one runner. */
const postgresEvery = 4;
const partitions = 4;

type Did = UnrulyLog['did'];

const text = (n: number): string => n.toLocaleString('en');

/** P2: events come twice, late, out of order across streams, and again; the rows are those of a clean rebuild. */
export const unrulyDelivery: Trial = async ({ random, count }) => {
  const failures: string[] = [];
  const did: Did = { twice: 0, late: 0, slow: 0, replays: 0 };
  const isMissing = (await postgresMissing()) !== undefined;
  const run = async (postgresUrl: string | undefined): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const own = random.fork();
      const isOnPostgres = postgresUrl !== undefined && n % postgresEvery === 0;
      const carried = (at: RowsAt): Promise<readonly string[]> => carriedInto(at, own, did);
      const faults = isOnPostgres
        ? await carried({ url: postgresUrl, schema: `rows_${n}` })
        : await inFolder((directory) => carried({ directory }));
      failures.push(...told(`${isOnPostgres ? 'PostgreSQL' : 'SQLite'}, seed ${own.seed}`, faults));
    }
  };
  await (isMissing ? run(undefined) : withPostgres(run));
  return {
    trials: count,
    failures,
    seen:
      `${text(did.twice)} events delivered twice, ${text(did.late)} after events of other streams, ` +
      `${text(did.slow)} slowly, ${text(did.replays)} times the last 100 again`,
    ...(isMissing ? { unrun: ['PostgreSQL'] } : {}),
  };
};

const carriedInto = async (at: RowsAt, random: Random, did: Did): Promise<readonly string[]> => {
  const opened = openMemoryEventStore({ sequenceKeyName: 'school' });
  const history = historyOf(random, 2);
  await sendAll(opened.store, history.slice(0, random.below(history.length)));
  const log = new UnrulyLog(opened.log, random);
  const rows = await openRows(at);
  const faults: string[] = [];
  try {
    await carryThrough({
      opened: { store: opened.store, log },
      rows,
      history,
      hands: 'url' in at ? partitions : 1,
      report: noting(faults),
    });
    return [...faults, ...(await rowFaults(rows, opened.log))];
  } finally {
    for (const way of Object.keys(did) as (keyof Did)[]) did[way] += log.did[way];
    await rows.close();
  }
};
