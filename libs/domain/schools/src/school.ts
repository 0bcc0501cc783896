import { recordOrCorrect, refusal, without } from '#kernel';
import type { Decider, Draft, Judgement, Order, Refusal } from '#kernel';
import { isCreditCode, isMajorCode, isSchoolCode, newlyBrokenDecisions } from '#law';
import type { RegisterFacts, SchoolChange, SchoolFacts, Sourced } from '#law';
import { RegisterSchool } from './school.commands.ts';
import type { RecordSchoolChange, SchoolCommand } from './school.commands.ts';
import { changeEventTypes, changeKeyOf } from './school.events.ts';
import type { SchoolChangeContent, SchoolContent, SchoolEvent } from './school.events.ts';

/** What the register holds of one school: the current version of its row and of each change. */
export interface SchoolState {
  readonly row: SchoolContent | null;
  readonly changes: ReadonlyMap<string, SchoolChangeContent>;
}

type Asked<C> = Order<C, RegisterFacts>;

const initialState: SchoolState = { row: null, changes: new Map() };

const evolve = (state: SchoolState, event: SchoolEvent): SchoolState => {
  switch (event.type) {
    case 'SchoolRegistered':
      return { ...state, row: without(event.data, 'creditCodeOverride') };
    case 'SchoolAmended':
      return { ...state, row: without(event.data, 'correctionReason') };
    case 'SchoolChangeCorrected':
      return withChange(state, without(event.data, 'correctionReason'));
    default:
      return withChange(state, event.data);
  }
};

const withChange = (state: SchoolState, change: SchoolChangeContent): SchoolState => ({
  ...state,
  changes: new Map(state.changes).set(changeKeyOf(change), change),
});

/** The district in which the school lies, whatever day a recorded change takes effect; null for an unknown school. */
export const districtOf = ({ row, changes }: SchoolState): string | null => {
  if (row === null) return null;
  const moves = [...changes.values()].filter(({ kind }) => kind === 'DISTRICT_CHANGED');
  return moves.toSorted((one, other) => (one.effectiveOn < other.effectiveOn ? -1 : 1)).at(-1)?.value ?? row.district;
};

/** What is wrong with a row of the register by itself. A reason in 更正理由 may overrule the credit code's check. */
export const schoolRowOffences = (row: Draft<SchoolContent>, override: string | null): readonly Refusal[] => {
  const found: Refusal[] = [];
  if (row.code !== undefined && !isSchoolCode(row.code)) found.push(refusal('bad-code', 'code', row.code));
  if (row.creditCode && override === null && !isCreditCode(row.creditCode))
    found.push(refusal('bad-credit-code', 'creditCode', row.creditCode));
  if (row.ownership === 'PRIVATE' && row.licenceUntil === null) found.push(refusal('required', 'licenceUntil'));
  for (const major of row.majors ?? []) if (!isMajorCode(major)) found.push(refusal('bad-code', 'majors', major));
  return found;
};

const registerSchool = ({ command, facts }: Asked<RegisterSchool>, state: SchoolState): Judgement<SchoolEvent> => {
  const { content, correctionReason } = command;
  const known = facts.school(content.code);
  return recordOrCorrect<SchoolContent, SchoolEvent>({
    recorded: state.row,
    content,
    correctionReason,
    keyField: 'code',
    offences: schoolRowOffences(content, correctionReason),
    breaks: () =>
      known.register ? breaks(known, { ...known, register: { ...content, source: known.register.source } }) : [],
    record: () => {
      const overruled = content.creditCode !== null && !isCreditCode(content.creditCode);
      return [
        { type: 'SchoolRegistered', data: { ...content, creditCodeOverride: overruled ? correctionReason : null } },
      ];
    },
    correct: (reason) => [{ type: 'SchoolAmended', data: { ...content, correctionReason: reason } }],
  });
};

/** A correction must leave every recorded decision lawful that is lawful without it. */
const breaks = (before: SchoolFacts, after: SchoolFacts): readonly Refusal[] =>
  newlyBrokenDecisions(before, after).map((number) => refusal('correction-breaks-follow-up', 'code', number));

/** What is wrong with a change by itself, and with what it names. */
export const schoolChangeOffences = (change: Draft<SchoolChangeContent>, facts: RegisterFacts): readonly Refusal[] => {
  const found: Refusal[] = [];
  if (change.code !== undefined) {
    if (!isSchoolCode(change.code)) found.push(refusal('bad-code', 'code', change.code));
    else if (facts.school(change.code).register === null) found.push(refusal('unknown-school', 'code', change.code));
  }
  if (change.kind === 'MERGED' && change.value !== undefined) {
    if (!isSchoolCode(change.value)) found.push(refusal('bad-code', 'value', change.value));
    else if (change.value === change.code || facts.school(change.value).register === null)
      found.push(refusal('unknown-school', 'value', change.value));
  }
  for (const major of change.majors ?? []) if (!isMajorCode(major)) found.push(refusal('bad-code', 'value', major));
  return found;
};

const recordChange = ({ command, facts }: Asked<RecordSchoolChange>, state: SchoolState): Judgement<SchoolEvent> => {
  const { content, correctionReason } = command;
  const known = facts.school(content.code);
  return recordOrCorrect<SchoolChangeContent, SchoolEvent>({
    recorded: state.changes.get(changeKeyOf(content)),
    content,
    correctionReason,
    keyField: 'code',
    offences: schoolChangeOffences(content, facts),
    breaks: () => breaks(known, { ...known, changes: known.changes.map((change) => corrected(change, content)) }),
    record: () => [{ type: changeEventTypes[content.kind], data: content }],
    correct: (reason) => [{ type: 'SchoolChangeCorrected', data: { ...content, correctionReason: reason } }],
  });
};

const corrected = (change: Sourced<SchoolChange>, content: SchoolChangeContent): Sourced<SchoolChange> =>
  changeKeyOf(change) === changeKeyOf(content) ? { ...content, source: change.source } : change;

/** The register of schools (学校名册, 学校变更). One stream a school. */
export const school: Decider<SchoolState, Asked<SchoolCommand>, SchoolEvent> = {
  subject: 'school',
  initialState,
  evolve,
  decide: (order, state) =>
    order.command instanceof RegisterSchool
      ? registerSchool({ ...order, command: order.command }, state)
      : recordChange({ ...order, command: order.command }, state),
};
