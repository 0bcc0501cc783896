import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { NotStrictJson, parseJson } from './strict-json.ts';

const codeOf = (text: string): string => {
  try {
    parseJson(text);
    return 'read';
  } catch (error) {
    if (error instanceof NotStrictJson) return error.code;
    throw error;
  }
};

const name = fc.oneof(
  fc.constantFrom('a', 'b', ':', '"', '\\', '\\"', '{"a":1}', '号', '\u2028', '1'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, fc.constant(null), fc.boolean(), fc.integer(), name, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));
const isForbidden = (text: string): boolean => /"(?:__proto__|constructor|prototype)":/.test(text);

describe('strict JSON', () => {
  it('is read as JSON.parse reads it, however it is laid out', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, '\t'), (any, indent) => {
        const text = JSON.stringify(any, null, indent);
        fc.pre(!isForbidden(text.replaceAll(/\s/g, '')));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('is refused wherever JSON.parse refuses it', () => {
    const anyText = fc.oneof(
      fc.string({
        unit: fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', 'a', '1', ' ', 'null'),
        maxLength: 12,
      }),
      fc.tuple(value, fc.nat()).map(([any, at]) => {
        const text = JSON.stringify(any);
        return text.slice(0, at % (text.length + 1));
      }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(codeOf(text) === 'malformed-json').toBe(!isJson);
      }),
      { numRuns: 1_000 },
    );
  });

  it('names no member twice, at any depth, however the name is written', () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, value, { minKeys: 1, maxKeys: 4 }),
        fc.nat(),
        fc.nat(2),
        (object, which, depth) => {
          const names = Object.keys(object);
          const again = names[which % names.length] ?? '';
          const escaped = again.split('').map(asEscape).join('');
          const text = `{"${escaped}":0,${JSON.stringify(object).slice(1)}`;
          fc.pre(!isForbidden(JSON.stringify(object)));
          expect(codeOf('{"x":['.repeat(depth) + text + ']}'.repeat(depth))).toBe('duplicate-key');
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['{"a":1,"b":{"a":1}}', 'read'],
    ['{"a":1,"\\u0061":1}', 'duplicate-key'],
    ['{"__proto__":{"isAdmin":true}}', 'forbidden-key'],
    ['{"\\u005f_proto__":1}', 'forbidden-key'],
    ['[{"constructor":{"prototype":1}}]', 'forbidden-key'],
    ['"constructor"', 'read'],
    ['[1e999]', 'bad-number'],
    ['[NaN]', 'malformed-json'],
    ['[Infinity]', 'malformed-json'],
    ['\ufeff{}', 'malformed-json'],
    ['{}{}', 'malformed-json'],
    ['', 'malformed-json'],
  ])('%j is %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('nests sixteen levels and no more, and is as long as it likes', () => {
    expect(codeOf('['.repeat(16) + ']'.repeat(16))).toBe('read');
    expect(codeOf('['.repeat(17) + ']'.repeat(17))).toBe('json-too-deep');
    expect(codeOf('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))).toBe('json-too-deep');
    expect(codeOf(`["${'\\\\'.repeat(100_000)}",{"a":1,"a":2}]`)).toBe('duplicate-key');
  });

  it('is not parsed at all when it nests deeper: brackets in strings are none', () => {
    const parse = jest.spyOn(JSON, 'parse');
    expect(codeOf('['.repeat(2_000_000))).toBe('json-too-deep');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
    expect(codeOf(`{"a${'['.repeat(20)}":"${'{'.repeat(20)}"}`)).toBe('read');
    expect(codeOf('[],'.repeat(20))).toBe('malformed-json');
    expect(codeOf('"[')).toBe('malformed-json');
  });
});

const asEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
