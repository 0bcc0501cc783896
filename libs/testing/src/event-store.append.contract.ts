import { describe, expect, it } from '@jest/globals';
import type { Expected } from '#platform/event-store';
import type { StoreUnderTest } from './store-under-test.ts';
import { all, anEvent, codeOf, someEvents } from './recorded-events.ts';

const stream = 'violationCase-1';

export const appendContract = (under: StoreUnderTest): void => {
  describe('append', () => {
    numbersRevisions(under);
    judgesExpectations(under);
    repeats(under);
    keepsOrder(under);
  });
};

const numbersRevisions = (under: StoreUnderTest): void => {
  it('numbers revisions from 0 and answers that of the last event', async () => {
    expect((await under.store.append(stream, [anEvent()], 'no_stream')).revision).toBe(0n);
    expect((await under.store.append(stream, someEvents(3), 0n)).revision).toBe(3n);
    expect((await under.store.append('decision-1', [anEvent()], 'any')).revision).toBe(0n);
    expect((await all(under.store.readStream(stream))).map((e) => e.revision)).toEqual([0n, 1n, 2n, 3n]);
  });

  it('numbers positions from 0 over all streams', async () => {
    await under.store.append(stream, someEvents(2), 'any');
    const { position } = await under.store.append('decision-1', someEvents(2), 'any');
    expect([3n, undefined]).toContain(position);
    expect((await all(under.log.read())).map((e) => e.position)).toEqual([0n, 1n, 2n, 3n]);
  });

  it('brings back exactly what was given, and when', async () => {
    const data = { 姓名: '𠮷野', list: [1, -2, { deep: [null, true, ''] }], text: 'a"\\\n\u2028\u007f' };
    const event = anEvent({ data, metadata: { school: '3646012001', $causationId: 'c', $correlationId: 'k' } });
    await under.store.append(stream, [event], 'no_stream');
    const [recorded] = await all(under.store.readStream(stream));
    const place = { stream, revision: 0n, position: 0n, recordedAt: '2022-05-10T08:00:00.000Z' };
    expect(recorded).toEqual({ ...event, ...place });
  });

  it('does not see what the caller does to the event afterwards', async () => {
    const data = { caseNo: '1', list: ['a'] };
    const appended = under.store.append(stream, [anEvent({ data })], 'no_stream');
    data.caseNo = '2';
    data.list.push('b');
    await appended;
    for (const _ of [1, 2]) {
      const [recorded] = await all(under.store.readStream(stream));
      expect(recorded?.data).toEqual({ caseNo: '1', list: ['a'] });
      Object.assign(recorded?.data ?? {}, { caseNo: '3' });
    }
  });

  it('never lets recordedAt go back', async () => {
    for (const minute of ['05', '03', '04', '06']) {
      under.now = new Date(`2022-05-10T08:${minute}:00.000Z`);
      await under.store.append(stream, [anEvent()], 'any');
    }
    const minutes = (await all(under.log.read())).map((e) => e.recordedAt.slice(14, 16));
    expect(minutes).toEqual(['05', '05', '05', '06']);
  });
};

const judgesExpectations = (under: StoreUnderTest): void => {
  const wrong: readonly [Expected, number, bigint | 'no_stream'][] = [
    ['stream_exists', 0, 'no_stream'],
    [0n, 0, 'no_stream'],
    [7n, 0, 'no_stream'],
    ['no_stream', 2, 1n],
    [0n, 2, 1n],
    [2n, 2, 1n],
    [2n ** 63n, 2, 1n],
  ];
  it.each(wrong)('refuses %s on a stream of %i events', async (expected, count, actual) => {
    if (count > 0) await under.store.append(stream, someEvents(count), 'no_stream');
    await expect(under.store.append(stream, someEvents(2), expected)).rejects.toMatchObject({
      name: 'WrongExpectedRevision',
      code: 'wrong-expected-revision',
      stream,
      expected,
      actual,
    });
    expect(await all(under.log.read())).toHaveLength(count);
  });

  const right: readonly [Expected, number][] = [
    ['any', 0],
    ['no_stream', 0],
    ['any', 2],
    ['stream_exists', 2],
    [1n, 2],
  ];
  it.each(right)('accepts %s on a stream of %i events', async (expected, count) => {
    if (count > 0) await under.store.append(stream, someEvents(count), 'no_stream');
    expect((await under.store.append(stream, [anEvent()], expected)).revision).toBe(BigInt(count));
  });
};

