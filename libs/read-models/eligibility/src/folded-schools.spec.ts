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
    const [{ lookedFor, tx }, folded] = [emptyStore(), new FoldedSchools(emptyLog, '*0')];
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

  it('are not forgotten while a batch is at work with them', async () => {
    const [{ lookedFor, tx }, folded] = [emptyStore(), new FoldedSchools(emptyLog, '*0')];
    folded.begin(0);
    await folded.load(tx, schools);
    folded.rest();
    await folded.load(tx, schools);
    expect(lookedFor).toHaveLength(1 + schools.length);
  });
});
