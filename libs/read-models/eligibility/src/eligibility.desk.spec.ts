import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { FactEvent, RegisterEvent } from '#facts';
import { openMemoryEventStore } from '#platform/event-store';
import { EligibilityDesk, LogRows, readQuestion } from '#read-models/eligibility';
import { happened, keys, rows } from '#testing';

const asked = (school: string) => readQuestion({ school, on: '2022-09-10' }, '2022-09-10');

const deskOver = async (events: readonly (readonly [type: string, data: object, school?: string])[]) => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school' });
  for (const [type, data, school] of events) {
    const metadata: Record<string, string> = school === undefined ? {} : { school };
    await store.append(`school-${school ?? 'office'}`, [{ id: randomUUID(), type, data, metadata }], 'any');
  }
  return new EligibilityDesk(new LogRows(log));
};

const registered = (code: string) =>
  ['SchoolRegistered', { ...rows.school({ code }), creditCodeOverride: null }, code] as const;

describe('the desk over a log of a later release', () => {
  it('says nothing about a school of which it cannot read an event, and answers for the others', async () => {
    const desk = await deskOver([
      registered(keys.school),
      registered(keys.otherSchool),
      ['SchoolBlessed', {}, keys.school],
    ]);
    await expect(desk.answer(asked(keys.school))).rejects.toMatchObject({ code: 'eligibility-not-current' });
    await expect(desk.answer(asked(keys.otherSchool))).resolves.toMatchObject({ state: 'ELIGIBLE' });
  });

  it('says nothing at all after an event that may concern every school', async () => {
    const desk = await deskOver([registered(keys.school), ['CampaignBlessed', {}]]);
    await expect(desk.answer(asked(keys.school))).rejects.toMatchObject({ code: 'eligibility-not-current' });
  });

  it('reads past what no verdict depends on', async () => {
    const desk = await deskOver([registered(keys.school), ['WorkbookImported', {}]]);
    await expect(desk.answer(asked(keys.school))).resolves.toMatchObject({ state: 'ELIGIBLE', position: '0' });
  });
});

describe('a written answer', () => {
  it('is the answer as bytes, whichever way the same question was put before', async () => {
    const desk = await deskOver([registered(keys.school)]);
    const now = asked(keys.school);
    const atPosition = { ...now, knownAt: { position: 0 }, knownAtText: '0' };
    // What a batch asks for a point that is not past: today's knowledge, under the words of the question.
    const worded = { ...now, knownAtText: '7' };
    for (const question of [worded, now, atPosition, now, worded]) {
      const { body, position } = await desk.write(question);
      const read: unknown = JSON.parse(Buffer.from(body, 'latin1').toString());
      expect(read).toEqual(JSON.parse(JSON.stringify(await desk.answer(question))));
      expect(read).toMatchObject({ knownAt: question.knownAtText, position: String(position) });
    }
  });
});

describe('what the desk keeps in memory', () => {
  const place = (event: RegisterEvent, position: number): FactEvent => ({
    ...event,
    stream: 's',
    revision: 0,
    position,
  });
  const first = place(happened.registered(), 0);
  const banned = place(happened.decided(), 1);

  /** Rows that tell how often they were read, and may be read before or after the last event. */
  const deskOverRows = () => {
    const recorded: FactEvent[] = [first];
    const read: string[] = [];
    const about = (key: string): Promise<readonly FactEvent[]> => {
      read.push(key);
      return Promise.resolve(key === keys.school ? [...recorded] : []);
    };
    const rowsRead = { about, positionAt: () => Promise.resolve(0), isStale: () => false };
    return { desk: new EligibilityDesk(rowsRead), recorded, read };
  };
  const stateOf = async (desk: EligibilityDesk) => (await desk.answer(asked(keys.school))).state;

  it('is carried on by new events without being read again', async () => {
    const { desk, recorded, read } = deskOverRows();
    expect(await stateOf(desk)).toBe('ELIGIBLE');
    recorded.push(banned);
    desk.follow(keys.school, [banned]);
    expect(await stateOf(desk)).toBe('BANNED');
    expect(read).toEqual([keys.school, '']);
  });

  it('folds an event once, also one that was there when the rows were read', async () => {
    const { desk, recorded } = deskOverRows();
    const reading = stateOf(desk); // begins to read now
    recorded.push(banned);
    desk.follow(keys.school, [banned]);
    await reading;
    expect(await stateOf(desk)).toBe('BANNED');
    desk.follow(keys.school, [banned]);
    const { view } = await desk.standing(keys.school);
    expect(view.facts.decisions).toHaveLength(1);
  });

  it('keeps the schools when something about several is recorded, and nothing when the rows are others', async () => {
    const { desk, read } = deskOverRows();
    await stateOf(desk);
    desk.forget('');
    await stateOf(desk);
    expect(read).toEqual([keys.school, '', '']);
    desk.forgetAll();
    await stateOf(desk);
    expect(read).toEqual([keys.school, '', '', keys.school, '']);
  });
});
