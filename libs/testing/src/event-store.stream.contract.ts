import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ReadStreamOptions } from '#platform/event-store';
import type { StoreUnderTest } from './store-under-test.ts';
import { all, anEvent, someEvents } from './recorded-events.ts';

const stream = 'violationCase-1';

export const streamContract = (under: StoreUnderTest): void => {
  const read = async (options?: ReadStreamOptions): Promise<number[]> =>
    (await all(under.store.readStream(stream, options))).map((e) => Number(e.revision));

  describe('readStream', () => {
    beforeEach(async () => {
      await under.store.append('violationCase-11', someEvents(2), 'no_stream');
      await under.store.append(stream, someEvents(5), 'no_stream');
    });

    const cases: readonly [ReadStreamOptions, number[]][] = [
      [{}, [0, 1, 2, 3, 4]],
      [{ direction: 'backward' }, [4, 3, 2, 1, 0]],
      [{ from: 3n }, [3, 4]],
      [{ from: 3n, direction: 'backward' }, [3, 2, 1, 0]],
      [{ from: 1n, limit: 2 }, [1, 2]],
      [{ limit: 1, direction: 'backward' }, [4]],
      [{ from: 0n, direction: 'backward' }, [0]],
      [{ from: 5n }, []],
      [{ from: 2n ** 63n }, []],
      [{ from: 9n, direction: 'backward' }, [4, 3, 2, 1, 0]],
      [{ limit: 1000 }, [0, 1, 2, 3, 4]],
    ];
    it.each(cases)('answers %p', async (options, revisions) => {
      expect(await read(options)).toEqual(revisions);
    });

    it('reads a stream of more than one page in both directions', async () => {
      await under.store.append(stream, someEvents(1200), 4n);
      const expected = Array.from({ length: 1205 }, (_, n) => n);
      expect(await read()).toEqual(expected);
      expect(await read({ direction: 'backward' })).toEqual(expected.toReversed());
      expect(await read({ limit: 600 })).toEqual(expected.slice(0, 600));
    });

    it.each([{ limit: 0 }, { limit: -1 }, { limit: 1.5 }, { from: -1n }])('refuses %p', async (options) => {
      await expect(read(options)).rejects.toMatchObject({ code: 'invalid-argument' });
    });

    it('does not know a stream that was never written, until it is', async () => {
      const missing = under.store.readStream('violationCase-2')[Symbol.asyncIterator]();
      await expect(missing.next()).rejects.toMatchObject({ name: 'StreamNotFound', code: 'stream-not-found' });
      await under.store.append('violationCase-2', [anEvent()], 'stream_exists').catch(() => undefined);
      await expect(all(under.store.readStream('violationCase-2'))).rejects.toMatchObject({ code: 'stream-not-found' });
      await under.store.append('violationCase-2', [anEvent()], 'no_stream');
      expect(await all(under.store.readStream('violationCase-2'))).toHaveLength(1);
    });

    it('reads a stream that was never written as empty where that is asked for', async () => {
      const found = (): Promise<unknown[]> => all(under.store.readStream('violationCase-3', { ifAbsent: 'empty' }));
      expect(await found()).toEqual([]);
      await under.store.append('violationCase-3', [anEvent()], 'no_stream');
      expect(await found()).toHaveLength(1);
    });
  });
};
