import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Committed } from '#platform/event-store';
import { parseEnvelope } from '#platform/event-store';
import { sequenced } from './sequenced-batch.ts';
import type { LogEnd } from './sequenced-batch.ts';

const event = (stream: string, revision: number, recordedAt = '2022-05-10T08:00:00.000Z'): Committed => ({
  id: `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`,
  type: 'NoteTaken',
  data: { n: revision },
  metadata: { school: stream.slice(-1) },
  stream,
  revision: BigInt(revision),
  recordedAt,
});

const start = { head: -1, recordedAt: '1970-01-01T00:00:00.000Z' };
const known = () => ({ lastRevisions: new Map<string, number>(), sequenceKeyName: 'school' });

/** Any interleaving of streams, in which everything may be delivered again from any place on. */
const delivery = fc
  .array(fc.record({ stream: fc.constantFrom('note-1', 'note-2', 'note-3'), again: fc.nat({ max: 5 }) }), {
    maxLength: 40,
  })
  .map((steps) => {
    const last = new Map<string, number>();
    const once: Committed[] = [];
    const delivered: Committed[] = [];
    for (const { stream, again } of steps) {
      const revision = (last.get(stream) ?? -1) + 1;
      last.set(stream, revision);
      once.push(event(stream, revision));
      delivered.push(...once.slice(Math.max(0, once.length - 1 - again)));
    }
    return { once, delivered };
  });

describe('a sequenced batch', () => {
  it('holds every event once, in order and without gaps, however often it was delivered and wherever batches end', () => {
    fc.assert(
      fc.property(delivery, fc.integer({ min: 1, max: 10 }), ({ once, delivered }, size) => {
        const log: string[] = [];
        let end: LogEnd = start;
        const lastRevisions = new Map<string, number>();
        for (let at = 0; at < delivered.length; at += size) {
          const next = sequenced(delivered.slice(at, at + size), end, { lastRevisions, sequenceKeyName: 'school' });
          end = next.end;
          log.push(...next.events.map(({ position, stream, revision }) => `${position} ${stream}@${revision}`));
        }
        expect(log).toEqual(once.map(({ stream, revision }, n) => `${n} ${stream}@${revision}`));
      }),
    );
  });

  it('never lets time go back', () => {
    const times = ['2022-05-10T08:00:02.000Z', '2022-05-10T08:00:01.000Z', '2022-05-10T08:00:03.000Z'];
    const { events, end } = sequenced(
      times.map((at, n) => event('note-1', n, at)),
      start,
      known(),
    );
    expect(events.map(({ bytes }) => parseEnvelope(bytes).recordedAt)).toEqual([times[0], times[0], times[2]]);
    expect(end).toEqual({ head: 2, recordedAt: times[2] });
  });

  it('refuses to leave out a revision', () => {
    expect(() => sequenced([event('note-1', 0), event('note-1', 2)], start, known())).toThrow(
      'note-1: revision 1 should follow in the feed, 2 came',
    );
  });
});
