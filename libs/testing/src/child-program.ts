import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/** A program as module text, and what it finds at the end of `process.argv`. It may import the libs by their faces. */
export interface ChildProgram {
  readonly text: string;
  readonly argument: string;
  /** A shell prefix such as `ulimit -f 100;`. */
  readonly prefix?: string;
}

/** Starts a program in a process of its own: for what only a process can show, such as locks and sudden death. */
export const startProgram = ({ text, argument, prefix = '' }: ChildProgram): ChildProcessWithoutNullStreams => {
  const args = ['--import', './tools/swc.mjs', '--input-type=module', '--eval', text, argument];
  return spawn('sh', ['-c', `${prefix} exec "$0" "$@"`, process.execPath, ...args]);
};

/** Runs a program to its end and answers everything it printed, errors included. */
export const runProgram = async (program: ChildProgram): Promise<string> => {
  const child = startProgram(program);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return printed;
};
