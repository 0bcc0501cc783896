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

const rows: readonly Row[] = [p1, p2, p3, p4, p5, p6, p7, p10];

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } } });
const { quick, only } = values;
const chosen = rows.filter(({ id }) => only === undefined || only.toUpperCase().split(',').includes(id));
if (chosen.length === 0) throw new Error(`--only names one of ${rows.map(({ id }) => id).join(', ')}`);

const results: Result[] = [];
for (const row of chosen) {
  process.stdout.write(`${row.id} ${row.work}\n`);
  const findings = await row.run({ quick, rounds: quick ? 3 : 5 });
  for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`);
  results.push({ row, findings });
}

// Numbers worth keeping come from a run of everything, in one process family, on one day.
if (!quick && only === undefined) {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}, ${process.platform}`;
  const page = 'docs/benchmarks.md';
  writeFileSync(page, pageOf(results, machine) + thoughtsIn(readFileSync(page, 'utf8')));
}
