import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from '#kernel';
import { envelopeBytes, parseEnvelope } from '#platform/event-store';
import type { JsonObject, Recorded } from '#platform/event-store';
import { draftEnvelope, maxEnvelopeBytes } from './envelope.ts';

const text = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0'));
const key = text.filter((k) => !/^\d+$/.test(k) && k !== '__proto__');
const json = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.constant(null), text),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 4 }),
  ),
})).node;

const recorded: fc.Arbitrary<Recorded> = fc.record({
  id: fc.uuid(),
  stream: text,
  type: text,
  data: fc.dictionary(key, json, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
  metadata: fc.dictionary(key, text, { maxKeys: 4 }),
  revision: fc.bigInt(0n, 2n ** 63n - 1n),
  position: fc.bigInt(0n, 2n ** 63n - 1n),
  recordedAt: fc
    .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
});

const nested = (levels: number): object => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as object;

const draft = (levels: number) => () => draftEnvelope('s-1', { id: '', type: 'T', metadata: {}, data: nested(levels) });

describe('the envelope', () => {
  it('is the canonical text of all its members, although it is put together from parts', () => {
    fc.assert(
      fc.property(recorded, (event) => {
        const { id, stream, type, data, metadata: meta, recordedAt } = event;
        const [pos, ver] = [String(event.position), String(event.revision)];
        const whole = canonicalText({ v: 1, pos, id, stream, ver, type, recordedAt, meta, data });
        expect(Buffer.from(envelopeBytes(event)).toString()).toBe(whole);
      }),
    );
  });

  it('comes back as the event it was', () => {
    fc.assert(
      fc.property(recorded, (event) => {
        expect(parseEnvelope(envelopeBytes(event))).toEqual(JSON.parse(JSON.stringify(event, plain), revived));
      }),
    );
  });

  it('is never longer than was counted before it was placed', () => {
    fc.assert(
      fc.property(recorded, (event) => {
        const counted = maxEnvelopeBytes(draftEnvelope(event.stream, event));
        expect(envelopeBytes(event).length).toBeLessThanOrEqual(counted);
        expect(counted - envelopeBytes(event).length).toBeLessThanOrEqual(36);
      }),
    );
  });

  it('counts depth from its own outermost brace', () => {
    expect(draft(15)).not.toThrow();
    expect(draft(16)).toThrow('deeper than 16');
  });

  it('of a later version, or damaged, is not read', () => {
    expect(() => parseEnvelope('{"v":2}')).toThrow(expect.objectContaining({ code: 'unsupported' }));
    expect(() => parseEnvelope('{"v":1')).toThrow(expect.objectContaining({ code: 'store-unavailable' }));
  });
});

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? { bigint: String(value) } : value);
const revived = (_: string, value: unknown): unknown => {
  const { bigint } = (value ?? {}) as { bigint?: unknown };
  return typeof bigint === 'string' ? BigInt(bigint) : value;
};
