import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalText, isCanonical, isWellFormed, NotCanonical } from '#kernel';

const key = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
  .filter((k) => !/^\d+$/.test(k) && !k.includes('\0') && k !== '__proto__');
const leaf = fc.oneof(
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0')),
);
const json = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 4 }),
  ),
})).node;

describe('canonical text', () => {
  it('agrees with an independent RFC 8785 implementation', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value));
      }),
    );
  });

  it('is its own canonical form after a round trip', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(isCanonical(canonicalText(value))).toBe(true);
      }),
    );
  });

  it('does not depend on the order in which keys were written', () => {
    expect(canonicalText({ b: 1, a: [{ d: '1', c: null }] })).toBe('{"a":[{"c":null,"d":"1"}],"b":1}');
  });

  it.each([
    ['NUL', { a: 'x\0' }, '/a'],
    ['a lone high surrogate', { a: ['\ud800b'] }, '/a/0'],
    ['a lone low surrogate in a key', { '\udc00': 1 }, '/\udc00'],
    ['a fraction', { a: 1.5 }, '/a'],
    ['an unsafe integer', { a: 2 ** 53 }, '/a'],
    ['NaN', { a: Number.NaN }, '/a'],
    ['undefined', { a: undefined }, '/a'],
    ['a hole', { a: Array.of<unknown>(1).concat(Array.from({ length: 1 })) }, '/a/1'],
    ['a hole in a sparse array', { a: Object.assign([] as number[], { length: 1 }) }, '/a/0'],
    ['a bigint', { a: 1n }, '/a'],
    ['an integer-like key', { a: { 10: 1 } }, '/a/10'],
    ['a Date', { a: new Date(0) }, '/a'],
  ])('refuses %s and names the place', (_, value, path) => {
    expect(() => canonicalText(value)).toThrow(expect.objectContaining({ code: 'not-canonical', path }));
  });

  it('refuses more than 16 levels', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 17; i += 1) deep = [deep];
    expect(() => canonicalText(deep)).toThrow(NotCanonical);
  });

  it('knows what UTF-8 can carry', () => {
    expect(['𠮷', 'a', '\ud800', 'x\udc00'].map(isWellFormed)).toEqual([true, true, false, false]);
  });
});
