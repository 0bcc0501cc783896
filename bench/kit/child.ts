import { spawn } from 'node:child_process';
import { beside, loaderFlags } from './modules.ts';
import { workDirectory } from './log-directory.ts';

/** What a child process measured of itself. */
export interface ChildCost {
  readonly cpuUs: number;
  readonly wallUs: number;
  readonly maxRssMebibytes: number;
}

/** The jobs that run in a process of their own: see `child-jobs.ts`. */
export type Job = 'rebuild' | 'import' | 'exceljs' | 'start' | 'emmett' | 'partition';

/** Runs a job in a fresh process, so that memory and start-up are its own. `flags` are Node's. */
export const inChild = (job: Job, order: object, flags: readonly string[] = []): Promise<ChildCost> =>
  new Promise((resolve, reject) => {
    const args = ['--expose-gc', ...flags, ...loaderFlags, beside('child-jobs'), job, JSON.stringify(order)];
    const env = { ...process.env, REDLINE_BENCH_DIR: workDirectory };
    const child = spawn(process.execPath, args, {
      env,
      stdio: ['ignore', 'pipe', job === 'emmett' ? 'ignore' : 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as ChildCost);
      else reject(new Error(`the job ${job} ended with ${String(code)}`));
    });
  });
