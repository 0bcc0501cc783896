import { rows } from '#testing';

/** An event that this release cannot read, about a school unless it names none. */
export interface Poison {
  readonly name: string;
  readonly type: string;
  data(school: string): object;
  /** Recorded without its sequence key: nobody can say whose answer it changes. */
  readonly isKeyless?: boolean;
}

const suspension = (school: string, over: object = {}): object => ({ ...rows.decision({ school }), ...over });

/** A decision that bans the school, with one field as no release writes it. */
const decided = (name: string, over: object): Poison => ({
  name: `a decision ${name}`,
  type: 'DecisionMade',
  data: (school) => suspension(school, over),
});

const without = (field: string): Poison => ({
  name: `a decision without its ${field}`,
  type: 'DecisionMade',
  data: (school) => Object.fromEntries(Object.entries(suspension(school)).filter(([name]) => name !== field)),
});

const unknown = (type: string): Poison => ({ name: `the type ${type}`, type, data: suspension });

/** Types that this release does not know, newer forms of those that it does, events without a key, and facts that cannot be facts. */
export const poisons: readonly Poison[] = [
  unknown('InspectionHeld'),
  unknown('SchoolBlessed'),
  unknown('DecisionRescinded'),
  unknown('ViolationCaseReopened'),
  unknown('SelfInspectionItemEscalated'),
  unknown('FollowUpMoved'),
  unknown('ReconsiderationReopened'),
  unknown('LitigationSettled'),
  unknown('decisionMade'),
  unknown('DecisionMade.v2'),
  unknown('SchoolRegistered.v2'),
  unknown('SchoolRenamed.v2'),
  unknown('ViolationCaseConcluded.v2'),
  unknown('EnrolmentRightRestored.v2'),
  { name: 'a decision that says nothing', type: 'DecisionMade', data: () => ({}) },
  decided('of a kind nobody knows', { kind: 'DISSOLUTION' }),
  { ...unknown('DecisionMade'), name: 'a decision without a key', isKeyless: true },
  { ...unknown('SelfInspectionCampaignOpened.v2'), isKeyless: true },
  { ...unknown('InspectionHeld'), name: 'the type InspectionHeld without a key', isKeyless: true },
  {
    name: 'a campaign without its schools',
    type: 'SelfInspectionCampaignOpened',
    data: () => ({ batch: '批1', dueOn: '2022-03-01', endsOn: null }),
    isKeyless: true,
  },
  without('kind'),
  without('number'),
  without('scope'),
  without('years'),
  without('majors'),
  without('decidedOn'),
  without('servedOn'),
  without('effectiveOn'),
  without('endMode'),
  decided('whose scope nobody knows', { scope: 'DISTRICT' }),
  decided('whose day of service is a number', { servedOn: 20_220_510 }),
  decided('whose day of service is no day', { servedOn: '2022-13-45' }),
  decided('whose day of service is empty', { servedOn: '' }),
  decided('whose majors are no list', { majors: null }),
  decided('whose years are texts', { years: ['2022'] }),
  { name: 'a school row that says nothing', type: 'SchoolAmended', data: () => ({}) },
  {
    name: 'a school row without its ownership and licence',
    type: 'SchoolAmended',
    data: (school) => ({ ...rows.school({ code: school }), ownership: null, licenceUntil: 0 }),
  },
  {
    name: 'a change of a kind nobody knows',
    type: 'SchoolMerged',
    data: (school) => ({ ...rows.change({ code: school }), kind: 'DISSOLVED' }),
  },
];
