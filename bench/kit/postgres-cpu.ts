import { readdirSync, readFileSync } from 'node:fs';

const usPerTick = 10_000; // USER_HZ is 100 on every Linux that Node runs on

/** What `/proc` says of a process: its parent, its own time, and that of its children that have ended. */
interface Seen {
  readonly parent: number;
  readonly ownUs: number;
  readonly endedUs: number;
}

const seen = (pid: number): Seen => {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (field: number): number => Number(fields[field - 3]); // proc(5) counts from 1 and begins before the name
  return { parent: at(4), ownUs: (at(14) + at(15)) * usPerTick, endedUs: (at(16) + at(17)) * usPerTick };
};

const seenIfAny = (pid: number): Seen | undefined => {
  try {
    return seen(pid);
  } catch {
    return undefined; // ended meanwhile
  }
};

/**
 * User and system time of a whole PostgreSQL, of its processes that are and that were, by one of its sessions.
 * Undefined where it cannot be seen, as on another machine.
 */
export const postgresCpuUs = (sessionPid: number): number | undefined => {
  const server = seenIfAny(sessionPid)?.parent;
  const first = server === undefined ? undefined : seenIfAny(server);
  if (!first) return undefined;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => seenIfAny(Number(name)))
    .filter((process) => process?.parent === server);
  return children.reduce((sum, child) => sum + (child?.ownUs ?? 0), first.ownUs + first.endedUs);
};
