import { describe, expect, it } from '@jest/globals';
import { happened, keys, verdictOn } from '#testing';

const { registered, decided, followedUp, caseRecorded, changed } = happened;
type History = Parameters<typeof verdictOn>[0];

const veto = (over: object = {}) => decided({ kind: 'VETO', endMode: 'FIXED_TERM', closingOn: '2022-10-08', ...over });
const spansOf = (history: History, asked: object = {}) => verdictOn([registered(), ...history], asked).spans;
const changeOf = (history: History, asked: object = {}) => verdictOn([registered(), ...history], asked).nextChange;
const wayOf = (...history: History) => verdictOn([registered(), ...history]).wayBack;
const permit = (licenceUntil: string) => verdictOn([registered({ ownership: 'PRIVATE', licenceUntil })]).nextChange;
const whole = (state: string) => [{ from: '2022-09-01', until: '2022-11-21', state }];

describe('the spans of an intake', () => {
  it('are one where nothing turns', () => {
    expect(spansOf([])).toStrictEqual(whole('ELIGIBLE'));
    expect(spansOf([], { season: 'SPRING' })).toStrictEqual([
      { from: '2023-03-01', until: '2023-04-21', state: 'ELIGIBLE' },
    ]);
  });

  it('turn where a term ends and where a later one begins', () => {
    const cut = decided({ number: '核减', kind: 'PLAN_CUT', years: [2022], effectiveOn: '2022-11-01' });
    expect(spansOf([veto(), cut])).toStrictEqual([
      { from: '2022-09-01', until: '2022-10-09', state: 'BANNED' },
      { from: '2022-10-09', until: '2022-11-01', state: 'ELIGIBLE' },
      { from: '2022-11-01', until: '2022-11-21', state: 'CONDITIONAL' },
    ]);
  });

  it('join where one reason takes over from another of the same state', () => {
    expect(spansOf([veto(), veto({ number: '二', effectiveOn: '2022-10-09', closingOn: '2022-11-20' })])).toStrictEqual(
      whole('BANNED'),
    );
  });

  it('know nothing that is served or approved after the day of asking', () => {
    const lift = followedUp({ servedOn: '2022-07-01', effectiveOn: '2022-10-01' });
    expect(spansOf([veto(), lift], { on: '2022-06-30' })).toHaveLength(2);
    expect(spansOf([veto(), lift], { on: '2022-07-01' })[0]).toMatchObject({ until: '2022-10-01' });
    const merged = changed({
      kind: 'MERGED',
      value: keys.otherSchool,
      approvedOn: '2022-07-01',
      effectiveOn: '2022-10-01',
    });
    expect(spansOf([merged], { on: '2022-06-30' })).toStrictEqual(whole('ELIGIBLE'));
    expect(spansOf([merged], { on: '2022-07-01' })).toHaveLength(2);
  });

  it('show situations and interim holds as on the day of asking, throughout', () => {
    expect(spansOf(caseRecorded({ closedOn: '2022-10-01' }))).toStrictEqual(whole('WATCH'));
    const hold = decided({ kind: 'INTERIM_HOLD', servedOn: '2022-09-10', closingOn: '2022-09-30' });
    expect(spansOf([hold], { on: '2022-09-20' })).toStrictEqual(whole('HELD'));
    expect(spansOf([hold], { on: '2022-10-01' })).toStrictEqual(whole('ELIGIBLE'));
  });
});

describe('the next change', () => {
  it('is none where nothing is recorded, or nothing turns any more', () => {
    expect(changeOf([])).toBeNull();
    expect(changeOf([decided()], { on: '2022-05-10' })).toBeNull();
  });

  it('is the day on which this intake turns', () => {
    expect(changeOf([veto()])).toStrictEqual({ on: '2022-10-09', year: 2022, season: 'AUTUMN', state: 'ELIGIBLE' });
    expect(changeOf([veto()], { on: '2022-05-09' })).toStrictEqual({
      on: '2022-05-10', // it will be served
      year: 2022,
      season: 'AUTUMN',
      state: 'BANNED',
    });
  });

  it('is the opening of the first later intake that stands otherwise', () => {
    const year = veto({ years: [2022], endMode: 'BOTH' });
    expect(changeOf([year])).toStrictEqual({ on: '2023-09-01', year: 2023, season: 'AUTUMN', state: 'HELD' });
    expect(changeOf([veto({ years: [2024] })])).toMatchObject({ on: '2024-09-01', state: 'BANNED' });
    expect(changeOf([veto({ closingOn: '2022-12-31' })])).toMatchObject({ on: '2023-03-01', season: 'SPRING' });
  });

  it('takes this intake where both turn on one day', () => {
    const merged = changed({ kind: 'MERGED', value: keys.otherSchool, effectiveOn: '2023-03-01' });
    const spring = caseRecorded({ filedOn: '2023-03-01' });
    expect(changeOf([merged, ...spring])).toMatchObject({
      on: '2023-03-01',
      year: 2022,
      season: 'AUTUMN',
      state: 'WATCH',
    });
  });
});

