import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

// What the kernel says of a process from outside. Linux alone tells; elsewhere reading throws.

/** What each open descriptor of a process leads to: a path, `pipe:[…]`, `socket:[…]`. */
export const openedBy = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return []; // closed since it was listed
    }
  });

const writes = 0o3; // O_WRONLY or O_RDWR

/** What a process can write to through a descriptor that it has open. */
export const writableTo = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
      return (Number.parseInt(flags, 8) & writes) === 0 ? [] : [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });

const listening = '0A';

/** The TCP ports at which a process listens, in order. */
export const listenersOf = (pid: number): readonly number[] => {
  const opened = new Set(openedBy(pid));
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === listening && opened.has(`socket:[${inode}]`))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16))
    .toSorted((one, other) => one - other);
};
