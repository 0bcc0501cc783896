import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '#platform/event-store';
import { ReadStoreUnavailable } from '#platform/read-store';
import type { ReadStore } from '#platform/read-store';
import { handClock } from './hand-clock.spec-kit.ts';
import { PatientWriter } from './patient-writer.ts';

const storeOf = (write: () => Promise<unknown>) => ({ write }) as unknown as ReadStore;
const nothing = (): Promise<void> => Promise.resolve();

describe('a patient writer', () => {
  it('tries a failing storage until the signal', async () => {
    const stop = new AbortController();
    const { clock, sleepers } = handClock();
    const alarms: unknown[] = [];
    const failure = new ReadStoreUnavailable('SQLITE_BUSY');
    const writer = new PatientWriter(
      storeOf(() => Promise.reject(failure)),
      clock,
      (error) => alarms.push(error),
    );
    const written = writer.write(nothing, stop.signal);
    for (let attempt = 0; attempt < 12; attempt += 1) {
      while (sleepers.length <= attempt) await Promise.resolve();
      sleepers[attempt]?.wake();
    }
    expect(sleepers.slice(0, 4).map(({ ms }) => ms)).toEqual([100, 200, 400, 800]);
    expect(sleepers[11]?.ms).toBe(30_000);
    expect(writer.isFailing).toBe(true);
    expect(alarms).toEqual([failure]);
    stop.abort();
    await expect(written).rejects.toBe(failure);
  });

  it('tries again when the work could not read the log', async () => {
    const { clock, sleepers } = handClock();
    const failures: Error[] = [new StoreUnavailable('no connection', true)];
    const write = (): Promise<unknown> => {
      const failure = failures.pop();
      return failure ? Promise.reject(failure) : Promise.resolve('written');
    };
    const writer = new PatientWriter(storeOf(write), clock, () => undefined);
    const written = writer.write(nothing, new AbortController().signal);
    while (sleepers.length === 0) await Promise.resolve();
    sleepers[0]?.wake();
    expect(await written).toBe('written');
  });

  it('does not repeat what the work itself refuses', async () => {
    const { clock, sleepers } = handClock();
    const writer = new PatientWriter(
      storeOf(() => Promise.reject(new Error('poison'))),
      clock,
      () => undefined,
    );
    await expect(writer.write(nothing, new AbortController().signal)).rejects.toThrow('poison');
    expect([sleepers.length, writer.isFailing]).toEqual([0, false]);
  });
});