describe('a next change far away or in between', () => {
  it('of an intake that was asked about late never lies in the past', () => {
    expect(changeOf([veto({ closingOn: '2023-06-01' })], { on: '2024-01-01' })).toMatchObject({
      on: '2024-03-01',
      year: 2023,
    });
  });

  it('of a permit that ends with the calendar is none, and is found at once', () => {
    expect(permit('9999-12-31')).toBeNull();
    expect(permit('9999-08-31')).toMatchObject({ on: '9999-09-01', year: 9999, state: 'UNQUALIFIED' });
  });

  it('sees papers about papers, and the ends of situations', () => {
    const undone = [
      decided(),
      followedUp({ number: '解', servedOn: '2022-06-01' }),
      followedUp({ number: '撤', kind: 'ANNUL', target: '解', servedOn: '2022-09-10', effectiveOn: '2022-10-08' }),
    ];
    expect(changeOf(undone, { on: '2022-09-10' })).toMatchObject({ on: '2022-10-08', state: 'BANNED' });
    const campaign = happened.campaignOpened({ dueOn: '2022-03-31', endsOn: '2022-06-30' });
    expect(changeOf([campaign])).toMatchObject({ on: '2022-07-01', state: 'ELIGIBLE' });
    expect(changeOf([campaign], { on: '2022-04-01' })).toMatchObject({ state: 'WATCH' });
  });

  it('sees an interim hold move on to the next intake', () => {
    const hold = decided({ kind: 'INTERIM_HOLD', servedOn: '2022-11-01' });
    expect(changeOf([hold], { on: '2022-11-10' })).toMatchObject({
      on: '2022-11-21',
      season: 'AUTUMN',
      state: 'ELIGIBLE',
    });
    expect(changeOf([hold], { on: '2022-11-10', season: 'SPRING' })).toMatchObject({ on: '2022-11-21', state: 'HELD' });
  });
});

describe('the way back', () => {
  const lifted = ['rectification-accepted', 'lift-served'];

  it.each([
    ['open', decided(), lifted, '2022-06-01'],
    ['a fixed term', veto(), ['term-ends'], '2022-10-09'],
    ['fixed years', veto({ years: [2022, 2023] }), ['term-ends'], '2024-09-01'],
    ['a term and acceptance', veto({ endMode: 'BOTH' }), lifted, '2022-10-09'],
    ['years and acceptance', veto({ endMode: 'BOTH', years: [2022] }), lifted, '2023-09-01'],
    ['held after a term', veto({ endMode: 'BOTH', closingOn: '2022-05-31' }), lifted, '2022-06-01'],
    ['an inspection', decided({ kind: 'INSPECTION_FAILED' }), ['inspection-passed'], '2022-06-01'],
    ['a plan cut', decided({ kind: 'PLAN_CUT', years: [2022] }), ['plan-year-ends'], '2023-09-01'],
    ['an interim hold', decided({ kind: 'INTERIM_HOLD', servedOn: '2022-05-20' }), ['term-ends'], '2022-07-19'],
    ['revoked', decided({ kind: 'SCHOOL_CLOSURE_ORDER' }), [], null],
  ] as const)('of %s', (_, paper, ...[needs, earliest]) => {
    expect(wayOf(paper)).toStrictEqual([{ reason: keys.decision, needs, earliest }]);
  });

  it('is earlier where a lift is known', () => {
    const lift = followedUp({ servedOn: '2022-05-20', effectiveOn: '2022-09-15' });
    expect(wayOf(veto({ endMode: 'BOTH', years: [2022] }), lift)).toMatchObject([{ earliest: '2022-09-15' }]);
  });

  it('names the kind where there is no document, and no way out of what is watched', () => {
    const expired = verdictOn([registered({ ownership: 'PRIVATE', licenceUntil: '2022-01-01' }), ...caseRecorded()]);
    expect(expired.wayBack).toStrictEqual([
      { reason: 'LICENCE_EXPIRED', needs: ['licence-renewed'], earliest: '2022-06-01' },
    ]);
    const major = verdictOn([registered({ majors: ['740101'] })], { major: '770101' });
    expect(major.wayBack).toStrictEqual([
      { reason: 'MAJOR_NOT_OFFERED', needs: ['major-approved'], earliest: '2022-06-01' },
    ]);
  });

  it('has one entry for each reason, in the order of reasons', () => {
    const both = wayOf(decided({ number: '核减', kind: 'PLAN_CUT', years: [2022] }), decided());
    expect(both.map((one) => one.reason)).toStrictEqual([keys.decision, '核减']);
  });
});
