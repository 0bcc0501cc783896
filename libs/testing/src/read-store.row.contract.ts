import { expect, it } from '@jest/globals';
import { createIndexSqls, createTableSql } from '#platform/read-store';
import { row, tally } from './read-store-under-test.ts';
import type { UnderTest } from './read-store-under-test.ts';

export const rowContract = (under: UnderTest): void => {
  it('are written by primary key and found by its first column', async () => {
    await under.store.write(async (tx) => {
      await tx.upsert(tally, [row('a', 1, 1), row('a', 1, 2), row('b', 1)]);
      await tx.upsert(tally, [row('a', 9, 1)]);
      const found = await tx.find(tally, ['a', 'nobody']);
      expect(found.toSorted((one, other) => one.part - other.part)).toEqual([row('a', 9, 1), row('a', 1, 2)]);
      expect(await tx.find(tally, [])).toEqual([]);
      await tx.upsert(tally, []);
    });
  });

  it('of one key leave the last, however many stand between', async () => {
    const between = Array.from({ length: 2_500 }, (_, at) => row(`s${at % 900}`, at));
    await under.store.write((tx) => tx.upsert(tally, [row('a', 1), row('a', 2), ...between, row('a', 3)]));
    const rows = new Map((await under.rows()).map(({ id, hits }) => [id, hits]));
    expect([rows.size, rows.get('a'), rows.get('s0'), rows.get('s899')]).toEqual([901, 3, 1_800, 1_799]);
  });

  it('in great numbers let other work of the process run', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 0);
    const rows = Array.from({ length: 20_000 }, (_, at) => row(`s${at}`));
    await under.store.write((tx) => tx.upsert(tally, rows));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
    expect(await under.store.dataSource.getRepository(tally).count()).toBe(20_000);
  });

  it('stand in tables of other names', async () => {
    await under.store.write(async (tx) => {
      const green = tx.renamed((table) => `${table}_v2_b1`);
      await tx.run(createTableSql(under.store.dataSource, tally, 'tally_v2_b1'));
      for (const sql of createIndexSqls(under.store.dataSource, tally, 'tally_v2_b1')) await tx.run(sql);
      await green.upsert(tally, [row('green')]);
      expect(green.table(tally)).toBe('"tally_v2_b1"');
      expect(await green.all(`SELECT id FROM ${green.table(tally)}`)).toEqual([{ id: 'green' }]);
      expect(await tx.find(tally, ['green'])).toEqual([]);
    });
    expect(await under.rows()).toEqual([]);
  });
};
