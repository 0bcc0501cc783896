import fc from 'fast-check';
import { RecordDecision, RecordFollowUp, ServeDecision, ServeFollowUp } from '#domain/decisions';
import type { DecisionCommand, DecisionContent, FollowUpContent } from '#domain/decisions';
import { decisionRules, followUpTerms } from '#law';
import type { DecisionKind, EndMode, FollowUpKind } from '#law';
import { keys, rows } from './rows.ts';

/** Days on which something in a random history happens: around intakes, year ends and each other. */
const days = [
  '2022-01-10',
  '2022-05-01',
  '2022-05-10',
  '2022-06-15',
  '2022-08-31',
  '2022-09-01',
  '2022-10-08',
  '2022-11-20',
  '2022-11-21',
  '2022-12-31',
  '2023-03-01',
  '2023-04-20',
  '2023-09-01',
] as const;

/** A day of a random history. */
export const anyDay = fc.constantFrom(...days);
/** A day, or none. */
export const maybeDay = fc.option(anyDay, { freq: 2 });
/** Why a random row is a correction, or that it is none. */
export const maybeReason = fc.option(fc.constant('录入有误'), { freq: 2 });
/** One of the two schools of a random history. */
export const anySchool = fc.constantFrom(keys.school, keys.otherSchool);

const numbers = ['决1', '决2', '决3'] as const;
const followUpNumbers = ['续1', '续2', '续3'] as const;
const someMajors = fc.subarray(['740101', '770101']);
const someYears = fc.subarray([2022, 2023]);
/** What much can happen to afterwards comes up more often. */
const kinds: readonly DecisionKind[] = [
  ...(Object.keys(decisionRules) as DecisionKind[]),
  ...Array.from({ length: 8 }, (): DecisionKind => 'VETO'),
  ...Array.from({ length: 5 }, (): DecisionKind => 'ENROLMENT_STOP'),
];
const followUpKinds: readonly FollowUpKind[] = [
  ...(Object.keys(followUpTerms) as FollowUpKind[]),
  ...Array.from({ length: 4 }, () => ['LIFT', 'STAY', 'VARY', 'RESUME'] as const).flat(),
];

/** The days of a paper in their lawful order, mostly served. */
const paperDaysFrom = (first: number) =>
  fc
    .tuple(fc.integer({ min: first, max: 9 }), fc.nat(2), fc.nat(2), fc.boolean(), fc.nat(9))
    .map(([decided, later, latest, stated, unserved]) => ({
      decidedOn: days[decided] ?? days[0],
      servedOn: unserved === 0 ? null : (days[decided + later] ?? days[0]),
      effectiveOn: stated ? (days[decided + later + latest] ?? null) : null,
    }));

const endModeOf = (kind: DecisionKind): fc.Arbitrary<EndMode> => {
  const { endMode } = decisionRules[kind];
  return endMode === null ? fc.constantFrom('FIXED_TERM', 'UNTIL_LIFTED', 'BOTH') : fc.constant(endMode);
};

const anyTerm = fc.oneof(
  someYears.map((years) => ({ years })),
  fc.constantFrom(1, 2).map((termYears) => ({ termYears })),
  anyDay.map((closingOn) => ({ closingOn })),
);

/** A decision that mostly stands: the law decides, the generator only does not waste its tries. */
export const anyDecision: fc.Arbitrary<DecisionContent> = fc.constantFrom(...kinds).chain((kind) =>
  fc
    .record({
      school: anySchool,
      number: fc.constantFrom(...numbers),
      term: anyTerm,
      majors: someMajors,
      paper: paperDaysFrom(0),
      endMode: endModeOf(kind),
    })
    .map(({ school, number, term, majors, paper, endMode }) => {
      const { reason, inspectionRank } = decisionRules[kind];
      const named = reason === 'MAJOR_CLOSED' && majors.length === 0 ? ['740101'] : majors;
      const wide = inspectionRank !== null || named.length === 0;
      return rows.decision({
        ...(endMode === 'UNTIL_LIFTED' || kind === 'INTERIM_HOLD' ? {} : term),
        ...paper,
        kind,
        school,
        number,
        endMode,
        majors: wide ? [] : named,
        scope: wide ? 'SCHOOL' : 'MAJOR',
        caseNos: kind === 'VETO' ? [`${school}-案`] : [],
      });
    }),
);

/** A follow-up of some decision or, now and then, of another follow-up. */
const anyFollowUp: fc.Arbitrary<FollowUpContent> = fc
  .record({
    number: fc.constantFrom(...followUpNumbers),
    kind: fc.constantFrom(...followUpKinds),
    target: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...numbers) },
      { weight: 1, arbitrary: fc.constantFrom(...followUpNumbers) },
    ),
    school: fc.option(anySchool, { freq: 3 }),
    paper: paperDaysFrom(3),
    closingOn: maybeDay,
    newYears: someYears,
    newMajors: someMajors,
    newClosingOn: maybeDay,
  })
  .map(({ paper, newYears, newMajors, newClosingOn, closingOn, ...row }) =>
    rows.followUp({
      ...row,
      ...paper,
      ...(row.kind === 'VARY' && {
        newYears,
        newMajors,
        newClosingOn,
        newScope: newMajors.length > 0 ? 'MAJOR' : null,
      }),
      ...(row.kind === 'STAY' && { closingOn }),
    }),
  );

const decisionKey = anyDecision.map(({ number, school }) => ({ number, school }));
const followUpKey = anyFollowUp.map(({ number, target, school }) => ({ number, target, school }));
const anyService = fc.record({ servedOn: anyDay, effectiveOn: maybeDay });

/** A command about decisions. */
export const anyDecisionCommand: fc.Arbitrary<DecisionCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(anyDecision, maybeReason).map(([row, reason]) => new RecordDecision(row, reason)) },
  { weight: 4, arbitrary: fc.tuple(anyFollowUp, maybeReason).map(([row, reason]) => new RecordFollowUp(row, reason)) },
  { weight: 1, arbitrary: fc.tuple(decisionKey, anyService).map(([key, service]) => new ServeDecision(key, service)) },
  { weight: 1, arbitrary: fc.tuple(followUpKey, anyService).map(([key, service]) => new ServeFollowUp(key, service)) },
);
