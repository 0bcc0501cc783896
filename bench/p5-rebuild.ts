import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openLog, openReadSide } from '#composition';
import type { Finding, Row } from './kit/figures.ts';
import { inChild } from './kit/child.ts';
import { freshDirectory, logDirectory } from './kit/log-directory.ts';
import { costOf, interleaved, timed } from './kit/measure.ts';

const mostMebibytes = 500;

/** P5: all read models from the first event on, against reading the same log page by page and parsing it. */
export const p5: Row = {
  id: 'P5',
  work: 'rebuild of all read models',
  run: async ({ quick, rounds }) => {
    const size = quick ? { schools: 1_000, events: 100_000 } : { schools: 10_000, events: 1_000_000 };
    const directory = await logDirectory(size);
    const costs = await interleaved(
      [
        { name: 'rebuilt', run: () => timed(async () => (await rebuildIn(directory), size.events)) },
        { name: 'scanned', run: () => timed(() => scanned(directory)) },
      ],
      rounds,
    );
    const data = `${size.events} events about ${size.schools} schools; raw pages of ${pageRows} rows`;
    const what = 'rebuilt from the log, against a raw paged scan with JSON.parse';
    const [ours, peer] = [costOf(costs, 'rebuilt'), { ...costOf(costs, 'scanned'), name: 'raw scan' }];
    return [{ what, ours, peer, per: 'event', goal: { atLeast: 0.5 }, data }, await memory(directory, size.events)];
  },
};

const memory = async (directory: string, events: number): Promise<Finding> => {
  const { maxRssMebibytes } = await inChild('rebuild', { directory });
  const said = `${maxRssMebibytes} MiB at most while ${events} events are rebuilt (goal < ${mostMebibytes})`;
  return { what: 'resident memory', said, isMet: maxRssMebibytes < mostMebibytes };
};

/** Fills new read models over the log of a directory, which is not touched. */
export const rebuildIn = async (directory: string): Promise<void> => {
  const target = freshDirectory('rebuilt');
  const opened = openLog(directory);
  const { log } = opened;
  const head = await log.head();
  const side = await openReadSide(target, log, (problem) => {
    throw new Error('the rebuild met a problem', { cause: problem });
  });
  await side.runner.waitFor('all', head ?? -1n, 3_600_000);
  await side.close();
  await opened.close();
};

const pageRows = 4_096;

const scanned = (directory: string): number => {
  const db = new Database(join(directory, 'events.db'), { readonly: true });
  const page = db
    .prepare('SELECT position, CAST(bytes AS TEXT) FROM events WHERE position > ? ORDER BY position LIMIT ?')
    .raw();
  let [after, events] = [-1, 0];
  for (;;) {
    const rows = page.all(after, pageRows) as [number, string][];
    for (const [, text] of rows) sink = JSON.parse(text);
    events += rows.length;
    after = rows.at(-1)?.[0] ?? after;
    if (rows.length < pageRows) break;
  }
  db.close();
  return events;
};

/** Keeps the work from being optimised away. */
export let sink: unknown;
