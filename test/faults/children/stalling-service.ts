// The service itself, and a hand that holds its event loop: SIGUSR2 stalls it once, SIGHUP again and again.
import '../../../apps/api/src/server.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const stallMs = 2_000;
const siegeMs = 700;
const stallsOfASiege = 14;

const stall = (forMs: number): void => {
  for (const untilMs = performance.now() + forMs; performance.now() < untilMs;);
};

/** One turn of the loop between two stalls, in which it does what has come. */
const besiege = (left: number): void => {
  if (left === 0) return void process.stdout.write('stalled again and again\n');
  stall(siegeMs);
  setImmediate(() => setTimeout(() => besiege(left - 1), 0));
};

const resolution = 20;
const delays = monitorEventLoopDelay({ resolution });

process.on('SIGUSR2', () => {
  process.stdout.write(`delayed ${delays.percentile(99) / 1e6 - resolution}\n`);
  stall(stallMs);
  process.stdout.write('stalled once\n');
});
process.on('SIGHUP', () => besiege(stallsOfASiege));

delays.enable();
await import('../../../apps/api/src/main.ts');
