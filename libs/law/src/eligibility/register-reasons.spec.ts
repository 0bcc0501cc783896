import { describe, expect, it } from '@jest/globals';
import { happened, keys, verdictOn } from '#testing';

const { registered, amended, changed, changeCorrected } = happened;
type History = Parameters<typeof verdictOn>[0];

const until = (licenceUntil: string) => registered({ ownership: 'PRIVATE', licenceUntil });
const renewed = (over: object) => changed({ kind: 'LICENCE_RENEWED', approvedOn: '2022-09-10', ...over });
const headlineOn = (history: History, on: string, asked: object = {}) => verdictOn(history, { on, ...asked }).headline;
const stateOn = (history: History, on: string, asked: object = {}) => verdictOn(history, { on, ...asked }).state;
const offering = (...majors: string[]) => registered({ majors });
const added = (over: object) =>
  changed({ kind: 'MAJORS_ADDED', majors: ['770101'], approvedOn: '2022-08-01', ...over });
const withdrawn = (over: object) =>
  changed({ kind: 'MAJORS_WITHDRAWN', majors: ['770101'], approvedOn: '2022-08-02', ...over });

describe('a permit', () => {
  it('covers its last day, and a private school is without it from the day after', () => {
    expect(stateOn([until('2022-10-08')], '2022-10-08')).toBe('ELIGIBLE');
    expect(verdictOn([until('2022-10-08')], { on: '2022-10-09' })).toMatchObject({
      state: 'UNQUALIFIED',
      mayEnrol: false,
      headline: { kind: 'LICENCE_EXPIRED', scope: 'SCHOOL', documentNo: null, from: '2022-10-09', until: null },
    });
  });

  it('that says 31 December 9999 never ends', () => {
    expect(verdictOn([until('9999-12-31')])).toMatchObject({ state: 'ELIGIBLE', nextChange: null });
  });

  it('is not asked of a public school', () => {
    expect(stateOn([registered({ licenceUntil: '2020-01-01' })], '2022-10-08')).toBe('ELIGIBLE');
  });

  it('is judged on the day that counts', () => {
    expect(stateOn([until('2022-08-31')], '2022-06-01')).toBe('UNQUALIFIED');
    expect(stateOn([until('2022-11-20')], '2023-02-01')).toBe('ELIGIBLE');
  });

  it('is renewed from the approval on, and between the effective day and the new last day', () => {
    const history = [until('2022-08-31'), renewed({ effectiveOn: '2022-09-20', value: '2022-10-31' })];
    expect(stateOn(history, '2022-09-19')).toBe('UNQUALIFIED');
    expect(stateOn(history, '2022-09-20')).toBe('ELIGIBLE');
    expect(stateOn(history, '2022-10-31')).toBe('ELIGIBLE');
    expect(headlineOn(history, '2022-11-01')).toMatchObject({ from: '2022-11-01' });
    const backdated = [until('2022-08-31'), renewed({ effectiveOn: '2022-09-01', value: '2025-08-31' })];
    expect(stateOn(backdated, '2022-09-09')).toBe('UNQUALIFIED'); // not approved yet
    expect(stateOn(backdated, '2022-09-10')).toBe('ELIGIBLE');
  });

  it('is missing from the day after the last one covered, across a gap between renewals', () => {
    const first = renewed({ approvedOn: '2021-08-20', effectiveOn: '2021-09-01', value: '2022-06-30' });
    const lapsed = renewed({ approvedOn: '2022-08-01', effectiveOn: '2022-12-01', value: '2025-11-30' });
    const history = [until('2021-05-31'), first, lapsed];
    expect(headlineOn(history, '2022-10-01')).toMatchObject({ from: '2022-07-01' });
    expect(stateOn(history, '2023-03-01', { season: 'SPRING' })).toBe('ELIGIBLE');
    expect(headlineOn([until('2022-08-31'), renewed({ value: '2022-01-01' })], '2022-10-01')).toMatchObject({
      from: '2022-09-01', // a renewal that ends before it begins covers no day
    });
  });

  it('follows corrections of the register and of a renewal', () => {
    expect(
      stateOn([until('2022-08-31'), amended({ ownership: 'PRIVATE', licenceUntil: '2025-08-31' })], '2022-10-01'),
    ).toBe('ELIGIBLE');
    const renewal = { kind: 'LICENCE_RENEWED', approvedOn: '2022-09-10' } as const;
    const corrected = changeCorrected({ ...renewal, value: '2022-09-30' });
    expect(stateOn([until('2022-08-31'), renewed({ value: '2025-08-31' }), corrected], '2022-10-01')).toBe(
      'UNQUALIFIED',
    );
  });
});

