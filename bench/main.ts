import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Row } from './kit/figures.ts';
import { lineOf, pageOf, thoughtsIn } from './kit/report.ts';
import type { Result } from './kit/report.ts';
import { p1 } from './p1-single-query.ts';
import { p2 } from './p2-not-modified.ts';
import { p3 } from './p3-batch.ts';
import { p4 } from './p4-append.ts';
import { p5 } from './p5-rebuild.ts';
import { p6 } from './p6-visible.ts';
import { p7 } from './p7-start.ts';
import { p10 } from './p10-import.ts';
import { p13 } from './p13-flood.ts';

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    /** Another size for the longer log of the cluster rows. */
    events: { type: 'string' },
  },
  allowPositionals: true,
});
const { quick, only, events } = values;
const [group] = positionals;
if (group !== undefined && group !== 'cluster') throw new Error(`no group of rows is named ${group}; there is cluster`);
const size = events === undefined ? {} : { events: Number(events) };
if (group === undefined && 'events' in size) throw new Error('--events goes with cluster');
if ('events' in size && !(Number.isSafeInteger(size.events) && size.events >= 10_000))
  throw new Error('--events takes a number, 10000 or more');

// The cluster rows bring drivers and servers of their own, which the others must not pay for.
const cluster = group === 'cluster' ? await import('./cluster.ts') : undefined;
const rows: readonly Row[] = cluster?.clusterRows ?? [p1, p2, p3, p4, p5, p6, p7, p10, p13];
const chosen = rows.filter(({ id }) => only === undefined || only.toUpperCase().split(',').includes(id));
if (chosen.length === 0) throw new Error(`--only names one of ${rows.map(({ id }) => id).join(', ')}`);

const results: Result[] = [];
try {
  for (const row of chosen) {
    process.stdout.write(`${row.id} ${row.work}\n`);
    const findings = await row.run({ quick, rounds: quick ? 3 : 5, ...size });
    for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`);
    results.push({ row, findings });
  }
} finally {
  await cluster?.endOfCluster();
}

// Numbers worth keeping come from a run of everything, in one process family, on one day; the rows of the cluster take
// an hour together, so that each says its own day.
if (cluster && !quick && !('events' in size)) {
  const { writeFigures } = await import('./kit/scale-table.ts');
  await writeFigures(results, { order: rows.map(({ id }) => id), on: new Date().toISOString().slice(0, 10) });
} else if (!cluster && !quick && only === undefined) {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}, ${process.platform}`;
  const page = 'docs/benchmarks.md';
  writeFileSync(page, pageOf(results, machine) + thoughtsIn(readFileSync(page, 'utf8')));
}
