// The service itself, and a leak: SIGUSR2 opens it, and V8 ends the process when its heap is full.
import '../../../apps/api/src/server.ts';

const leaked: number[][] = [];
const leakMs = 5;
const leakNumbers = 200_000;

const leak = (): void => {
  leaked.push(Array.from({ length: leakNumbers }, (_, n) => n + Math.random()));
  setTimeout(leak, leakMs);
};
process.on('SIGUSR2', leak);

await import('../../../apps/api/src/main.ts');