describe('ownership', () => {
  it('is what the register says, as approved changes changed it', () => {
    const becamePublic = changed({ kind: 'OWNERSHIP_CHANGED', value: 'PUBLIC', effectiveOn: '2022-10-08' });
    expect(stateOn([until('2022-08-31'), becamePublic], '2022-10-07')).toBe('UNQUALIFIED');
    expect(stateOn([until('2022-08-31'), becamePublic], '2022-10-08')).toBe('ELIGIBLE');
    const becamePrivate = changed({ kind: 'OWNERSHIP_CHANGED', value: 'PRIVATE', approvedOn: '2022-09-20' });
    const history = [registered({ licenceUntil: '2022-08-31' }), becamePrivate];
    expect(stateOn(history, '2022-09-19')).toBe('ELIGIBLE');
    expect(stateOn(history, '2022-09-20')).toBe('UNQUALIFIED');
  });
});

describe('majors', () => {
  const asked = { major: '770101' } as const;

  it('that a school does not offer are without qualification, and only they', () => {
    expect(verdictOn([offering('740101')], asked)).toMatchObject({
      state: 'UNQUALIFIED',
      headline: { kind: 'MAJOR_NOT_OFFERED', scope: 'MAJOR', majors: ['770101'], documentNo: null },
    });
    expect(verdictOn([offering('740101')]).state).toBe('ELIGIBLE');
    expect(verdictOn([offering('740101')], { major: '740101' }).state).toBe('ELIGIBLE');
  });

  it('are not checked where the register names none, whatever changed', () => {
    expect(verdictOn([registered(), withdrawn({})], { ...asked, on: '2022-10-01' }).state).toBe('ELIGIBLE');
  });

  it('are added and withdrawn in the order of effective days, on days that count', () => {
    const history = [
      offering('740101'),
      withdrawn({ effectiveOn: '2022-10-08' }),
      added({ effectiveOn: '2022-09-10' }),
    ];
    expect(stateOn(history, '2022-09-09', asked)).toBe('UNQUALIFIED');
    expect(stateOn(history, '2022-09-10', asked)).toBe('ELIGIBLE');
    expect(headlineOn(history, '2022-10-08', asked)).toMatchObject({ state: 'UNQUALIFIED', from: '2022-10-08' });
    expect(stateOn(history, '2022-07-31', asked)).toBe('UNQUALIFIED'); // not approved yet
  });

  it('changed twice on one day end as recorded last, which a correction does not move', () => {
    const day = { effectiveOn: '2022-09-10' } as const;
    expect(stateOn([offering('740101'), added(day), withdrawn(day)], '2022-10-01', asked)).toBe('UNQUALIFIED');
    expect(stateOn([offering('740101'), withdrawn(day), added(day)], '2022-10-01', asked)).toBe('ELIGIBLE');
    const again = changeCorrected({ kind: 'MAJORS_WITHDRAWN', majors: ['770101'], approvedOn: '2022-08-02', ...day });
    expect(stateOn([offering('740101'), withdrawn(day), added(day), again], '2022-10-01', asked)).toBe('ELIGIBLE');
  });
});

describe('a merged school', () => {
  it('takes nobody in from the effective day on, and names its successor', () => {
    const merged = changed({
      kind: 'MERGED',
      value: keys.otherSchool,
      approvedOn: '2022-09-05',
      effectiveOn: '2022-10-08',
    });
    expect(stateOn([registered(), merged], '2022-09-04')).toBe('ELIGIBLE');
    expect(stateOn([registered(), merged], '2022-10-07')).toBe('ELIGIBLE');
    const found = verdictOn([registered(), merged], { on: '2022-10-08' });
    expect(found).toMatchObject({
      state: 'REVOKED',
      wayBack: [{ reason: 'SCHOOL_MERGED', needs: [], earliest: null }],
    });
    expect(found.headline).toMatchObject({ successor: keys.otherSchool, documentNo: null, from: '2022-10-08' });
  });

  it.each(['RENAMED', 'PRINCIPAL_CHANGED', 'DISTRICT_CHANGED', 'LICENCE_NUMBER_CHANGED'] as const)(
    'is not made by %s',
    (kind) => {
      expect(stateOn([registered(), changed({ kind, value: '新' })], '2022-10-01')).toBe('ELIGIBLE');
    },
  );
});
