import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore, Expected, NewEvent, OpenEventStore } from '#platform/event-store';
import type { OpenEmptyStore } from './store-under-test.ts';
import { all, anEvent } from './recorded-events.ts';

/** What one caller tries: relative to where the stream really is, so that right and wrong guesses both happen. */
interface Attempt {
  readonly stream: string;
  readonly count: number;
  readonly guess: 'any' | 'no_stream' | 'stream_exists' | -1 | 0 | 1;
  /** Sends an earlier append of this run again, when it named a revision: only then is a late repeat promised. */
  readonly repeat: boolean;
}

const attempt: fc.Arbitrary<Attempt> = fc.record<Attempt>({
  stream: fc.constantFrom('a-1', 'a-2', 'b-1'),
  count: fc.integer({ min: 1, max: 4 }),
  guess: fc.constantFrom<Attempt['guess']>('any', 'no_stream', 'stream_exists', -1, 0, 1),
  repeat: fc.boolean(),
});

interface Sent {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: Expected;
}

/** The rules in the plainest words: a list of streams, each a list of ids. */
class Model {
  readonly order: NewEvent[] = [];
  readonly streams = new Map<string, string[]>();

  /** The revision to be answered, or undefined for a refusal. */
  append({ stream, events, expected }: Sent): bigint | undefined {
    const ids = this.streams.get(stream) ?? [];
    const fits = {
      any: true,
      no_stream: ids.length === 0,
      stream_exists: ids.length > 0,
    };
    const at = typeof expected === 'bigint' ? Number(expected) + 1 : expected === 'no_stream' ? 0 : undefined;
    const start = at ?? ids.indexOf(events[0]?.id ?? '');
    const known = events.filter((event, n) => ids[start + n] === event.id && start >= 0).length;
    if (known === events.length) return BigInt(start + known - 1);
    if (at === undefined && known > 0) return undefined;
    if (typeof expected === 'bigint' ? ids.length !== at || at === 0 : !fits[expected]) return undefined;
    this.streams.set(stream, [...ids, ...events.map(({ id }) => id)]);
    this.order.push(...events);
    return BigInt(ids.length + events.length - 1);
  }

  held(): string[][] {
    const odd = this.order.filter(({ metadata }) => metadata['school'] === 'odd');
    return [this.order, odd].map((events) => events.map(({ id }) => id)).concat([...this.streams.values()]);
  }
}

export const modelContract = (open: OpenEmptyStore): void => {
  it('agrees with a model over any run of appends', async () => {
    const runs = fc.array(attempt, { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(runs, fc.boolean(), async (attempts, atOnce) => {
        const opened = await open({ sequenceKeyName: 'school' });
        const { said, expected } = await compared(opened, attempts, atOnce);
        await opened.close();
        expect(said).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
};

/** What the store said to each attempt and holds in the end, beside what the model says. */
interface Compared {
  readonly said: unknown[];
  readonly expected: unknown[];
}

const compared = async (opened: OpenEventStore, attempts: readonly Attempt[], atOnce: boolean): Promise<Compared> => {
  const model = new Model();
  const sent: Sent[] = [];
  const answers: Promise<unknown>[] = [];
  const expected: unknown[] = [];
  for (const tried of attempts) {
    const now = (tried.repeat && sent[tried.count]) || fresh(model, tried);
    if (now.expected !== 'any' && now.expected !== 'stream_exists') sent.push(now);
    expected.push(model.append(now) ?? 'wrong-expected-revision');
    answers.push(answer(opened.store, now));
    if (!atOnce) await answers.at(-1);
  }
  const said = [...(await Promise.all(answers)), ...(await held(opened, [...model.streams.keys()]))];
  return { said, expected: [...expected, ...model.held()] };
};

const answer = (store: EventStore, { stream, events, expected }: Sent): Promise<unknown> =>
  store.append(stream, events, expected).then(
    ({ revision }) => revision,
    (error: unknown) => (error as { code?: unknown }).code,
  );

/** The ids in the log, those of one sequence key, and those of each stream. */
const held = async ({ store, log }: OpenEventStore, streams: readonly string[]): Promise<string[][]> => {
  const reads = [log.read(), log.read({ filter: { keys: ['odd'] } }), ...streams.map((name) => store.readStream(name))];
  return Promise.all(reads.map(async (read) => (await all(read)).map(({ id }) => id)));
};

const fresh = (model: Model, { stream, count, guess }: Attempt): Sent => {
  const school = count % 2 === 0 ? 'even' : 'odd';
  const events = Array.from({ length: count }, () => anEvent({ metadata: { school } }));
  const length = model.streams.get(stream)?.length ?? 0;
  const expected = typeof guess === 'number' ? BigInt(Math.max(0, length - 1 + guess)) : guess;
  return { stream, events, expected };
};
