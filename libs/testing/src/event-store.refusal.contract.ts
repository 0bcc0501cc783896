import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Expected, NewEvent } from '#platform/event-store';
import type { StoreUnderTest } from './store-under-test.ts';
import { all, anEvent, codeOf } from './recorded-events.ts';

const stream = 'violationCase-1';

/** Tries an append that is unlawful; answers the code of its refusal, and how many events the log holds afterwards. */
type Refusal = (tried: { name?: string; events?: readonly NewEvent[]; expected?: unknown }) => Promise<unknown[]>;

/** A neighbour's lawful append goes through; of the unlawful one, nothing. */
const onlyTheOther = ['invalid-argument', 1];

export const refusalContract = (under: StoreUnderTest): void => {
  const refusal: Refusal = async (tried) => {
    const { name, events, expected } = { name: stream, events: [anEvent()], expected: 'any', ...tried };
    const other = under.store.append('decision-1', [anEvent()], 'any');
    const code = await codeOf(under.store.append(name, events, expected as Expected));
    await other;
    return [code, (await all(under.log.read())).length];
  };

  describe('what no store may record', () => {
    names(refusal);
    dataAndMetadata(refusal);
    strings(under);
    sizes(under);
  });
};

const names = (refusal: Refusal): void => {
  it('refuses an append without events', async () => {
    expect(await refusal({ events: [] })).toEqual(onlyTheOther);
  });

  it.each([
    '',
    'case',
    'Case-1',
    '$ce-case',
    '-1',
    'case-',
    'case-学',
    'case-1 ',
    'case-a/b',
    `case-${'x'.repeat(196)}`,
  ])('refuses the stream %p', async (name) => {
    expect(await refusal({ name })).toEqual(onlyTheOther);
  });

  it.each(['', '$streamDeleted', '$>', '案件', 'Case Filed', 'C'.repeat(201), undefined])(
    'refuses the type %p',
    async (type) => {
      expect(await refusal({ events: [anEvent({ type: type as string })] })).toEqual(onlyTheOther);
    },
  );

  it.each(['', 'x', '7D444840-9DC0-11D1-B245-5FFDCE74FAD2', '7d4448409dc011d1b2455ffdce74fad2', null])(
    'refuses the id %p',
    async (id) => {
      expect(await refusal({ events: [anEvent({ id: id as string })] })).toEqual(onlyTheOther);
    },
  );

  it('refuses one id twice in an append', async () => {
    const event = anEvent();
    expect(await refusal({ events: [event, { ...event }] })).toEqual(onlyTheOther);
  });

  it.each([-1n, 0, 'none', undefined])('refuses to expect %p', async (expected) => {
    expect(await refusal({ expected })).toEqual(onlyTheOther);
  });
};

const dataAndMetadata = (refusal: Refusal): void => {
  it.each([
    ['a list', []],
    ['nothing', null],
    ['text', 'x'],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['undefined', { a: undefined }],
    ['NaN', { a: Number.NaN }],
    ['a fraction', { a: 0.5 }],
    ['an unsafe integer', { a: 2 ** 53 }],
    ['a bigint', { a: 1n }],
    ['a Date inside', { a: [new Date(0)] }],
    ['a function', { a: () => 1 }],
    ['an integer-like key', { 10: 1 }],
    ['too many levels', JSON.parse(`${'{"a":'.repeat(16)}1${'}'.repeat(16)}`)],
  ])('refuses %s as data', async (_, data) => {
    expect(await refusal({ events: [anEvent(), anEvent({ data: data as object })] })).toEqual(onlyTheOther);
  });

  it.each([
    ['a system key', { $maxAge: '1' }],
    ['a number', { row: 1 }],
    ['null', { actor: null }],
    ['an object', { actor: {} }],
    ['a list instead', ['a']],
    ['nothing instead', null],
  ])('refuses metadata with %s', async (_, metadata) => {
    expect(await refusal({ events: [anEvent({ metadata: metadata as Record<string, string> })] })).toEqual(
      onlyTheOther,
    );
  });
};

const strings = (under: StoreUnderTest): void => {
  const text = fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0xff_ff }), fc.constantFrom(0, 0xd8_00, 0xdc_00, 0x20_2e, 0xfe_ff)))
    .map((units) => String.fromCharCode(...units));

  it('refuses NUL and lone surrogates, and brings back every other string unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (said) => {
        const event = anEvent({ data: { said }, metadata: { said } });
        const lawful = !said.includes('\0') && Buffer.from(said).toString() === said;
        expect(await codeOf(under.store.append(stream, [event], 'any'))).toBe(lawful ? undefined : 'invalid-argument');
        const [last] = await all(under.log.read({ direction: 'backward', limit: 1 }));
        expect(last?.id === event.id).toBe(lawful);
        expect(last?.data).toEqual(lawful ? { said } : last?.data);
        expect(last?.metadata).toEqual(lawful ? { said } : last?.metadata);
      }),
    );
  });
};

/** Events of about 31 KB. */
const big = (count: number): NewEvent[] =>
  Array.from({ length: count }, () => anEvent({ data: { text: 'x'.repeat(31_000) } }));

const sizes = (under: StoreUnderTest): void => {
  it('counts bytes, not characters, of one event', async () => {
    await under.store.append(stream, [anEvent({ data: { text: 'x'.repeat(32_000) } })], 'any');
    await under.store.append(stream, [anEvent({ data: { text: '红'.repeat(10_600) } })], 'any');
    for (const text of ['x'.repeat(32_768), '红'.repeat(10_923)]) {
      const refused = under.store.append(stream, [anEvent(), anEvent({ data: { text } })], 'any');
      await expect(refused).rejects.toMatchObject({ name: 'EventTooLarge', code: 'event-too-large' });
    }
    expect(await under.log.head()).toBe(1n);
  });

  it('limits one append to 3 MiB', async () => {
    await under.store.append(stream, big(99), 'any');
    const refused = under.store.append(stream, big(102), 'any');
    await expect(refused).rejects.toMatchObject({ name: 'AppendTooLarge', code: 'append-too-large' });
    expect(await under.log.head()).toBe(98n);
  });
};