const repeats = (under: StoreUnderTest): void => {
  it.each(['any', 'no_stream', 'stream_exists', 0n] as const)('records a repeat under %s once', async (expected) => {
    if (expected === 'stream_exists' || expected === 0n) await under.store.append(stream, [anEvent()], 'no_stream');
    const events = someEvents(3);
    const first = await under.store.append(stream, events, expected);
    expect(await under.store.append(stream, events, expected)).toEqual(first);
    expect(await under.log.head()).toBe(first.revision);
  });

  it('answers a late repeat at an exact revision as the first time', async () => {
    const [before, events] = [someEvents(2), someEvents(2)];
    const first = await under.store.append(stream, before, 'no_stream');
    const second = await under.store.append(stream, events, 1n);
    await under.store.append(stream, someEvents(5), 3n);
    expect(await under.store.append(stream, before, 'no_stream')).toEqual(first);
    expect(await under.store.append(stream, events, 1n)).toEqual(second);
    expect(await all(under.log.read())).toHaveLength(9);
  });

  it('refuses a batch that repeats only in part', async () => {
    const [one, two] = someEvents(2);
    if (!one || !two) throw new Error('two events');
    await under.store.append(stream, [one, two], 'no_stream');
    for (const batch of [
      [one, anEvent()],
      [anEvent(), two],
      [two, one],
      [one, two, anEvent()],
    ]) {
      const refused = under.store.append(stream, batch, 'no_stream');
      await expect(refused).rejects.toMatchObject({ code: 'wrong-expected-revision', actual: 1n });
    }
    const mixed = under.store.append(stream, [one, anEvent()], 'any');
    await expect(mixed).rejects.toMatchObject({ code: 'wrong-expected-revision', expected: 'any' });
    expect(await under.log.head()).toBe(1n);
  });

  it('takes the same id in another stream for another event', async () => {
    const event = anEvent();
    await under.store.append(stream, [event], 'no_stream');
    expect((await under.store.append('decision-1', [event], 'any')).revision).toBe(0n);
    expect(await under.log.head()).toBe(1n);
  });
};

const keepsOrder = (under: StoreUnderTest): void => {
  it('records in the order of the calls, each batch in one piece', async () => {
    const batches = Array.from({ length: 200 }, (_, n) => someEvents(1 + (n % 3)));
    await Promise.all(batches.map((batch, n) => under.store.append(`violationCase-${n % 7}`, batch, 'any')));
    const recorded = (await all(under.log.read())).map((e) => e.id);
    expect(recorded).toEqual(batches.flat().map((e) => e.id));
  });

  it('lets one of 50 writers win each revision', async () => {
    let won = 0;
    const losses = new Set<unknown>();
    const writer = async (): Promise<void> => {
      for (let tries = 0; tries < 4; tries += 1) {
        const last = (await under.log.head()) ?? -1n;
        const appended = under.store.append(stream, [anEvent()], last < 0n ? 'no_stream' : last);
        const code = await codeOf(appended);
        if (code === undefined) won += 1;
        else losses.add(code);
      }
    };
    await Promise.all(Array.from({ length: 50 }, writer));
    const revisions = (await all(under.store.readStream(stream))).map((e) => Number(e.revision));
    expect([...losses]).toEqual(['wrong-expected-revision']);
    expect(won).toBeGreaterThan(0);
    expect(revisions).toEqual(Array.from({ length: won }, (_, n) => n));
  });
};
