import { setTimeout as after } from 'node:timers/promises';
import { join } from 'node:path';
import { inFolder } from './kit/folder.ts';
import { Ledger } from './kit/ledger.ts';
import { MemoryGroup } from './kit/memory-group.ts';
import { megabytes } from './kit/memory.ts';
import { Pressing } from './kit/pressing.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

/** What the service may take from when it is held; what it had before is not counted. */
const groupBytes = 150 * 2 ** 20;
/** Against hanging. */
const longestMs = 120_000;

interface Seen {
  readonly failures: readonly string[];
  readonly acknowledged: number;
}

/** L2: a control group that is full: the kernel kills the service under load. A trial is one such end. */
export const killedByKernel: Trial = async ({ random, count, programs }) => {
  const seen: Seen[] = [];
  for (let n = 0; n < count; n += 1) {
    const own = random.fork();
    seen.push(await inFolder((folder) => killed(programs, join(folder, 'data'), own)));
  }
  const acknowledged = seen.reduce((all, one) => all + one.acknowledged, 0).toLocaleString('en');
  return {
    trials: count,
    failures: seen.flatMap(({ failures }) => failures),
    seen: `killed by the kernel ${count} times at ${megabytes(groupBytes)}; ${acknowledged} commands acknowledged before`,
  };
};

const killed = async (programs: Programs, directory: string, random: Random): Promise<Seen> => {
  const ledger = new Ledger(directory);
  const group = new MemoryGroup(`redline-trial-${process.pid}-${random.seed}`);
  try {
    // A heap that V8 would let grow: the kernel has to be the one who ends it.
    const node = ['--max-old-space-size=4096'];
    const service = await Service.start(programs, directory, { child: 'leaking-service', node });
    group.limit(groupBytes);
    group.hold(service.process.pid);
    const pressing = new Pressing(service, ledger, 0);
    await after(random.between(200, 1_000));
    await ledger.look();
    service.process.signal('SIGUSR2');
    const cut = setTimeout(() => service.process.kill(), longestMs);
    await service.process.ended;
    clearTimeout(cut);
    await pressing.stop();
    const faults = [...pressing.faults, ...(await ledger.broken())];
    if (group.killed !== 1) faults.push(`ended, but the kernel killed ${group.killed} processes`);
    return { failures: told(`seed ${random.seed}`, faults), acknowledged: ledger.kept.length };
  } finally {
    group.remove();
  }
};
