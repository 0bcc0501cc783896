import { readConfig } from './config.ts';
import type { RunningWorker } from './worker.ts';

const drainMs = 9_500;

/** One line for the operator. */
const fail = (error: unknown): void => {
  process.stderr.write(`redline: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}\n`);
  process.exitCode = 1;
};

/** Leaves its places to others; what takes longer is cut off, and others take over when the lease runs out. */
const drain = async (worker: RunningWorker): Promise<void> => {
  const cutOff = setTimeout(() => process.exit(0), drainMs);
  await worker.close().catch(fail);
  clearTimeout(cutOff);
  process.exit();
};

// Node opens its inspector, and with it the whole process, at SIGUSR1, unless somebody else takes the signal.
process.on('SIGUSR1', () => undefined);

try {
  const config = readConfig(process.env);
  const { startWorker } = await import('./worker.ts'); // a bad setting ends the start before anything else is loaded
  const worker = await startWorker(config);
  let isAsked = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (!isAsked) void drain(worker);
      isAsked = true;
    });
  process.stdout.write(`Redline worker: ${worker.url}/health/ready\n`);
} catch (error) {
  fail(error);
}
