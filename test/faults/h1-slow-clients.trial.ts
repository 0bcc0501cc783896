import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inFolder } from './kit/folder.ts';
import { Ledger } from './kit/ledger.ts';
import { registering, schoolCode } from './kit/school-commands.ts';
import { Service } from './kit/service.ts';
import { dripping, SlowClient, slowWays } from './kit/slow-clients.ts';
import type { SlowWay } from './kit/slow-clients.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

const clientsPerWave = 1_000;
const arrivingTogether = 50;
const arrivingPauseMs = 100;
const normalPauseMs = 20;
/** The service allows 20 s and looks every 5 s; this is against hanging. The table says how long it really took. */
const patienceMs = 120_000;

interface Normal {
  readonly tookMs: number[];
  readonly faults: string[];
}

/** H1: clients that send or take a byte a second, while an officer and a reader go on. A trial is one slow client. */
export const slowClients: Trial = async ({ random, count, programs }) =>
  inFolder(async (folder) => {
    const ledger = new Ledger(join(folder, 'data'));
    const service = await Service.start(programs, ledger.directory);
    const normal: Normal = { tookMs: [], faults: [] };
    const waits: number[] = [];
    const held = new Map(slowWays.map((way): [SlowWay, number[]] => [way, []]));
    for (let left = count; left > 0; left -= clientsPerWave) {
      const end = new AbortController();
      const going = goingOn(service, ledger, { normal, signal: end.signal });
      const slow = await arriving(service, Math.min(left, clientsPerWave));
      for (const { closed, way } of slow) void closed.then((ms) => held.get(way)?.push(ms));
      const open = await dripping(slow, patienceMs);
      waits.push(...slow.flatMap(({ waited }) => waited ?? []));
      end.abort();
      await going;
      if (open > 0) normal.faults.push(`${open} slow connections still open after ${patienceMs / 1000} s`);
      const wrong = slow.filter(({ answer }) => answer !== '' && !answer.startsWith('HTTP/1.1 408 '));
      for (const { way, answer } of wrong.slice(0, 1))
        normal.faults.push(`${way} is answered ${answer.slice(0, 2_000)}`);
    }
    await ledger.look();
    const faults = [...normal.faults, ...(await service.drain()), ...(await ledger.broken())];
    if ((await ledger.unacknowledged()) !== 0) faults.push('a command was recorded that never arrived');
    return {
      trials: count,
      failures: told(`seed ${random.seed}`, faults),
      seen:
        `longest that one was let, from being taken up: ${[...held].map(([way, ms]) => `${way} ${seconds(share(ms, 1))}`).join(', ')}; ` +
        `longest wait for that ${seconds(share(waits, 1))}; meanwhile ` +
        `${normal.tookMs.length.toLocaleString('en')} questions and commands of others answered, ` +
        `p99 ${share(normal.tookMs, 0.99).toFixed(0)} ms, longest ${share(normal.tookMs, 1).toFixed(0)} ms`,
    };
  });

/** Not all at once: what does not fit into the kernel's queue never reaches the service, and its client cannot tell. */
const arriving = async ({ url, cookie }: Service, count: number): Promise<readonly SlowClient[]> => {
  const slow: SlowClient[] = [];
  while (slow.length < count) {
    slow.push(new SlowClient(url, slowWays[slow.length % slowWays.length] ?? 'head', cookie));
    if (slow.length % arrivingTogether === 0) await after(arrivingPauseMs);
  }
  return slow;
};

/** A normal client, who commands and asks in turn. */
const goingOn = async (
  service: Service,
  ledger: Ledger,
  { normal, signal }: { readonly normal: Normal; readonly signal: AbortSignal },
): Promise<void> => {
  while (!signal.aborted) {
    const code = schoolCode(ledger.kept.length);
    for (const ask of [
      () => ledger.send(service, registering(code)),
      () => service.get(`/api/v1/schools/${code}?minPosition=${ledger.kept.at(-1)?.answer.position ?? 0}`),
    ]) {
      const began = performance.now();
      const status = await ask().then(
        (answer) => answer.status,
        (error: unknown) => String(error),
      );
      normal.tookMs.push(performance.now() - began);
      if (status !== 200 && status !== 201) normal.faults.push(`a normal client is answered ${status}`);
    }
    await after(normalPauseMs);
  }
};

const share = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * part) - 1)] ?? 0;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
