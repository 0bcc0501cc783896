import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { OpenApiDocument } from '../openapi-check.ts';
import type { Schema } from './described-operations.ts';

/** Texts that programs have tripped over. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\r\n\u001b[31mlevel',
  '\u202eabc',
  '\ufeff',
  'e\u0301',
  '👩‍👩‍👧‍👦'.repeat(20),
  '号'.repeat(201),
  '号'.repeat(4001),
  'x'.repeat(9_000),
  '__proto__',
  'constructor',
  'toString',
  'null',
  '-1',
  '1e9',
  '0x10',
  '９９９９９９９９９９',
  '٣٦٤٦٠١٢٠٠١',
  '../../etc/passwd',
  "' OR 1=1 --",
  '=cmd|/c!A1',
  '0000-00-00',
  '0001-01-01',
  '1899-12-31',
  '2022-02-29',
  '2022-13-01',
  '2022-1-1',
  '2022-05-10T00:00:00Z',
  '9999-12-31',
  '10000-01-01',
];

const oddNumbers: readonly number[] = [
  0,
  -0,
  -1,
  1.5,
  Number.EPSILON,
  1e21,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  2 ** 53,
  2 ** 31,
  2 ** 32,
];

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;

/** Anything at all in the place of a value. */
export const oddValue: Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...oddTexts) },
  { weight: 3, arbitrary: fc.constantFrom(...oddNumbers) },
  { weight: 3, arbitrary: fc.constantFrom(null, true, false, {}, [], [[]], [null], { length: 1 }, { toString: 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(nested(15), nested(17), nested(500)) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 501 }, () => '2022')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** Null but for one time in so many. */
export const seldom = <T>(arbitrary: Arbitrary<T>, oneIn: number): Arbitrary<T | null> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** A value where only text can stand. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Makes values of schemas: mostly as they say, sometimes at their edges, sometimes anything else. */
export class AnyValue {
  readonly #document: OpenApiDocument;
  readonly #made = new Map<Schema, Arbitrary<unknown>>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  /** One in sixteen values of a field is none that its schema wants. */
  of(schema: Schema): Arbitrary<unknown> {
    const made = this.#made.get(schema) ?? this.#make(this.resolved(schema));
    this.#made.set(schema, made);
    return made;
  }

  resolved(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : (this.#document.components.schemas[name] ?? {});
  }

  #make(schema: Schema): Arbitrary<unknown> {
    return fc.oneof(
      { weight: 30, arbitrary: this.#valid(schema) },
      { weight: 1, arbitrary: fc.constantFrom(...edgesOf(schema)) },
      { weight: 1, arbitrary: oddValue },
    );
  }

  #valid(schema: Schema): Arbitrary<unknown> {
    const made = this.#ofType(schema);
    return schema.example === undefined
      ? made
      : fc.oneof({ weight: 3, arbitrary: fc.constant(schema.example) }, { weight: 1, arbitrary: made });
  }

  #ofType(schema: Schema): Arbitrary<unknown> {
    const { properties, items, enum: values, minimum = 0, maximum = 1_000_000, maxItems = 500 } = schema;
    if (properties) return this.#object(schema, properties);
    if (items) return fc.array(this.of(items), { maxLength: Math.min(3, maxItems) });
    if (values) return fc.constantFrom(...values);
    const types = [schema.type ?? 'string'].flat();
    if (types.includes('integer')) return fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 31 - 1) });
    return texts(schema);
  }

  /** What must be there is left out now and then; what is not known is put in. */
  #object({ required = [] }: Schema, properties: Readonly<Record<string, Schema>>): Arbitrary<unknown> {
    const members = Object.entries(properties).map(([name, schema]) =>
      fc.tuple(fc.constant(name), this.of(schema), fc.nat(required.includes(name) ? 40 : 2)),
    );
    const unknown = seldom(
      fc.tuple(fc.constantFrom('extra', 'toString', '__proto__', '', 'constructor'), oddValue),
      30,
    );
    return fc.tuple(fc.tuple(...members), unknown).map(([known, more]) => {
      const kept = known.filter(([, , chance]) => chance > 0).map(([name, value]) => [name, value] as const);
      return Object.fromEntries(more ? [...kept, more] : kept); // which defines an own __proto__, as a parser does
    });
  }
}

const texts = ({ format, pattern, minLength = 0, maxLength = 100 }: Schema): Arbitrary<unknown> => {
  if (format === 'date')
    return fc
      .date({ min: new Date('2019-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
  if (pattern !== undefined && !pattern.includes('\\P')) return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(
    fc.constantFrom('1', '2', '2022-004', '海教职成〔2022〕8号', '示例'),
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 30) }),
  );
};

/** The values on both sides of what a schema allows. */
const edgesOf = ({
  minimum,
  maximum,
  minLength,
  maxLength,
  pattern,
  maxItems,
  example,
}: Schema): readonly unknown[] => [
  ...(minimum === undefined ? [] : [minimum, minimum - 1, minimum + 0.5]),
  ...(maximum === undefined ? [] : [maximum, maximum + 1]),
  ...(minLength === undefined ? [] : ['x'.repeat(minLength), 'x'.repeat(Math.max(0, minLength - 1))]),
  ...(maxLength === undefined ? [] : ['字'.repeat(maxLength), '字'.repeat(maxLength + 1)]),
  ...(maxItems === undefined ? [] : [Array.from({ length: Math.min(maxItems, 500) + 1 }, () => example)]),
  ...(pattern === undefined ? [] : [`${asText(example)}0`, ` ${asText(example)}`, `${asText(example)}\n`]),
  null,
  [example],
  asText(example),
];
