import pg from 'pg';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { openMemoryEventStore } from '#platform/event-store';
import type { OpenEventStore } from '#platform/event-store';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { startProgram } from './kit/child.ts';
import { inFolder } from './kit/folder.ts';
import { historyOf } from './kit/histories.ts';
import { MortalStore } from './kit/mortal-store.ts';
import type { Aim, Moment } from './kit/mortal-store.ts';
import { withPostgres } from './kit/postgres.ts';
import type { Programs } from './kit/programs.ts';
import { carryThrough, noting } from './kit/projecting.ts';
import type { Projecting } from './kit/projecting.ts';
import type { Random } from './kit/random.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';
import { openRows, rowFaults } from './kit/watched-rows.ts';

/** A process takes long to start, a session does not. */
const deathsPerPlace = { process: 5, session: 10 };
const pairs = 6;
const longestGraceMs = 3;
const lanes = 2;

/** Deaths of one set of rows, which then had to be whole. */
interface Place {
  readonly deaths: number;
  readonly unknown?: number;
  readonly faults: readonly string[];
}

interface Setting {
  readonly programs: Programs;
  readonly url: string;
  /** A schema that nobody used before. */
  readonly schema: string;
  readonly random: Random;
  readonly most: number;
}

const aMoment = (random: Random): Moment => {
  const spared = random.below(9);
  return random.chance(0.4)
    ? { spared, statement: random.between(1, 9), turns: 0 }
    : { spared, turns: random.chance(0.3) ? 0 : random.between(1, 8) };
};

/** P1: whoever carries events into rows dies within a transaction or around its COMMIT. */
export const crashedProjection: Trial = ({ random, count, programs }) =>
  withPostgres(async (url) => {
    const ways = { 'SQLite, process': ofProcess('SQLite'), 'PostgreSQL, process': ofProcess('PostgreSQL'), session };
    const names = Object.keys(ways) as (keyof typeof ways)[];
    const deaths = { 'SQLite, process': 0, 'PostgreSQL, process': 0, session: 0 };
    const failures: string[] = [];
    let [places, begun, unknown] = [0, 0, 0];
    const lane = async (): Promise<void> => {
      while (begun < count) {
        const name = names[places % names.length] as keyof typeof ways;
        const most = Math.min(deathsPerPlace[name === 'session' ? name : 'process'], count - begun);
        [places, begun] = [places + 1, begun + most];
        const own = random.fork();
        const dead = ways[name]({ programs, url, schema: `place_${places}`, random: own, most });
        const place: Place = await dead.catch((error: unknown) => ({ deaths: most, faults: [String(error)] }));
        begun -= most - place.deaths;
        deaths[name] += place.deaths;
        unknown += place.unknown ?? 0;
        failures.push(...told(`${name}, seed ${own.seed}`, place.faults));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return {
      trials: begun,
      failures,
      seen:
        `${deaths['SQLite, process']} processes killed on SQLite, ${deaths['PostgreSQL, process']} on PostgreSQL; ` +
        `${deaths.session} PostgreSQL sessions terminated, ${unknown} of them with the outcome unknown; ` +
        `${places} times the rows were held against a clean rebuild and every event was counted`,
    };
  });

/** One process carries everything on SQLite; in PostgreSQL several share the schools out, as the workers of a cluster do. */
const handsOn = { SQLite: 1, PostgreSQL: 4 } as const;

const ofProcess =
  (database: 'SQLite' | 'PostgreSQL') =>
  ({ programs, url, schema, random, most }: Setting): Promise<Place> =>
    inFolder(async (directory) => {
      const faults: string[] = [];
      const hands = handsOn[database];
      const postgres = database === 'PostgreSQL' ? { postgres: { url, schema } } : {};
      await writeFile(join(directory, 'history.json'), JSON.stringify(historyOf(random, pairs)));
      let deaths = 0;
      while (deaths < most) {
        const killer = random.chance(0.5) ? 'itself' : 'parent';
        const child = await killed(
          programs,
          { directory, ...postgres, hands, moment: aMoment(random), killer },
          random,
        );
        faults.push(...child.faults);
        if (!child.isDead) break;
        deaths += 1;
      }
      const opened = openSqliteEventStore({ directory, sequenceKeyName: 'school' });
      const rows = await openRows(postgres.postgres ?? { directory });
      try {
        faults.push(...(await wholeAgain(opened, rows, hands)));
      } finally {
        await rows.close();
        await opened.close();
      }
      return { deaths, faults };
    });

const killed = async (
  programs: Programs,
  projecting: Projecting,
  random: Random,
): Promise<{ readonly isDead: boolean; readonly faults: readonly string[] }> => {
  const graceMs = random.below(longestGraceMs + 1);
  const child = startProgram([process.execPath, programs.child('projector'), JSON.stringify(projecting)], {
    cwd: programs.folder,
  });
  if (projecting.killer === 'parent') {
    await child.spoken('now');
    if (graceMs > 0) await after(graceMs);
    child.kill();
  }
  await child.ended;
  const isDead = child.said('finished').length === 0;
  const faults = [...child.said('broken'), ...(child.errors === '' ? [] : [child.errors])];
  return { isDead, faults };
};

/** Goes on from what the dead left behind, to the end of the log, and compares. */
const wholeAgain = async (
  opened: OpenEventStore,
  rows: Awaited<ReturnType<typeof openRows>>,
  hands: number,
): Promise<readonly string[]> => {
  if ((await opened.log.head()) === undefined) return [];
  const faults: string[] = [];
  await carryThrough({ opened, rows, hands, report: noting(faults) });
  return [...faults, ...(await rowFaults(rows, opened.log))];
};

/** One runner, or partitions side by side, live on and lose database sessions again and again. */
const session = async ({ url, schema, random, most }: Setting): Promise<Place> => {
  const admin = new pg.Pool({ connectionString: url, max: 1 });
  admin.on('error', () => undefined); // its own connection ends when the server is stopped
  const aim: Aim = async (tx) => {
    const [own] = await tx.all<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return async () => void (await admin.query('SELECT pg_terminate_backend($1)', [own?.pid]));
  };
  const opened = openMemoryEventStore({ sequenceKeyName: 'school' });
  const inner = await openRows({ url, schema });
  const moments = Array.from({ length: most }, () => aMoment(random));
  const rows = new MortalStore(inner, moments, aim);
  const faults: string[] = [];
  try {
    const hands = random.chance(0.5) ? 1 : handsOn.PostgreSQL;
    await carryThrough({ opened, rows, history: historyOf(random, pairs), hands, report: noting(faults) });
    await rows.settled();
    faults.push(...(await rowFaults(inner, opened.log)));
  } finally {
    await inner.close();
    await admin.end();
  }
  const { committed, undone, unknown } = rows.ends;
  return { deaths: committed + undone + unknown, unknown, faults };
};
