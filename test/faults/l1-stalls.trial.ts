import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inFolder } from './kit/folder.ts';
import { Ledger } from './kit/ledger.ts';
import { Pressing, recovered } from './kit/pressing.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

/** Against hanging. */
const patienceMs = 60_000;

interface Seen {
  readonly failures: readonly string[];
  readonly refused: number;
  readonly acknowledged: number;
  /** The 99th percentile of the loop's delays under officers alone. */
  readonly normalMs: number;
}

/** L1: the event loop is held for 2 s, and then again and again, while officers command. */
export const stalls: Trial = async ({ random, count, programs }) => {
  const seen: Seen[] = [];
  for (let n = 0; n < count; n += 1) {
    const own = random.fork();
    seen.push(await inFolder((folder) => stalled(programs, join(folder, 'data'), own)));
  }
  const sum = (of: (one: Seen) => number): string => seen.reduce((all, one) => all + of(one), 0).toLocaleString('en');
  const normal = Math.max(...seen.map(({ normalMs }) => normalMs));
  return {
    trials: count,
    failures: seen.flatMap(({ failures }) => failures),
    seen:
      `${sum(({ acknowledged }) => acknowledged)} commands acknowledged, ${sum(({ refused }) => refused)} refused with ` +
      `503; p99 of the loop's delays before the stalls at most ${normal.toFixed(0)} ms`,
  };
};

const stalled = async (programs: Programs, directory: string, random: Random): Promise<Seen> => {
  const ledger = new Ledger(directory);
  const service = await Service.start(programs, directory, { child: 'stalling-service' });
  const pressing = new Pressing(service, ledger, 0);
  await after(random.between(1_000, 2_000));
  const faults: string[] = [];
  if (!(await seenSoon(() => isLateAfterOne(service)))) faults.push('health does not show one stall');
  if (pressing.refused.size > 0) faults.push('one stall has refused a command');
  service.process.signal('SIGHUP');
  if (!(await seenSoon(() => isLoaded(service, 'overloaded', 503)))) faults.push('health does not show an overload');
  if (!(await seenSoon(() => isRefused(service)))) faults.push('questions wait instead of being refused');
  await service.process.spoken('stalled again');
  await pressing.stop();
  faults.push(...pressing.faults, ...(await recovered(service, ledger, 900_000)));
  if (!(await seenSoon(() => isLoaded(service, 'normal', 200)))) faults.push('health stays as it was under the stalls');
  await ledger.look();
  faults.push(...(await service.drain()), ...(await ledger.broken()));
  if ((await ledger.unacknowledged()) !== 0) faults.push('a refused command was recorded');
  return {
    failures: told(`seed ${random.seed}`, faults),
    refused: pressing.refused.get(503) ?? 0,
    acknowledged: ledger.kept.length,
    normalMs: Number(service.process.said('delayed')[0]?.split(' ')[1]),
  };
};

/** Asks until it is so. */
const seenSoon = async (isSo: () => Promise<boolean>, forMs = patienceMs): Promise<boolean> => {
  for (const until = Date.now() + forMs; Date.now() < until; await after(20)) if (await isSo()) return true;
  return false;
};

/** It shows for a second, which whoever asks on a busy machine may miss. */
const isLateAfterOne = (service: Service): Promise<boolean> => {
  service.process.signal('SIGUSR2');
  return seenSoon(() => isLoaded(service, 'late'), 5_000);
};

/** Read models may be behind after a stall, so that a status is looked at only where the load decides it. */
const isLoaded = async (service: Service, load: string, status?: number): Promise<boolean> => {
  const answer = await service.get('/health/ready');
  return answer.status === (status ?? answer.status) && (answer.body as { readonly load: string }).load === load;
};

const isRefused = async (service: Service): Promise<boolean> => {
  const { status, body } = await service.get('/api/v1/schools?limit=1');
  return status === 503 && (body as { readonly code: string }).code === 'overloaded';
};
