import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { committedFrom, isOfTheSystem } from './recorded-event.ts';

const recorded = (over: object = {}): RecordedEvent => ({
  streamId: 'case-1',
  id: 'i',
  type: 'CaseFiled',
  isJson: true,
  revision: 3n,
  created: new Date('2022-05-10T08:00:00.123Z'),
  data: { a: 1 },
  metadata: { actor: 'o-1' },
  position: { commit: 1n, prepare: 1n },
  ...over,
});

describe('an event of KurrentDB', () => {
  it('is what was recorded, with its instant in milliseconds', () => {
    expect(committedFrom(recorded())).toEqual({
      id: 'i',
      stream: 'case-1',
      type: 'CaseFiled',
      data: { a: 1 },
      metadata: { actor: 'o-1' },
      revision: 3n,
      recordedAt: '2022-05-10T08:00:00.123Z',
    });
    expect(committedFrom(recorded({ metadata: undefined })).metadata).toEqual({});
  });

  it.each([
    ['JSON that is damaged, which the client gives as text', { data: '{"a":' }],
    ['a list', { data: [] }],
    ['a number', { data: 7 }],
    ['null', { data: null }],
    ['bytes', { isJson: false, data: new Uint8Array(2) }],
    ['metadata that is no JSON, which the client gives as bytes', { metadata: new Uint8Array([1]) }],
    ['metadata with a number', { metadata: { row: 1 } }],
    ['metadata that is a list', { metadata: [] }],
  ])('is refused by name when it holds %s', (_, over) => {
    const named = expect.stringContaining('event 3 of case-1');
    expect(() => committedFrom(recorded(over))).toThrow(
      expect.objectContaining({ code: 'store-unavailable', retryable: false, message: named }),
    );
  });

  it.each([
    ['CaseFiled', 'case-1', false],
    ['$streamDeleted', 'case-1', true],
    ['$>', 'case-1', true],
    ['$metadata', '$$case-1', true],
    ['update', '$settings', true],
  ])('%s in %s is of the system: %s', (type, streamId, system) => {
    expect(isOfTheSystem({ type, streamId })).toBe(system);
  });
});
