import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { logDirectory } from '../../bench/kit/log-directory.ts';
import { startProgram } from './kit/child.ts';
import { inFolder } from './kit/folder.ts';
import { megabytes, mostResidentBytes } from './kit/memory.ts';
import type { Programs } from './kit/programs.ts';
import { Service } from './kit/service.ts';
import type { Trial } from './kit/trial.ts';

const heap = '--max-old-space-size=128';
const most = 1_000_000;
const fewest = 20_000;
const eventsPerSchool = 100;
const longestMs = 3_600_000;
const lookMs = 1_000;

interface Page {
  readonly items?: readonly unknown[];
  readonly changes?: readonly unknown[];
  readonly next: string | null;
}

interface Health {
  readonly projections?: readonly { readonly lag: number }[];
}

/**
 * L2: a heap of 128 MB under a log of a million events: the read models are filled, every school is listed, every change
 * of the feed is paged through, and the list of who may enrol is taken along. One log, whatever the count: more than one
 * asks for the long one.
 */
export const longLog: Trial = async ({ count, programs }) =>
  inFolder(async (folder) => {
    const events = count > 1 ? most : fewest;
    const directory = join(folder, 'data');
    await cp(await logDirectory({ schools: events / eventsPerSchool, events }), directory, { recursive: true });
    const filling = await filled(programs, directory);
    const service = await Service.start(programs, directory, { node: [heap] });
    return service.whileAlive(async () => {
      const failures: string[] = [];
      const schools = await paged(service, '/api/v1/schools?limit=200');
      if (schools < events / eventsPerSchool) failures.push(`${schools} schools are listed`);
      const changes = await paged(service, '/api/v1/eligibility/changes?limit=1000');
      if (changes === 0) failures.push('the feed is empty');
      const list = await fetch(`${service.url}/api/v1/exports/schools`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: service.cookie },
        body: '{}',
        signal: AbortSignal.timeout(longestMs),
      });
      const bytes = (await list.arrayBuffer()).byteLength;
      if (list.status !== 200) failures.push(`the list is answered ${list.status}`);
      const peak = megabytes(mostResidentBytes(service.process.pid));
      return {
        trials: 1,
        failures,
        seen:
          `${events.toLocaleString('en')} events: ${schools.toLocaleString('en')} schools and ` +
          `${changes.toLocaleString('en')} changes paged through, a list of ${megabytes(bytes)}; most memory ${filling} while filled, ${peak} while asked`,
      };
    });
  });

/** Starts a service that fills its read models, and ends it when they are. The most memory that it held meanwhile. */
const filled = async ({ folder, apiProgram }: Programs, directory: string): Promise<string> => {
  const env = { REDLINE_DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'fatal' };
  const child = startProgram([process.execPath, heap, apiProgram], { cwd: folder, env });
  await child.spoken('Redline:');
  const url = /^Redline: (\S+)$/.exec(child.lines.at(-1) ?? '')?.[1] ?? '';
  try {
    for (const untilMs = Date.now() + longestMs; !(await isFilled(url)); await pause(lookMs))
      if (Date.now() > untilMs) throw new Error('the read models are not filled within an hour');
    return megabytes(mostResidentBytes(child.pid));
  } finally {
    child.kill();
    await child.ended;
  }
};

/** @throws when nothing listens any more: the heap was too small */
const isFilled = async (url: string): Promise<boolean> => {
  const { projections = [] } = (await (await fetch(`${url}/health/ready`)).json()) as Health;
  return projections.length > 0 && projections.every(({ lag }) => lag === 0);
};

const paged = async (service: Service, path: string): Promise<number> => {
  let seen = 0;
  for (let next: string | null = null, first = true; first || next !== null; first = false) {
    const { status, body } = await service.get(next === null ? path : `${path}&after=${next}`);
    if (status !== 200) throw new Error(`${path} is answered ${status}`);
    const page = body as Page;
    const items = page.items ?? page.changes ?? [];
    if (items.length === 0) break;
    seen += items.length;
    ({ next } = page);
  }
  return seen;
};
