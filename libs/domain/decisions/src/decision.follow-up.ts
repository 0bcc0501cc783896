import { recordOrCorrect, refusal, refuse } from '#kernel';
import type { Draft, Judgement, Refusal } from '#kernel';
import { annuls, followUpOffences, isMajorCode, isSchoolCode, ownFollowUpOffences } from '#law';
import type { DecisionFact, DocumentUse, RegisterFacts } from '#law';
import type { RecordFollowUp, ServeFollowUp } from './decision.commands.ts';
import { followUpEventTypes, followUpKeyOf } from './decision.events.ts';
import type { DecisionEvent, FollowUpContent } from './decision.events.ts';
import type { Asked, DocumentState } from './decision.state.ts';

/** What is wrong with a follow-up by itself, with what it names, and with every decision that it reaches. */
export const followUpRowOffences = (draft: Draft<FollowUpContent>, facts: RegisterFacts): readonly Refusal[] => {
  const found: Refusal[] = [];
  if (draft.number !== undefined && facts.document(draft.number)?.use === 'DECISION')
    found.push(refusal('document-number-taken', 'number', draft.number));
  for (const major of draft.newMajors ?? [])
    if (!isMajorCode(major)) found.push(refusal('bad-code', 'newMajors', major));
  const isMiscoded = Boolean(draft.school) && !isSchoolCode(draft.school ?? '');
  if (isMiscoded) found.push(refusal('bad-code', 'school', draft.school ?? undefined));
  else if (draft.school && facts.school(draft.school).register === null)
    found.push(refusal('unknown-school', 'school', draft.school));
  // Without a school that can be read, nobody can tell which decisions the row reaches.
  if (draft.target === undefined || draft.school === undefined || isMiscoded)
    return [...found, ...ownFollowUpOffences(draft, true)];
  return [...found, ...againstTarget({ ...draft, target: draft.target, school: draft.school }, facts)];
};

type Targeted = Draft<FollowUpContent> & { readonly target: string; readonly school: string | null };

const againstTarget = (draft: Targeted, facts: RegisterFacts): readonly Refusal[] => {
  const use = facts.document(draft.target);
  const notFound = [refusal('target-not-found', 'target', draft.target)];
  if (use === null) return [...notFound, ...ownFollowUpOffences(draft, true)];
  const own = ownFollowUpOffences(draft, use.use === 'DECISION');
  if (use.use === 'FOLLOW_UP') return [...(mayNameFollowUp(draft, use, facts) ? [] : notFound), ...own];
  const decisions = reachedDecisions(draft, use.schools, facts);
  if (decisions.length === 0) return [...notFound, ...own];
  return [...own, ...distinct(decisions.flatMap((decision) => followUpOffences(draft, decision)))];
};

/** The decisions of that number about the named school, or about every school. */
const reachedDecisions = (draft: Targeted, schools: readonly string[], facts: RegisterFacts): readonly DecisionFact[] =>
  schools
    .filter((code) => draft.school === null || code === draft.school)
    .flatMap((code) => facts.school(code).decisions.filter((decision) => decision.number === draft.target));

/** One failing decision refuses the row, and a reason that several give is given once. */
const distinct = (refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.filter(
    (one, i) => refusals.findIndex((other) => other.code === one.code && other.field === one.field) === i,
  );

/** An annulment may name any follow-up, a resumption a stay; never its own number, and only rows that reach the school. */
const mayNameFollowUp = (
  draft: Targeted,
  use: Extract<DocumentUse, { use: 'FOLLOW_UP' }>,
  facts: RegisterFacts,
): boolean => {
  if (draft.target === draft.number || draft.kind === undefined) return draft.kind === undefined;
  const rows = use.rows.filter((row) => draft.school === null || schoolsOf(row, facts).includes(draft.school));
  if (annuls(draft.kind)) return rows.length > 0;
  return draft.kind === 'RESUME' && rows.some((row) => row.kind === 'STAY');
};

/** A row without a school reaches every school of what it names, through other follow-ups too. */
const schoolsOf = (
  row: { readonly target: string; readonly school: string | null },
  facts: RegisterFacts,
  seen: readonly string[] = [],
): readonly string[] => {
  if (row.school !== null) return [row.school];
  // A later row of a document may name what names the document: a ring is walked once.
  const use = seen.includes(row.target) ? null : facts.document(row.target);
  if (use === null) return [];
  return use.use === 'DECISION' ? use.schools : use.rows.flatMap((one) => schoolsOf(one, facts, [...seen, row.target]));
};

/** Records or corrects one follow-up. */
export const recordFollowUp = (
  { command, facts }: Asked<RecordFollowUp>,
  state: DocumentState,
): Judgement<DecisionEvent> => {
  const { content, correctionReason } = command;
  return recordOrCorrect<FollowUpContent, DecisionEvent>({
    recorded: state.followUps.get(followUpKeyOf(content)),
    content,
    correctionReason,
    keyField: 'number',
    offences: followUpRowOffences(content, facts),
    breaks: () => brokenResumptions(content, facts),
    record: () => [{ type: followUpEventTypes[content.kind], data: content }],
    correct: (reason) => [{ type: 'FollowUpCorrected', data: { ...content, correctionReason: reason } }],
  });
};

/** What resumes a stay by name must still find one: this row, or another stay of the same document. */
const brokenResumptions = (content: FollowUpContent, facts: RegisterFacts): readonly Refusal[] => {
  const use = facts.document(content.number);
  if (content.kind === 'STAY' || use?.use !== 'FOLLOW_UP') return [];
  const key = followUpKeyOf(content);
  const rows = use.rows.map((row) => (followUpKeyOf(row) === key ? content : row));
  const known = schoolsOf(content, facts).flatMap((code) => facts.school(code).followUps);
  return [...known, ...facts.office.followUps]
    .filter((other) => other.kind === 'RESUME' && other.target === content.number)
    .filter((other) => !mayNameFollowUp(other, { ...use, rows }, facts))
    .map((other) => refusal('correction-breaks-follow-up', 'number', other.number));
};

/** Records the service of a follow-up. */
export const serveFollowUp = (
  { command, facts, actor, onPaper }: Asked<ServeFollowUp>,
  state: DocumentState,
): Judgement<DecisionEvent> => {
  const { key, service } = command;
  const followUp = state.followUps.get(followUpKeyOf(key));
  if (!followUp) return refuse('target-not-found', 'number', key.number);
  if (followUp.servedOn !== null)
    return followUp.servedOn === service.servedOn && followUp.effectiveOn === service.effectiveOn
      ? []
      : refuse('already-served', 'servedOn', followUp.servedOn);
  if (state.recordedBy.get(followUpKeyOf(key)) === actor && !onPaper)
    return refuse('same-person-serves', 'actor', actor);
  const offences = followUpRowOffences({ ...followUp, ...service }, facts);
  if (offences.length > 0) return { refusals: offences };
  return [{ type: 'FollowUpServed', data: { ...key, ...service } }];
};
