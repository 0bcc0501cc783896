import { describe, expect, it } from '@jest/globals';
import { happened, keys, verdictOn } from '#testing';

const { registered, decided, followedUp } = happened;
const dated = { servedOn: '2022-05-10' } as const;
const veto = (over: object) => [registered(), decided({ kind: 'VETO', endMode: 'FIXED_TERM', ...over })];

const both = (over: object) => [registered(), decided({ kind: 'VETO', endMode: 'BOTH', ...over })];

describe('service is the switch', () => {
  const unserved = decided({ servedOn: null });

  it('leaves a decision without service without effect, and lists it as pending from its day', () => {
    const found = verdictOn([registered(), unserved], { on: '2022-05-05' });
    expect(found).toMatchObject({ state: 'ELIGIBLE', reasons: [], pending: [{ documentNo: keys.decision }] });
    expect(verdictOn([registered(), unserved], { on: '2022-05-04' }).pending).toStrictEqual([]);
  });

  it('works from the day of service on and not before', () => {
    const history = [registered(), decided(dated)];
    expect(verdictOn(history, { on: '2022-05-09' })).toMatchObject({
      state: 'ELIGIBLE',
      pending: [{ from: '2022-05-10' }],
    });
    expect(verdictOn(history, { on: '2022-05-10' })).toMatchObject({ state: 'BANNED', pending: [] });
  });

  it('covers from a stated later day on', () => {
    const history = [registered(), decided({ ...dated, effectiveOn: '2022-10-08' })];
    expect(verdictOn(history, { on: '2022-10-07' }).state).toBe('ELIGIBLE');
    expect(verdictOn(history, { on: '2022-10-08' })).toMatchObject({
      state: 'BANNED',
      headline: { from: '2022-10-08' },
    });
  });

  it('does not look at the term of what is pending, but at its scope', () => {
    const history = [registered(), decided({ kind: 'PLAN_CUT', years: [2030], servedOn: null, majors: ['740101'] })];
    expect(verdictOn(history).pending).toStrictEqual([]);
    expect(verdictOn(history, { major: '740101' }).pending).toHaveLength(1);
  });
});

describe('the term', () => {
  it('looks at years alone where years stand, whatever the dates say', () => {
    const history = veto({ years: [2023], closingOn: '2022-06-01', termYears: 1 });
    expect(verdictOn(history).state).toBe('ELIGIBLE');
    expect(verdictOn(history, { year: 2023, on: '2023-09-01' }).headline).toMatchObject({ years: [2023], until: null });
    expect(verdictOn(history, { year: 2023, season: 'SPRING', on: '2024-03-01' }).state).toBe('BANNED');
  });

  it('covers the closing day and not the day after', () => {
    const history = veto({ closingOn: '2022-10-08' });
    expect(verdictOn(history, { on: '2022-10-08' })).toMatchObject({
      state: 'BANNED',
      headline: { until: '2022-10-09' },
    });
    expect(verdictOn(history, { on: '2022-10-09' }).state).toBe('ELIGIBLE');
  });

  it('lets the closing day win over a length in years', () => {
    expect(verdictOn(veto({ closingOn: '2022-09-30', termYears: 3 })).headline).toMatchObject({ until: '2022-10-01' });
  });

  it('counts a length from its first day, and from 29 February to 28', () => {
    expect(verdictOn(veto({ termYears: 2, effectiveOn: '2022-08-01' })).headline).toMatchObject({
      until: '2024-08-01',
    });
    const leap = veto({ decidedOn: '2024-02-29', servedOn: '2024-02-29', termYears: 1 });
    expect(verdictOn(leap, { year: 2024, on: '2024-09-01' }).headline).toMatchObject({ until: '2025-02-28' });
    expect(verdictOn(leap, { year: 2024, season: 'SPRING', on: '2024-09-01' }).state).toBe('ELIGIBLE');
  });

  it('stays on the last day of all', () => {
    const found = verdictOn(veto({ closingOn: '9999-12-31' }));
    expect(found).toMatchObject({ state: 'BANNED', nextChange: null, headline: { until: '9999-12-31' } });
  });

  it('is judged on the day that counts: the opening before, the day itself during, the closing after the intake', () => {
    const history = veto({ closingOn: '2022-09-15' });
    expect(verdictOn(history, { on: '2022-05-10' }).state).toBe('BANNED'); // R = 1 September
    expect(verdictOn(history, { on: '2022-09-16' }).state).toBe('ELIGIBLE');
    expect(verdictOn(history, { on: '2023-05-01' }).state).toBe('ELIGIBLE'); // C = 20 November
    const open = veto({ closingOn: '2022-11-20' });
    expect(verdictOn(open, { on: '2023-05-01' }).state).toBe('BANNED');
  });
});

describe('after the term', () => {
  it('holds a school whose rectification nobody accepted, from the end of the term on', () => {
    const found = verdictOn(both({ closingOn: '2022-10-08' }), { on: '2022-10-09' });
    expect(found).toMatchObject({ state: 'HELD', mayEnrol: false });
    expect(found.headline).toMatchObject({
      kind: 'TERM_OVER_NOT_ACCEPTED',
      from: '2022-10-09',
      until: null,
      years: null,
      endMode: 'BOTH',
      servedOn: '2022-05-10',
      reviewDueOn: '2023-05-10',
      documentNo: keys.decision,
    });
  });

  it('counts from the autumn after the last of several years, and leaves the gap between them open', () => {
    const history = both({ years: [2022, 2024] });
    expect(verdictOn(history, { year: 2023 }).state).toBe('ELIGIBLE');
    expect(verdictOn(history, { year: 2024, season: 'SPRING' }).state).toBe('BANNED');
    expect(verdictOn(history, { year: 2025 }).headline).toMatchObject({ state: 'HELD', from: '2025-09-01' });
  });

  it('holds nobody before the decision covers at all', () => {
    const history = both({ years: [2020], servedOn: '2022-10-08', decidedOn: '2022-10-08' });
    expect(verdictOn(history, { on: '2022-10-07' }).state).toBe('ELIGIBLE');
    expect(verdictOn(history, { on: '2022-10-08' }).state).toBe('HELD');
    expect(verdictOn(history, { year: 2021, season: 'SPRING', on: '2022-10-08' }).state).toBe('ELIGIBLE'); // C lies before
  });

  it('ends with the lift, and a fixed term by itself', () => {
    const history = [...both({ years: [2022] }), followedUp({ servedOn: '2023-10-08' })];
    expect(verdictOn(history, { year: 2023, on: '2023-10-07' }).state).toBe('HELD');
    expect(verdictOn(history, { year: 2023, on: '2023-10-08' }).state).toBe('ELIGIBLE');
    const fixed = [registered(), decided({ kind: 'VETO', endMode: 'FIXED_TERM', years: [2022] })];
    expect(verdictOn(fixed, { year: 2023 }).state).toBe('ELIGIBLE');
  });
});
