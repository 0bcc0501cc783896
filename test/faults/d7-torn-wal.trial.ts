import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import type { Acknowledged } from './kit/appending.ts';
import { startAppender } from './kit/child.ts';
import { everyEvent, examine } from './kit/examine.ts';
import { inFolder } from './kit/folder.ts';
import type { Random } from './kit/random.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

/** Damages drawn for one log. */
const damagesPerLog = 50;

interface Seen {
  readonly kind: 'whole' | 'shorter' | 'refused';
  readonly lost: number;
  readonly failures: readonly string[];
}

/** D7: the WAL of a dead writer is cut off or damaged: the log opens to a clean prefix, or is refused in one line. */
export const tornWal: Trial = async ({ random, count, programs }) => {
  const seen: Seen[] = [];
  for (let left = count; left > 0; left -= damagesPerLog)
    await inFolder(async (folder) => {
      const source = join(folder, 'source');
      const child = startAppender(programs, {
        directory: source,
        run: '1',
        callers: random.between(1, 6),
        appends: random.between(10, 60),
        textLength: random.between(10, 2000),
        whenRefused: 'stop',
        end: 'die',
      });
      await child.ended;
      for (let n = 0; n < Math.min(left, damagesPerLog); n += 1)
        seen.push(await damaged({ folder, source, acknowledged: child.acknowledged }, random.fork()));
    });
  const shorter = seen.filter(({ kind }) => kind === 'shorter');
  const lost = shorter.reduce((sum, one) => sum + one.lost, 0);
  const number = (wanted: Seen['kind']): number => seen.filter(({ kind }) => kind === wanted).length;
  return {
    trials: seen.length,
    failures: seen.flatMap(({ failures }) => failures),
    seen: `${number('whole')} opened whole, ${number('refused')} refused in one line, ${shorter.length} opened to a shorter prefix **without a word** (${lost.toLocaleString('en')} acknowledged events cut off)`,
  };
};

interface DeadLog {
  readonly folder: string;
  readonly source: string;
  readonly acknowledged: readonly Acknowledged[];
}

const damaged = async ({ folder, source, acknowledged }: DeadLog, random: Random): Promise<Seen> => {
  const copy = join(folder, 'copy');
  await mkdir(copy);
  try {
    await copyFile(join(source, 'events.db'), join(copy, 'events.db'));
    const wal = await readFile(join(source, 'events.db-wal'));
    const [what, bytes] = random.pick(damages)(Buffer.from(wal), random);
    await writeFile(join(copy, 'events.db-wal'), bytes);
    return await judged(copy, acknowledged, `${what}, seed ${random.seed}`);
  } finally {
    await rm(copy, { recursive: true });
  }
};

type Damage = (wal: Buffer, random: Random) => readonly [what: string, bytes: Buffer];

const damages: readonly Damage[] = [
  (wal, random) => {
    const length = random.below(wal.length);
    return [`cut off at ${length}`, wal.subarray(0, length)];
  },
  (wal, random) => {
    const at = random.below(wal.length);
    wal[at] = (wal[at] ?? 0) ^ (1 << random.below(8));
    return [`a bit flipped at ${at}`, wal];
  },
  (wal, random) => {
    const at = random.below(Math.ceil(wal.length / 512)) * 512;
    return [`512 bytes zeroed at ${at}`, wal.fill(0, at, at + 512)];
  },
  (wal, random) => {
    const at = random.below(wal.length);
    return [`noise from ${at} on`, wal.fill(Buffer.from(`${random.below(2 ** 32)} `), at)];
  },
];

const judged = async (directory: string, acknowledged: readonly Acknowledged[], what: string): Promise<Seen> => {
  const refusal = await prefixFault(directory, acknowledged);
  if (refusal !== undefined) {
    const isLine = refusal.startsWith('The data directory ') && !refusal.includes('\n');
    return { kind: 'refused', lost: acknowledged.length, failures: isLine ? [] : told(what, [refusal]) };
  }
  const { faults, lost } = await examine(directory, acknowledged);
  return { kind: lost === 0 ? 'whole' : 'shorter', lost, failures: told(what, faults) };
};

/** The refusal, or how the log is no prefix; undefined when it is one. */
const prefixFault = async (directory: string, acknowledged: readonly Acknowledged[]): Promise<string | undefined> => {
  try {
    const opened = openSqliteEventStore({ directory });
    const ids = (await everyEvent(opened)).map(({ event }) => event.id);
    await opened.close();
    const known = new Map(acknowledged.map(({ position, id }) => [position, id]));
    const strange = ids.findIndex((id, position) => (known.get(position) ?? id) !== id);
    return strange === -1 ? undefined : `a different event stands at ${strange}`;
  } catch (error) {
    return (error as Error).message;
  }
};
