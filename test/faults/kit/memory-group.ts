import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Kind {
  readonly folder: string;
  readonly limit: string;
  /** Where it is counted how often the kernel killed. */
  readonly events: string;
}

const mount = '/sys/fs/cgroup';

/** Where this process's group for memory is: a version 1 controller of its own, or the one tree of version 2. */
const kindHere = (): Kind => {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').split('\n');
  const pathIn = (pattern: RegExp): string | undefined => lines.map((line) => pattern.exec(line)?.[1]).find(Boolean);
  const own = pathIn(/^\d+:memory:(.*)$/);
  if (own !== undefined)
    return { folder: join(mount, 'memory', own), limit: 'memory.limit_in_bytes', events: 'memory.oom_control' };
  // In version 2 a group with processes has no groups with limits in it: beside it, then.
  const folder = dirname(join(mount, pathIn(/^0::(.*)$/) ?? '/.'));
  return { folder, limit: 'memory.max', events: 'memory.events' };
};

/** A control group of the kernel that caps the memory of the processes in it, and kills them when it is full. */
export class MemoryGroup {
  readonly #kind = kindHere();
  readonly #folder: string;

  constructor(name: string) {
    this.#folder = join(this.#kind.folder, name);
    mkdirSync(this.#folder);
  }

  /** So much may all of its processes have together. */
  limit(bytes: number): void {
    writeFileSync(join(this.#folder, this.#kind.limit), String(bytes));
  }

  /** From here on what the process takes counts. */
  hold(pid: number): void {
    writeFileSync(join(this.#folder, 'cgroup.procs'), String(pid));
  }

  /** How many processes of it the kernel killed. */
  get killed(): number {
    const text = readFileSync(join(this.#folder, this.#kind.events), 'utf8');
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  /** Once nothing is in it any more. */
  remove(): void {
    rmdirSync(this.#folder);
  }
}

/** Why no such group can be made here; undefined when it can. */
export const memoryGroupMissing = (): string | undefined => {
  try {
    const group = new MemoryGroup(`redline-look-${process.pid}`);
    try {
      group.limit(2 ** 30);
    } finally {
      group.remove();
    }
    return undefined;
  } catch (error) {
    return `no control group for memory can be made here (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
};
