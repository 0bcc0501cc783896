import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Expected, OpenEventStore } from '#platform/event-store';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { everyEvent, integrityOf, placesOf } from './kit/examine.ts';
import { inFolder } from './kit/folder.ts';
import type { Random } from './kit/random.ts';
import { correcting, registering, schoolCode } from './kit/school-commands.ts';
import { logOf, Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

const appendsPerRun = 1000;
const streams = 3;

interface Run {
  readonly won: number;
  readonly lost: number;
  readonly failures: readonly string[];
}

const outcomeOf = (runs: readonly Run[], noun: string) => {
  const sum = (part: 'won' | 'lost'): number => runs.reduce((total, run) => total + run[part], 0);
  return {
    trials: runs.length,
    failures: runs.flatMap(({ failures }) => failures),
    seen: `${sum('won').toLocaleString('en')} ${noun} recorded, ${sum('lost').toLocaleString('en')} refused as stale`,
  };
};

/** K1: 4 to 16 writers append to the same streams, each at the revision that it has seen. */
export const conflictingWriters: Trial = async ({ random, count }) => {
  const runs: Run[] = [];
  for (let n = 0; n < count; n += 1) runs.push(await inFolder((directory) => writersRun(directory, random.fork())));
  return outcomeOf(runs, 'appends');
};

/** A winning append: where it stands and what it was. */
type Won = ReadonlyMap<string, string>;

const writersRun = async (directory: string, random: Random): Promise<Run> => {
  const opened = openSqliteEventStore({ directory });
  const won = new Map<string, string>();
  const faults: string[] = [];
  let [left, lost] = [appendsPerRun, 0];
  const writer = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const stream = `note-${random.below(streams)}`;
      const expected = await endOf(opened, stream);
      if (random.chance(0.3)) await new Promise((resolve) => setImmediate(resolve)); // others get in between
      const id = randomUUID();
      const event = { id, type: 'Noted', data: { expected: String(expected) }, metadata: {} };
      try {
        const { revision } = await opened.store.append(stream, [event, { ...event, id: randomUUID() }], expected);
        const place = `${stream}@${revision}`;
        if (won.has(place)) faults.push(`two winners at ${place}`);
        won.set(place, id);
      } catch (error) {
        if ((error as { code?: string }).code !== 'wrong-expected-revision') throw error;
        lost += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: random.between(4, 16) }, writer));
  faults.push(...(await judged(opened, won)), ...integrityOf(directory));
  await opened.close();
  return { won: won.size, lost, failures: told(`seed ${random.seed}`, faults) };
};

const endOf = async ({ store }: OpenEventStore, stream: string): Promise<Expected> => {
  for await (const { revision } of store.readStream(stream, { direction: 'backward', limit: 1, ifAbsent: 'empty' }))
    return revision;
  return 'no_stream';
};

/** Each winner stands where it was told, was decided on the event just before it, and nothing else is there. */
const judged = async (opened: OpenEventStore, won: Won): Promise<readonly string[]> => {
  const events = (await everyEvent(opened)).map(({ event }) => event);
  const faults = placesOf(events);
  if (events.length !== 2 * won.size) faults.push(`${events.length} events of ${won.size} appends`);
  for (const { stream, revision, id, data } of events) {
    if (revision % 2n !== 0n) continue;
    if (won.get(`${stream}@${revision + 1n}`) !== id) faults.push(`a loser stands at ${stream}@${revision}`);
    const expected = revision === 0n ? 'no_stream' : String(revision - 1n);
    if (data['expected'] !== expected) faults.push(`an update was lost at ${stream}@${revision}`);
  }
  return faults;
};

const clients = 8;
const commandsPerRun = 400;

/** K1 over HTTP: officers correct the same schools, each with If-Match of the revision that it has seen. */
export const conflictingOfficers: Trial = async ({ random, count, programs }) => {
  const runs: Run[] = [];
  for (let n = 0; n < count; n += 1)
    runs.push(
      await inFolder(async (folder) => {
        const directory = join(folder, 'data');
        const service = await Service.start(programs, directory);
        const run = await service.whileAlive(() => officersRun(service, random.fork()));
        const events = (await logOf(directory)).map(({ event }) => event);
        const faults = placesOf(events);
        const commanded = events.filter(({ metadata }) => metadata['school'] !== undefined); // people sign in besides
        if (commanded.length !== run.won + streams) faults.push(`${commanded.length} events of ${run.won} corrections`);
        return { ...run, failures: [...run.failures, ...faults] };
      }),
    );
  return outcomeOf(runs, 'corrections');
};

const officersRun = async (service: Service, random: Random): Promise<Run> => {
  const schools = Array.from({ length: streams }, (_, n) => schoolCode(n));
  const seen = new Map<string, number>();
  for (const code of schools) seen.set(code, Number((await service.send(registering(code))).revision));
  const won = new Set<string>();
  const faults: string[] = [];
  let [left, lost] = [commandsPerRun, 0];
  const officer = async (who: number): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const code = random.pick(schools);
      const revision = seen.get(code) ?? 0;
      const headers = { 'if-match': `"${revision}"` };
      const answer = await service.send({ ...correcting(code, `校长${who}.${left}`), headers });
      const place = `${code}@${revision + 1}`;
      if (answer.status === 412) lost += 1;
      else if (answer.status !== 200 || Number(answer.revision) !== revision + 1)
        faults.push(`${answer.status} ${answer.code ?? answer.revision} at ${place}`);
      else if (won.has(place)) faults.push(`two winners at ${place}`);
      else won.add(place);
      if (answer.status === 200) seen.set(code, Math.max(seen.get(code) ?? 0, Number(answer.revision)));
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, who) => officer(who)));
  return { won: won.size, lost, failures: told(`seed ${random.seed}`, faults) };
};
