import { describe, expect, it } from '@jest/globals';
import { happened, keys, verdictOn } from '#testing';

const { registered, caseRecorded, caseCorrected, leadRegistered, campaignOpened, zeroReported, itemReported } =
  happened;
type History = Parameters<typeof verdictOn>[0];

const kindsOn = (history: History, on: string, asked: object = {}) =>
  verdictOn([registered(), ...history], { on, ...asked }).reasons.map((reason) => reason.kind);
const item = { batch: keys.batch, school: keys.school, itemNo: '1' } as const;

describe('an open case', () => {
  it('is watched from filing to closing and never bans', () => {
    const history = caseRecorded({ filedOn: '2022-04-01', closedOn: '2022-07-01' });
    expect(kindsOn(history, '2022-03-31')).toStrictEqual([]);
    expect(kindsOn(history, '2022-04-01')).toStrictEqual(['CASE_OPEN']);
    expect(kindsOn(history, '2022-06-30')).toStrictEqual(['CASE_OPEN']);
    expect(kindsOn(history, '2022-07-01')).toStrictEqual([]);
    expect(verdictOn([registered(), ...history], { on: '2022-05-01' })).toMatchObject({
      state: 'WATCH',
      mayEnrol: true,
    });
  });

  it('is not closed by its conclusion, and a lead alone is nothing', () => {
    expect(kindsOn(caseRecorded({ finding: 'UNFOUNDED' }), '2022-06-01')).toStrictEqual(['CASE_OPEN']);
    expect(kindsOn([leadRegistered()], '2022-06-01')).toStrictEqual([]);
  });

  it('is told without document, term and basis, by its number', () => {
    expect(verdictOn([registered(), ...caseRecorded()]).headline).toMatchObject({
      id: keys.caseNo,
      caseIds: [keys.caseNo],
      documentNo: null,
      until: null,
      years: null,
      endMode: null,
      basis: null,
      from: '2022-04-01',
    });
  });

  it('looks at the day of asking alone, for every intake and major', () => {
    for (const asked of [{ year: 2030 }, { season: 'SPRING' }, { major: '740101' }])
      expect(kindsOn(caseRecorded(), '2022-06-01', asked)).toStrictEqual(['CASE_OPEN']);
  });

  it('shows once for each case, and as it was corrected', () => {
    const two = [...caseRecorded(), ...caseRecorded({ caseNo: '2022-004' })];
    expect(kindsOn(two, '2022-06-01')).toStrictEqual(['CASE_OPEN', 'CASE_OPEN']);
    expect(kindsOn([...two, caseCorrected({ closedOn: '2022-05-01' })], '2022-06-01')).toStrictEqual(['CASE_OPEN']);
  });
});

describe('an order to correct', () => {
  it('is watched from the order to the closing off, one for each item', () => {
    const history = [
      itemReported({ orderedOn: '2022-04-01', closedOn: '2022-05-01', status: 'CLOSED_OFF' }),
      itemReported({ itemNo: '2', orderedOn: '2022-04-10' }),
    ];
    expect(kindsOn(history, '2022-03-31')).toStrictEqual([]);
    expect(kindsOn(history, '2022-04-30')).toStrictEqual(['CORRECTION_ORDERED', 'CORRECTION_ORDERED']);
    expect(kindsOn(history, '2022-05-01')).toStrictEqual(['CORRECTION_ORDERED']);
    expect(verdictOn([registered(), ...history]).headline).toMatchObject({ id: `${keys.batch}#2`, state: 'WATCH' });
  });

  it('stands anew when a closed item is opened again', () => {
    const history: History = [
      itemReported({ orderedOn: '2022-04-01' }),
      { type: 'SelfInspectionItemClosed', data: { ...item, closedOn: '2022-05-01' } },
      { type: 'SelfInspectionItemReopened', data: { ...item, on: '2022-06-01', reason: '复查' } },
    ];
    expect(kindsOn(history, '2022-04-30')).toStrictEqual(['CORRECTION_ORDERED']);
    expect(kindsOn(history, '2022-05-31')).toStrictEqual([]);
    expect(kindsOn(history, '2022-06-01')).toStrictEqual(['CORRECTION_ORDERED']);
  });
});

describe('a missing report', () => {
  // Due on Friday 29 April 2022: the fifth working day after Labour Day is Tuesday 10 May, the worked Saturday counted.
  const due = campaignOpened({ dueOn: '2022-04-29' });

  it('is overdue from the day after five working days, over holidays and make-up days', () => {
    expect(kindsOn([due], '2022-05-10')).toStrictEqual([]);
    expect(kindsOn([due], '2022-05-11')).toStrictEqual(['SELF_INSPECTION_OVERDUE']);
    expect(verdictOn([registered(), due], { on: '2022-05-11' }).headline).toMatchObject({
      id: keys.batch,
      from: '2022-05-11',
    });
  });

  it('is overdue until the report, by its earliest row', () => {
    const late = [due, itemReported({ filedOn: '2022-06-10' }), itemReported({ itemNo: '2', filedOn: '2022-06-01' })];
    expect(kindsOn(late, '2022-05-31')).toStrictEqual(['SELF_INSPECTION_OVERDUE']);
    expect(kindsOn(late, '2022-06-01')).toStrictEqual([]);
    expect(kindsOn([due, zeroReported({ filedOn: '2022-05-20' })], '2022-05-20')).toStrictEqual([]);
    expect(kindsOn([due, zeroReported({ batch: '另一批' })], '2022-06-01')).toStrictEqual(['SELF_INSPECTION_OVERDUE']);
  });

  it('is overdue up to and including the end of the campaign', () => {
    const ending = campaignOpened({ dueOn: '2022-04-29', endsOn: '2022-06-30' });
    expect(kindsOn([ending], '2022-06-30')).toStrictEqual(['SELF_INSPECTION_OVERDUE']);
    expect(kindsOn([ending], '2022-07-01')).toStrictEqual([]);
  });

  it('is asked of the schools that the campaign names, or of all', () => {
    expect(kindsOn([campaignOpened({ schools: [keys.otherSchool] })], '2022-06-01')).toStrictEqual([]);
    expect(kindsOn([campaignOpened({ schools: [keys.school] })], '2022-06-01')).toHaveLength(1);
    expect(kindsOn([due, campaignOpened({ batch: '另一批' })], '2022-06-01')).toHaveLength(2);
  });

  it('binds nobody where the holidays of the year are not published', () => {
    expect(kindsOn([campaignOpened({ dueOn: '2031-03-31' })], '2031-12-01')).toStrictEqual([]);
  });
});
