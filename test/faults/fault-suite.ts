import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import type { FaultRow } from './fault-row.ts';
import { Programs } from './kit/programs.ts';
import { Random } from './kit/random.ts';

/** A few trials of each row. What this machine cannot run is named, and is no test: it has not passed. */
export const faultSuite = async (rows: readonly FaultRow[]): Promise<void> => {
  const runnable: FaultRow[] = [];
  for (const row of rows) {
    const missing = await row.missing?.();
    if (missing === undefined) runnable.push(row);
    else process.stderr.write(`NOT RUN: fault trial ${row.id} (${row.fault}): ${missing}\n`);
  }

  describe('after a fault', () => {
    let programs: Programs;
    beforeAll(async () => {
      programs = await Programs.compiled();
    });
    afterAll(() => programs.remove());

    it.each(runnable.map((row) => [row.id, row.fault, row] as const))(
      '%s: %s',
      async (id, _fault, { trial, quick }) => {
        const seed = randomInt(2 ** 32);
        const { trials, failures, unrun = [] } = await trial({ random: new Random(seed), count: quick, programs });
        for (const name of unrun) process.stderr.write(`NOT RUN: fault trial ${id}: ${name}\n`);
        expect({ again: `--only ${id} --seed ${seed}`, failures }).toMatchObject({ failures: [] });
        expect(trials).toBeGreaterThan(0);
      },
    );
  });
};
