import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EntitySchema } from 'typeorm';
import { createTableSql } from '#platform/read-store';
import type { OpenReadStore, ReadStorePlace, ReadStorePlaces } from './read-store-places.ts';

interface Cell {
  readonly id: string;
  readonly position: number;
  readonly share: number;
  readonly open: boolean;
  readonly tags: unknown;
  readonly note: string | null;
}

const cell = new EntitySchema<Cell>({
  name: 'cell',
  columns: {
    id: { type: 'text', primary: true },
    position: { type: 'integer' },
    share: { type: 'double precision' },
    open: { type: 'boolean' },
    tags: { type: 'simple-json' },
    note: { type: 'text', nullable: true },
  },
});
const most = Number.MAX_SAFE_INTEGER;
const plain: Cell = { id: 'a', position: 0, share: 0.1, open: true, tags: ['第五条'], note: null };
const cellOf = (id: string, position: number): Cell => ({ ...plain, id, position });

const anyText = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'));
const anyCell: fc.Arbitrary<Cell> = fc.record({
  id: anyText,
  position: fc.maxSafeInteger(),
  share: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }).map((share) => share + 0),
  open: fc.boolean(),
  tags: fc.array(anyText, { maxLength: 3 }),
  note: fc.option(anyText),
});

/** What comes out is what went in, spelled the same by every database. */
export const valueContract = (places: ReadStorePlaces): void => {
  describe('a value', () => {
    let place: ReadStorePlace;
    let store: OpenReadStore;
    beforeEach(async () => {
      place = places.place();
      store = await place.open([cell]);
      await store.write((tx) => tx.run(createTableSql(store.dataSource, cell, 'cell')));
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });
    const written = async (...rows: readonly Cell[]): Promise<void> => store.write((tx) => tx.upsert(cell, rows));

    it('comes back as it went in, to those who write and to those who read', async () => {
      const readBack = async (rows: readonly Cell[]): Promise<void> => {
        const byId = new Map(rows.map((row) => [row.id, row]));
        await store.write((tx) => tx.run('DELETE FROM cell'));
        await written(...rows);
        const found = await store.write((tx) => tx.find(cell, [...byId.keys()]));
        expect(new Map(found.map((row) => [row.id, row]))).toEqual(byId);
        const seen = await store.dataSource.getRepository(cell).find();
        expect(new Map(seen.map((row) => [row.id, { ...row }]))).toEqual(byId);
      };
      await fc.assert(fc.asyncProperty(fc.array(anyCell, { maxLength: 20 }), readBack), { numRuns: 25 });
    });

    it('left out is NULL', async () => {
      await written({ ...plain, note: 'gone' });
      const { note: _note, ...without } = plain;
      await written(without as Cell);
      expect(await store.dataSource.getRepository(cell).find()).toEqual([plain]);
    });

    it('that counts is a number in raw columns, and a truth 1 or 0', async () => {
      await written({ ...plain, position: most }, { ...plain, id: 'b', position: -most, open: false, note: 'x' });
      const raw = await store.write((tx) => tx.all('SELECT position, open, share, tags, note FROM cell ORDER BY id'));
      expect(raw).toEqual([
        { position: most, open: 1, share: 0.1, tags: '["第五条"]', note: null },
        { position: -most, open: 0, share: 0.1, tags: '["第五条"]', note: 'x' },
      ]);
      const sums = 'SELECT count(*) AS rows_found, sum(position) AS total, max(position) AS most FROM cell';
      expect(await store.write((tx) => tx.all(sums))).toEqual([{ rows_found: 2, total: 0, most }]);
      expect(await store.dataSource.query(sums)).toEqual([{ rows_found: 2, total: 0, most }]);
    });

    it('is bound in the order of its place, and what it changed is counted', async () => {
      await written(plain, { ...plain, id: 'b' });
      const changed = await store.write((tx) =>
        tx.run('UPDATE cell SET note = ?, position = ?, open = ? WHERE id = ? OR id = ?', ['n', 7n, 0, 'b', 'c']),
      );
      expect(changed).toBe(1);
      const found = await store.write((tx) => tx.all('SELECT id FROM cell WHERE open = ? AND position = ?', [0, 7]));
      expect(found).toEqual([{ id: 'b' }]);
      expect(await store.write((tx) => tx.run('DELETE FROM cell WHERE id IN (?, ?, ?)', ['a', 'b', 'c']))).toBe(2);
      expect(await store.write((tx) => tx.run('CREATE TABLE IF NOT EXISTS more (id text)'))).toBe(0);
    });

    it('of text is sorted by code point', async () => {
      const texts = ['', ' ', '0', 'B', 'a', 'b', 'Ä', 'é', '学', '校', 'Ａ', '😀'];
      await written(...texts.toReversed().map(cellOf));
      const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
      expect(ids(await store.dataSource.getRepository(cell).find({ order: { id: 'ASC' } }))).toEqual(texts);
      expect(ids(await store.write((tx) => tx.all('SELECT id FROM cell ORDER BY id')))).toEqual(texts);
      const after = await store.write((tx) => tx.all<Cell>('SELECT id FROM cell WHERE id > ? ORDER BY id', ['b']));
      expect(ids(after)).toEqual(texts.slice(6));
    });

    it('of two columns is compared column by column', async () => {
      await written(cellOf('s1', 3), cellOf('s2', 2), cellOf('s3', 1));
      const after = await store.write((tx) =>
        tx.all('SELECT id FROM cell WHERE (position, id) > (?, ?) ORDER BY position, id', [2, 's1']),
      );
      expect(after).toEqual([{ id: 's2' }, { id: 's1' }]);
    });
  });
};
