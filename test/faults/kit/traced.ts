import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Appending } from './appending.ts';
import { startAppender } from './child.ts';
import type { RecordedChild } from './child.ts';
import { readDiskCalls } from './disk-calls.ts';
import type { DiskCall } from './disk-calls.ts';
import type { Programs } from './programs.ts';
import { callsIn, tracing } from './strace.ts';

/** A run of the appender, with everything it did to the disk. */
export interface TracedRun {
  readonly child: RecordedChild;
  readonly calls: readonly DiskCall[];
}

/** Runs the appender to its end under strace; `folder` holds the data directory and was there before. */
export const tracedRun = async (
  programs: Programs,
  appending: Appending,
  { folder, inject }: { readonly folder: string; readonly inject?: string },
): Promise<TracedRun> => {
  const into = join(folder, `trace-${appending.run}`);
  await mkdir(into);
  const child = startAppender(programs, appending, tracing(into, inject));
  await child.ended;
  const calls = readDiskCalls(await callsIn(into, `${folder}/`), folder).filter((call) => !isTrace(call, into));
  return { child, calls };
};

const isTrace = (call: DiskCall, into: string): boolean => call.kind !== 'said' && call.path.startsWith(into);
