import { expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqliteReadStore } from '#platform/read-store-sqlite';
import { TallyBench, tallyProjection } from './tally.spec-kit.ts';

const patienceMs = 10_000;

it('a runner begins anew when the read store was damaged', async () => {
  const bench = new TallyBench();
  await bench.open();
  const first = await bench.started([tallyProjection()]);
  await first.waitFor('tally', await bench.sayMany(10), patienceMs);
  await first.stop();
  await bench.store.close();
  writeFileSync(join((bench.place.at as { directory: string }).directory, 'read.db'), 'x'.repeat(9_000));
  await bench.open();
  expect((bench.store as SqliteReadStore).replacedBecause).toContain('not a database');
  const second = await bench.started([tallyProjection()]);
  await second.waitFor('tally', 9n, patienceMs);
  expect(await bench.rows()).toEqual(await bench.expected());
  await bench.close();
});
