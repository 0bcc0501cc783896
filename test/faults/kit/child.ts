import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { readAcknowledged } from './appending.ts';
import type { Acknowledged, Appending } from './appending.ts';
import type { Programs } from './programs.ts';

/** A child process, and the record that its parent keeps of what it said before it died. */
export class RecordedChild {
  readonly acknowledged: Acknowledged[] = [];
  /** Every other whole line. */
  readonly lines: string[] = [];
  /** Standard error. */
  errors = '';
  /** Settles with the first acknowledgement, or with the end if there was none. */
  readonly begun: Promise<unknown>;
  /** Settles when the process is gone and all it said was read. */
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #reader: Interface;

  constructor(child: ChildProcess) {
    this.#child = child;
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('a child without pipes');
    stderr.on('data', (part: Buffer) => (this.errors += part.toString()));
    const reader = createInterface(stdout);
    this.#reader = reader;
    this.ended = Promise.all([
      new Promise((resolve) => child.once('close', resolve)),
      new Promise((resolve) => reader.once('close', resolve)),
    ]);
    const first = new Promise<void>((resolve) => {
      reader.on('line', (line) => {
        const acknowledged = readAcknowledged(line);
        if (acknowledged) this.acknowledged.push(acknowledged);
        else this.lines.push(line);
        if (acknowledged) resolve();
      });
    });
    this.begun = Promise.race([first, this.ended]);
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** The lines that begin with this word. */
  said(word: string): readonly string[] {
    return this.lines.filter((line) => line.startsWith(`${word} `));
  }

  /** Settles once a line begins with this word, or with the end. */
  spoken(word: string): Promise<unknown> {
    const heard = new Promise<void>((resolve) => {
      this.#reader.on('line', (line) => line.startsWith(`${word} `) && resolve());
    });
    return this.said(word).length > 0 ? Promise.resolve() : Promise.race([heard, this.ended]);
  }

  /** @throws when it never ran */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the child did not start');
    return this.#child.pid;
  }

  kill(): void {
    this.signal('SIGKILL');
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** Starts a Node program, behind a command such as `strace` if one is given. */
export const startProgram = (
  command: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): RecordedChild => {
  const [program = process.execPath, ...args] = command;
  const { PATH = '' } = process.env;
  return new RecordedChild(spawn(program, args, { cwd, env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }));
};

/** Starts the appender. */
export const startAppender = (
  programs: Programs,
  appending: Appending,
  before: readonly string[] = [],
): RecordedChild =>
  startProgram([...before, process.execPath, programs.child('appender'), JSON.stringify(appending)], {
    cwd: programs.folder,
  });
