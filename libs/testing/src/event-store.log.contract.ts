import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Filter, NewEvent, ReadLogOptions } from '#platform/event-store';
import { parseEnvelope } from '#platform/event-store';
import { canonicalText } from '#kernel';
import type { StoreUnderTest } from './store-under-test.ts';
import { all, anEvent } from './recorded-events.ts';

const about = (school: string, type = 'NoteTaken'): NewEvent => anEvent({ type, metadata: { actor: 'o-1', school } });

export const logContract = (under: StoreUnderTest): void => {
  const read = async (options?: ReadLogOptions): Promise<number[]> =>
    (await all(under.log.read(options))).map((e) => Number(e.position));

  describe('an empty log', () => {
    it('has no head and nothing to read', async () => {
      expect(await under.log.head()).toBeUndefined();
      expect(await read()).toEqual([]);
      expect(await read({ direction: 'backward', filter: { keys: ['x'] } })).toEqual([]);
      expect(await under.log.readBytes({ limit: 10 })).toEqual([]);
      expect(await under.log.find(anEvent().id)).toBeUndefined();
    });
  });

  describe('the log', () => {
    beforeEach(async () => {
      await under.store.append('school-1', [about('1', 'SchoolRegistered'), about('1', 'SchoolRenamed')], 'any');
      await under.store.append('campaign-9', [about('*', 'CampaignOpened')], 'any');
      await under.store.append('school-2', [about('2', 'SchoolRegistered')], 'any');
      await under.store.append('note-1', [anEvent({ type: 'NoteTaken' }), about('', 'NoteTakenV2')], 'any');
      await under.store.append('school-1', [about('1', 'SchoolClosed')], 'any');
    });
    plainReads(read);
    filteredReads(read);
    longReads(under, read);
    lookups(under);
  });
};

type Read = (options?: ReadLogOptions) => Promise<number[]>;

const plainReads = (read: Read): void => {
  const plain: readonly [ReadLogOptions, number[]][] = [
    [{}, [0, 1, 2, 3, 4, 5, 6]],
    [{ after: 4n }, [5, 6]],
    [{ after: 6n }, []],
    [{ after: 2n ** 63n }, []],
    [{ limit: 2 }, [0, 1]],
    [{ direction: 'backward', limit: 2 }, [6, 5]],
    [{ direction: 'backward', after: 2n }, [1, 0]],
    [{ direction: 'backward', after: 0n }, []],
    [{ direction: 'backward', after: 99n }, [6, 5, 4, 3, 2, 1, 0]],
  ];
  it.each(plain)('answers %p', async (options, positions) => {
    expect(await read(options)).toEqual(positions);
  });

  it.each([
    { limit: 0 },
    { after: -1n },
    { filter: { keys: [] } },
    { filter: { streams: [''] } },
    { filter: { types: Array.from({ length: 65 }, String) } },
    { filter: { types: ['A'], streams: ['a'] } },
    { filter: {} as Filter },
  ])('refuses %p', async (options) => {
    await expect(read(options)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
};

const filteredReads = (read: Read): void => {
  const filtered: readonly [Filter, number[]][] = [
    [{ keys: ['1', '*'] }, [0, 1, 2, 6]],
    [{ keys: ['2'] }, [3]],
    [{ keys: [''] }, [4, 5]],
    [{ keys: ['3'] }, []],
    [{ keys: ['1', '1', 'nobody'] }, [0, 1, 6]],
    [{ streams: ['school-'] }, [0, 1, 3, 6]],
    [{ streams: ['school-2', 'note'] }, [3, 4, 5]],
    [{ streams: ['chool'] }, []],
    [{ types: ['SchoolRe'] }, [0, 1, 3]],
    [{ types: ['NoteTaken', 'CampaignOpened'] }, [2, 4, 5]],
    [{ types: ['schoolRe', '%', '_'] }, []],
  ];
  it.each(filtered)('filters by %p', async (filter, positions) => {
    expect(await read({ filter })).toEqual(positions);
    expect(await read({ filter, direction: 'backward' })).toEqual(positions.toReversed());
    expect(await read({ filter, limit: 2 })).toEqual(positions.slice(0, 2));
    expect(await read({ filter, after: 2n })).toEqual(positions.filter((p) => p > 2));
    expect(await read({ filter, after: 3n, direction: 'backward' })).toEqual(
      positions.toReversed().filter((p) => p < 3),
    );
  });
};

const longReads = (under: StoreUnderTest, read: Read): void => {
  it('reads more than one page, filtered or not', async () => {
    const many = Array.from({ length: 6000 }, (_, n) => about(n % 5 === 0 ? '1' : 'x'));
    for (let n = 0; n < many.length; n += 1000) await under.store.append('batch-1', many.slice(n, n + 1000), 'any');
    const ones = [0, 1, 6, ...Array.from({ length: 1200 }, (_, n) => 7 + n * 5)];
    expect(await read({ filter: { keys: ['1'] } })).toEqual(ones);
    expect(await read({ filter: { keys: ['1'] }, direction: 'backward', limit: 700 })).toEqual(
      ones.toReversed().slice(0, 700),
    );
    expect(await read({ filter: { streams: ['batch'] } })).toHaveLength(6000);
    expect(await read({ filter: { streams: ['school-'] }, direction: 'backward' })).toEqual([6, 3, 1, 0]);
    expect(await read()).toEqual(Array.from({ length: 6007 }, (_, n) => n));
  });
};

const lookups = (under: StoreUnderTest): void => {
  it('finds an event by its id', async () => {
    const event = anEvent();
    await under.store.append('case-1', [anEvent(), event], 'any');
    expect(await under.log.find(event.id)).toMatchObject({ ...event, stream: 'case-1', revision: 1n, position: 8n });
    expect(await under.log.find(anEvent().id)).toBeUndefined();
    expect(await under.log.find('no id at all')).toBeUndefined();
  });

  it('gives the canonical bytes of each event, page by page', async () => {
    const first = await under.log.readBytes({ limit: 4 });
    const rest = await under.log.readBytes({ after: 3n, limit: 4 });
    const events = await all(under.log.read());
    expect([...first, ...rest].map(({ position }) => position)).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n]);
    expect([...first, ...rest].map(({ bytes }) => parseEnvelope(bytes))).toEqual(events);
    for (const { bytes } of first) {
      const text = Buffer.from(bytes).toString();
      expect(canonicalText(JSON.parse(text))).toBe(text);
    }
  });
};
