import { describe, expect, it } from '@jest/globals';
import { openMemoryEventStore } from '#platform/event-store';
import type { WriteTransaction } from '#platform/read-store';
import { FoldedSchools } from './folded-schools.ts';

const { log: emptyLog } = openMemoryEventStore();

/** A store without rows, which notes whose were looked for. */
const emptyStore = () => {
  const lookedFor: string[] = [];
  const find = (_target: unknown, keys: readonly string[]): Promise<never[]> => {
    lookedFor.push(...keys);
    return Promise.resolve([]);
  };
  return { lookedFor, tx: { find } as unknown as WriteTransaction };
};

const schools = Array.from({ length: 1_500 }, (_, n) => `s${n}`);

describe('folded schools', () => {
  it('are kept between batches, and mostly forgotten at rest', async () => {
    const [{ lookedFor, tx }, folded] = [emptyStore(), new FoldedSchools(emptyLog, '*0', 10_000)];
    const batch = async (position: number): Promise<number> => {
      const before = lookedFor.length;
      folded.begin(position);
      await folded.load(tx, schools);
      folded.end();
      return lookedFor.length - before;
    };
    expect(await batch(0)).toBe(1 + schools.length);
    expect(await batch(1)).toBe(0);
    folded.rest();
    expect(await batch(2)).toBe(500);
  });

  it('are let go of, the first ones first, until what is left costs no more than may be kept', async () => {
    const [{ lookedFor, tx }, folded] = [emptyStore(), new FoldedSchools(emptyLog, '*0', 30)];
    const batch = async (position: number, codes: readonly string[]): Promise<readonly string[]> => {
      const before = lookedFor.length;
      folded.begin(position);
      await folded.load(tx, codes);
      folded.end();
      return lookedFor.slice(before).filter((key) => key !== '*0');
    };
    const ten = schools.slice(0, 10); // a school without events costs as much as three
    expect(await batch(0, ten)).toEqual(ten);
    expect(await batch(1, ten)).toEqual([]);
    expect(await batch(2, ['x', 'y'])).toEqual(['x', 'y']);
    expect(await batch(3, ten)).toEqual(['s0', 's1']);
  });

  it('are all seen, page by page, and kept only while there is room', async () => {
    const [{ lookedFor, tx }, folded] = [emptyStore(), new FoldedSchools(emptyLog, '*0', 30)];
    folded.begin(0);
    await folded.load(tx, []);
    const seen = async (): Promise<readonly string[]> => {
      const codes: string[] = [];
      for await (const page of folded.pagesOf(tx, schools)) codes.push(...page.map(({ code }) => code));
      return codes;
    };
    expect(await seen()).toEqual(schools);
    lookedFor.length = 0;
    expect(await seen()).toEqual(schools);
    expect(lookedFor).toEqual(schools.slice(10));
  });

  it('are not forgotten while a batch is at work with them', async () => {
    const [{ lookedFor, tx }, folded] = [emptyStore(), new FoldedSchools(emptyLog, '*0', 10_000)];
    folded.begin(0);
    await folded.load(tx, schools);
    folded.rest();
    await folded.load(tx, schools);
    expect(lookedFor).toHaveLength(1 + schools.length);
  });
});
