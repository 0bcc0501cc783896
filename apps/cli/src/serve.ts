import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { exit, globalOptions } from './output.ts';

/** `redline serve` */
export const addServe = (program: Command): void => {
  program
    .command('serve')
    .description('start the service over the data directory; PORT (3000) says where')
    .option('--data <dir>')
    .action(async (_options: unknown, command: Command) => {
      process.exitCode = await runApi({ REDLINE_DATA_DIR: globalOptions(command).data });
    });
};

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const lookMs = 500;

/**
 * Runs the api program, which no other program may import, until it ends or is asked to. A signal is passed on as
 * SIGTERM, so that it drains; the answer is its exit code, 0 when the signal was ours.
 */
export const runApi = (settings: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...settings };
    const child = spawn(process.execPath, [...process.execArgv, apiProgram()], { env, stdio: 'inherit' });
    let asked = false;
    const stop = (): void => {
      if (!asked) child.kill('SIGTERM');
      asked = true;
    };
    for (const signal of stopSignals) process.on(signal, stop);
    const watch = whenNpmIsGone(stop);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(watch);
      for (const signal of stopSignals) process.off(signal, stop);
      resolve(code ?? (asked ? exit.done : exit.failed));
    });
  });

/** npm does not pass SIGTERM on to what its shell runs: a service started by npm stops when that shell is gone. */
const whenNpmIsGone = (stop: () => void): NodeJS.Timeout | undefined => {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const shell = process.ppid;
  return setInterval(() => process.ppid !== shell && stop(), lookMs);
};

/** The neighbour's entry, built or source, whichever this file is. */
const apiProgram = (): string => {
  const path = fileURLToPath(new URL(`../../api/src/main${import.meta.url.slice(-3)}`, import.meta.url));
  if (!existsSync(path)) throw new Error('the api program is not here; run "npm run build" first');
  return path;
};
