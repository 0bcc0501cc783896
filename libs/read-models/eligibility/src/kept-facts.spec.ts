import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldSchool, noFacts } from '#facts';
import type { FactEvent, RegisterEvent } from '#facts';
import { happened } from '#testing';
import { KeptFacts } from './kept-facts.ts';

const codes = ['3646010001', '3646010002', '3646010003', '3646010004'];

/** A log that counts how often it is read, and facts of at most so many of its events. */
const factsOf = (most: number) => {
  const log = new Map(codes.map((code) => [code, [] as FactEvent[]]));
  const [read, gone]: [string[], string[]] = [[], []];
  let position = 0;
  const kept = new KeptFacts({
    most,
    read: (school) => {
      read.push(school);
      return Promise.resolve([...(log.get(school) ?? [])]);
    },
    letGo: (school) => gone.push(school),
  });
  const record = (code: string): readonly FactEvent[] => {
    const all = log.get(code) ?? [];
    const event: RegisterEvent =
      all.length === 0 ? happened.registered({ code }) : happened.amended({ code, principal: `校长${position}` });
    const placed: FactEvent = { ...event, stream: `school-${code}`, revision: all.length, position };
    all.push(placed);
    position += 1;
    return [placed];
  };
  const expected = (code: string) => (log.get(code) ?? []).reduce(foldSchool, noFacts(code));
  return { kept, record, read, gone, expected };
};

const anyStep = fc.tuple(fc.constantFrom('ask', 'record', 'forget'), fc.nat({ max: codes.length - 1 }));

describe('facts that are kept', () => {
  it('are those of the log, however few of them there is room for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 30 }), fc.array(anyStep, { maxLength: 40 }), async (most, steps) => {
        const { kept, record, expected } = factsOf(most);
        for (const [step, n] of steps) {
          const code = codes[n] ?? '';
          if (step === 'forget') kept.forget(code);
          if (step === 'record') kept.follow(code, record(code));
          // Told at once or a while later: what is being read meanwhile must not be folded twice.
          const [asked, recorded] = [kept.of(code), expected(code)];
          expect(await (step === 'ask' ? recorded : asked)).toEqual(recorded);
        }
        for (const code of codes) expect(await kept.of(code)).toEqual(expected(code));
      }),
    );
  });

  it('give way, those read first, when there is no more room', async () => {
    const { kept, read, gone } = factsOf(9); // three schools without events
    for (const code of codes) await kept.of(code);
    expect(gone).toEqual(codes.slice(0, 1));
    read.length = 0;
    for (const code of codes.toReversed()) await kept.of(code);
    expect(read).toEqual(codes.slice(0, 1));
  });

  it('give way to events that come later', async () => {
    const { kept, record, gone } = factsOf(9);
    const [first = '', , third = ''] = codes;
    for (const code of codes.slice(0, 3)) await kept.of(code);
    kept.follow(third, record(third));
    await kept.of(third);
    expect(gone).toEqual([first]);
  });

  it('are kept of one school at least', async () => {
    const { kept, read } = factsOf(0);
    for (let n = 0; n < 3; n += 1) await kept.of(codes[0] ?? '');
    expect(read).toHaveLength(1);
  });

  it('are read again when reading failed', async () => {
    let failures = 1;
    const kept = new KeptFacts({
      most: 100,
      read: () => (failures-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve([])),
      letGo: () => undefined,
    });
    await expect(kept.of('x')).rejects.toThrow('away');
    expect(await kept.of('x')).toEqual(noFacts('x'));
  });
});
