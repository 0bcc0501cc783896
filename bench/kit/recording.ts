import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './history.ts';
import { SeededRandom } from './random.ts';

interface Recording {
  readonly port: number;
  /** Of an officer. */
  readonly cookie: string;
  /** Among how many schools of the history. */
  readonly schools: number;
  readonly perSecond: number;
}

const tickMs = 20;
const connections = 8;
let runs = 0; // tells the cases of one run from those of another

/** Records leads about random schools over HTTP, so many a second, for as long as the work takes. */
export const whileRecording = async <T>(
  { port, cookie, schools, perSecond }: Recording,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly recorded: number }> => {
  runs += 1;
  const run = runs;
  const random = new SeededRandom(run);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const sent: Promise<unknown>[] = [];
  const record = async (n: number): Promise<void> => {
    const lead = {
      caseNo: `线索${run}-${n}`,
      school: codeOf(random.below(schools)),
      category: 'HIDDEN_ENROLMENT',
      leadSource: 'TIP_OFF',
      actFrom: '2026-03-01',
      actUntil: '2026-04-30',
    };
    const headers = { 'content-type': 'application/json', cookie };
    const asked = request({ port, host: '127.0.0.1', path: '/api/v1/violation-cases', method: 'POST', headers, agent });
    asked.end(JSON.stringify(lead));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const said = await text(answer);
    if (answer.statusCode !== 201) throw new Error(`a command got ${answer.statusCode}: ${said}`);
  };
  const over = new AbortController();
  const recording = async (): Promise<void> => {
    const startMs = performance.now();
    for (; !over.signal.aborted; await pause(tickMs))
      while (sent.length < ((performance.now() - startMs) / 1000) * perSecond)
        sent.push(record(sent.length).catch((error: unknown) => error));
  };
  const both = recording();
  const result = await work().finally(() => over.abort());
  await both;
  const failure = (await Promise.all(sent)).find((error) => error !== undefined);
  agent.destroy();
  if (failure) throw failure as Error;
  return { result, recorded: sent.length };
};
