import { readFileSync } from 'node:fs';

const bytesIn = (pid: number, field: 'VmRSS' | 'VmHWM'): number => {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc says nothing of ${field}`);
  return Number(kilobytes) * 1024;
};

/** What a living process holds in memory. Linux alone tells. */
export const residentBytes = (pid: number): number => bytesIn(pid, 'VmRSS');

/** The most that it ever held. */
export const mostResidentBytes = (pid: number): number => bytesIn(pid, 'VmHWM');

export const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

/** Why memory cannot be looked at here; undefined when it can. */
export const procMissing = (): string | undefined => {
  try {
    residentBytes(process.pid);
    return undefined;
  } catch {
    return 'this system has no /proc';
  }
};
