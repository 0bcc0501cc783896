// npm run test:faults [-- --only D2,P1 --count 100 --seed 7 --record]: every fault trial at its full count.
import './kit/outside-jest.ts';
import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import { Programs } from './kit/programs.ts';
import { Random } from './kit/random.ts';
import { withResults } from './results-table.ts';
import type { Result } from './results-table.ts';
import type { FaultRow } from './fault-row.ts';

const document = 'docs/reliability.md';
const mostFailuresShown = 10;

const { values } = parseArgs({
  options: {
    /** Rows (`D5,P1`), each with all its forms. */
    only: { type: 'string' },
    /** Instead of the full count; the table is then left alone unless `--record` is given. */
    count: { type: 'string' },
    seed: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed);
// Only now: what it imports needs the stand-in for Jest.
const { faultRows } = await import('./rows.ts');
const only = values.only?.split(',');
const chosen = faultRows.filter(({ id }) => only?.some((name) => `${id} `.startsWith(`${name} `)) ?? true);
if (chosen.length === 0)
  throw new Error(`no row is named ${values.only}; there are ${faultRows.map(({ id }) => id).join(', ')}`);

const run = async (row: FaultRow, programs: Programs): Promise<Result> => {
  const on = new Date().toISOString().slice(0, 10);
  const notRun = await row.missing?.();
  if (notRun !== undefined) return { row, on, outcome: { notRun } };
  const count = values.count === undefined ? row.full : Number(values.count);
  return { row, on, outcome: await row.trial({ random: new Random(seed), count, programs }) };
};

const tell = ({ row, outcome }: Result, seconds: number): void => {
  if ('notRun' in outcome) return console.log(`NOT RUN ${row.id} (${row.fault}): ${outcome.notRun}`);
  const { trials, failures, seen, unrun = [] } = outcome;
  console.log(`${row.id}: ${trials} trials, ${failures.length} broken promises, ${seconds.toFixed(0)} s; ${seen}`);
  for (const name of unrun) console.log(`  NOT RUN: ${name}`);
  for (const failure of failures.slice(0, mostFailuresShown)) console.log(`  ${failure}`);
};

console.log(`seed ${seed}`);
const programs = await Programs.compiled();
const results: Result[] = [];
try {
  for (const row of chosen) {
    const began = performance.now();
    const result = await run(row, programs);
    results.push(result);
    tell(result, (performance.now() - began) / 1000);
    if (values.count !== undefined && !values.record) continue;
    // After every row: a run that is ended early keeps what it has measured.
    const text = withResults(
      await readFile(document, 'utf8'),
      [result],
      faultRows.map(({ id }) => id),
    );
    const style = await prettier.resolveConfig(document);
    await writeFile(document, await prettier.format(text, { ...style, filepath: document }));
  }
} finally {
  await programs.remove();
}
const failed = results.filter(({ outcome }) => 'failures' in outcome && outcome.failures.length > 0);
const unrun = results.filter(({ outcome }) => 'notRun' in outcome);
console.log(
  `${results.length - failed.length - unrun.length} rows passed, ${failed.length} failed, ${unrun.length} not run`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
