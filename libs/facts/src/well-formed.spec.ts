import { describe, expect, it } from '@jest/globals';
import { foldOffice, foldSchool, MalformedFact, noFacts, noOffice } from '#facts';
import type { FactEvent, RegisterEvent } from '#facts';
import { happened, keys, rows } from '#testing';

const placed = (event: { readonly type: string; readonly data: object }, over: object = {}): FactEvent =>
  ({ ...event, data: { ...event.data, ...over }, stream: 's', revision: 0, position: 0 }) as unknown as FactEvent;

const decisionMade = { type: 'DecisionMade', data: rows.decision() };
const lifted = { type: 'DecisionLifted', data: rows.followUp() };

/** What verdicts stand on, field by field. */
const read: readonly (readonly [event: { readonly type: string; readonly data: object }, fields: string])[] = [
  [happened.registered(), 'name authority ownership licenceUntil majors'],
  [happened.changed(), 'kind approvedOn effectiveOn value majors'],
  [happened.zeroReported(), 'batch filedOn'],
  [happened.itemReported({ orderedOn: '2022-04-01' }), 'batch itemNo filedOn orderedOn closedOn'],
  [happened.leadRegistered(), 'caseNo actUntil'],
  [happened.caseCorrected(), 'caseNo actUntil filedOn closedOn finding'],
  [
    decisionMade,
    'number kind caseNos basis scope majors years inspectionYear decidedOn servedOn effectiveOn termYears closingOn endMode cap',
  ],
  [
    lifted,
    'number kind target school decidedOn servedOn effectiveOn closingOn newScope newMajors newYears newTermYears newClosingOn',
  ],
];
const everyField = read.flatMap(([event, fields]) => fields.split(' ').map((field) => ({ event, field })));
const unreadable: readonly unknown[] = [undefined, {}, true, Number.NaN, [{}]];

const foldOne = (event: FactEvent) => foldSchool(noFacts(keys.school), event);

describe('a fact that cannot be one', () => {
  it.each(everyField)('is refused for its $field: $event.type', ({ event, field }) => {
    expect(() => foldOne(placed(event))).not.toThrow();
    const { [field]: _gone, ...rest } = event.data as Record<string, unknown>;
    expect(() => foldOne(placed({ ...event, data: rest }))).toThrow(MalformedFact);
    for (const value of unreadable) expect(() => foldOne(placed(event, { [field]: value }))).toThrow(MalformedFact);
  });

  it('is refused where a date is no day of the calendar, or a name is none of the law', () => {
    const over = [
      { servedOn: '2022-13-45' },
      { servedOn: '' },
      { servedOn: 20_220_510 },
      { scope: 'DISTRICT' },
      { kind: 'toString' },
      { endMode: 'NEVER' },
      { years: ['2022'] },
      { majors: null },
    ];
    for (const each of over) expect(() => foldOne(placed(decisionMade, each))).toThrow(MalformedFact);
    expect(() => foldOne(placed(lifted, { kind: 'FORGIVEN' }))).toThrow(MalformedFact);
    expect(() => foldOne(placed(happened.changed(), { kind: 'DISSOLVED' }))).toThrow(MalformedFact);
  });

  it('is refused where it would bind nobody, or change something to nothing', () => {
    expect(() => foldOne(placed(decisionMade, { scope: 'MAJOR', majors: [] }))).toThrow(MalformedFact);
    const changes = { LICENCE_RENEWED: '明年', OWNERSHIP_CHANGED: '', MERGED: '' };
    for (const [kind, value] of Object.entries(changes))
      expect(() => foldOne(placed(happened.changed(), { kind, value }))).toThrow(MalformedFact);
  });

  it.each(['batch', 'dueOn', 'endsOn', 'schools'])('is refused for its %s in a campaign', (field) => {
    const event: RegisterEvent = happened.campaignOpened();
    expect(() => foldOffice(noOffice, placed(event))).not.toThrow();
    expect(() => foldOffice(noOffice, placed(event, { [field]: undefined }))).toThrow(MalformedFact);
  });
});
