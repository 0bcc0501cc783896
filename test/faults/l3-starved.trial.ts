import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
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

const descriptors = 64;
const idleConnections = 150;

interface Want {
  readonly name: string;
  /** In front of the service. */
  readonly before: readonly string[];
  /** Takes it away while the work is done. */
  during(service: Service, work: () => Promise<void>): Promise<void>;
}

/**
 * More connections than the service may have descriptors: each is accepted, or dropped, when one is free. The limit is
 * put on it once it runs: Node's own loader wants more than that at the start.
 */
const crowded = async ({ url, process: { pid } }: Service, work: () => Promise<void>): Promise<void> => {
  const { status } = spawnSync('prlimit', ['--pid', String(pid), `--nofile=${descriptors}:${descriptors}`]);
  if (status !== 0) throw new Error('the limit of descriptors was not set');
  const { hostname, port } = new URL(url);
  const idle = Array.from({ length: idleConnections }, () =>
    connect({ host: hostname, port: Number(port) }).on('error', () => undefined),
  );
  try {
    await work();
  } finally {
    for (const socket of idle) socket.destroy();
  }
};

/** Somebody else computes on the one processor that the service may use. */
const outrun = async (_: Service, work: () => Promise<void>): Promise<void> => {
  const rivals = Array.from({ length: 3 }, () =>
    spawn('taskset', ['-c', '0', process.execPath, '-e', 'for (;;) ;'], { stdio: 'ignore' }),
  );
  const ended = Promise.all(rivals.map((rival) => once(rival, 'exit')));
  try {
    await work();
  } finally {
    for (const rival of rivals) rival.kill('SIGKILL');
    await ended;
  }
};

const wants: readonly Want[] = [
  {
    name: `${descriptors} descriptors, ${idleConnections} connections`,
    before: [],
    during: crowded,
  },
  {
    name: 'the lowest priority on a processor that three others use',
    before: ['taskset', '-c', '0', 'nice', '-n', '19'],
    during: outrun,
  },
];

interface Seen {
  readonly failures: readonly string[];
  readonly acknowledged: number;
  readonly unavailable: number;
  readonly unanswered: number;
}

/** L3: too few descriptors, or hardly any time on the processor, while officers command. */
export const starved: Trial = async ({ random, count, programs }) => {
  const seen: Seen[] = [];
  for (let n = 0; n < count; n += 1) {
    const want = wants[n % wants.length] as Want;
    const own = random.fork();
    seen.push(await inFolder((folder) => lacking(programs, want, { directory: join(folder, 'data'), random: own })));
  }
  const sum = (of: (one: Seen) => number): string => seen.reduce((all, one) => all + of(one), 0).toLocaleString('en');
  return {
    trials: count,
    failures: seen.flatMap(({ failures }) => failures),
    seen: `${sum(({ acknowledged }) => acknowledged)} commands acknowledged, ${sum(({ unavailable }) => unavailable)} refused with 503, ${sum(({ unanswered }) => unanswered)} not answered`,
  };
};

const lacking = async (
  programs: Programs,
  want: Want,
  { directory, random }: { readonly directory: string; readonly random: Random },
): Promise<Seen> => {
  const ledger = new Ledger(directory);
  const service = await Service.start(programs, directory, { before: want.before });
  const first = new Pressing(service, ledger, 0);
  await after(random.between(100, 500));
  await want.during(service, () => after(random.between(1_000, 3_000)));
  await first.stop();
  const faults = [...first.faults, ...(await recovered(service, ledger, 900_000))];
  await ledger.look();
  faults.push(...(await service.drain()), ...(await ledger.broken()));
  return {
    failures: told(`${want.name}, seed ${random.seed}`, faults),
    acknowledged: ledger.kept.length,
    unavailable: first.refused.get(503) ?? 0,
    unanswered: first.refused.get(0) ?? 0,
  };
};

/** Why this cannot be done here; undefined when it can. */
export const starvingMissing = (): string | undefined => {
  const none = [
    ['taskset', '-c', '0', 'true'],
    ['prlimit', '--nofile', '--pid', String(process.pid)],
  ].find(([command = '', ...args]) => spawnSync(command, args).status !== 0);
  return none === undefined ? undefined : `${none[0]} is missing, or may not do this`;
};
