import { recordOrCorrect, refusal, refuse } from '#kernel';
import type { Draft, Judgement, Refusal } from '#kernel';
import { decisionOffences, followUpOffences, groundOf, isMajorCode, isSchoolCode, ownFollowUpOffences } from '#law';
import type { DecisionFact, RegisterFacts } from '#law';
import type { RecordDecision, ServeDecision } from './decision.commands.ts';
import type { DecisionContent, DecisionEvent } from './decision.events.ts';
import type { Asked, DocumentState } from './decision.state.ts';

/** What is wrong with a decision by itself, with what it names, and with the law. */
export const decisionRowOffences = (draft: Draft<DecisionContent>, facts: RegisterFacts): readonly Refusal[] => {
  const found: Refusal[] = [];
  for (const major of draft.majors ?? []) if (!isMajorCode(major)) found.push(refusal('bad-code', 'majors', major));
  if (draft.number !== undefined && facts.document(draft.number)?.use === 'FOLLOW_UP')
    found.push(refusal('document-number-taken', 'number', draft.number));
  if (draft.school !== undefined && !isSchoolCode(draft.school))
    found.push(refusal('bad-code', 'school', draft.school));
  return [...found, ...againstRecord(draft, facts)];
};

/** A school that could not be read hides none of the other refusals (`eligibility.md` §5: all are reported). */
const againstRecord = (draft: Draft<DecisionContent>, facts: RegisterFacts): readonly Refusal[] => {
  const found: Refusal[] = [];
  const code = draft.school !== undefined && isSchoolCode(draft.school) ? draft.school : null;
  const school = code === null ? null : facts.school(code);
  if (code !== null && school?.register === null) found.push(refusal('unknown-school', 'school', code));
  const caseNos = draft.caseNos ?? [];
  const cases = caseNos.map((caseNo) => facts.caseByNo(caseNo)).filter((known) => known !== null);
  for (const caseNo of caseNos) {
    const known = cases.find((one) => one.caseNo === caseNo);
    if (known === undefined) found.push(refusal('unknown-case', 'caseNos', caseNo));
    else if (code !== null && known.school !== code) found.push(refusal('case-of-other-school', 'caseNos', caseNo));
  }
  const named = { school: null, cases, complete: cases.length === caseNos.length };
  return [...found, ...decisionOffences(draft, school === null ? named : groundOf(school, caseNos))];
};

/**
 * Follow-ups that are recorded for this number and this school, and that the decision, as it would then read, would
 * make unlawful. An all-school follow-up also reaches a decision that is recorded later.
 */
export const brokenFollowUps = (decision: DecisionContent, facts: RegisterFacts): readonly Refusal[] => {
  const recorded = [...facts.school(decision.school).followUps, ...facts.office.followUps];
  return recorded
    .filter((followUp) => followUp.target === decision.number)
    .filter(
      (followUp) => followUpOffences(followUp, decision).length > 0 || ownFollowUpOffences(followUp, true).length > 0,
    )
    .map((followUp) => refusal('correction-breaks-follow-up', 'number', followUp.number));
};

/** Records or corrects one decision. */
export const recordDecision = (
  { command, facts }: Asked<RecordDecision>,
  state: DocumentState,
): Judgement<DecisionEvent> => {
  const { content, correctionReason } = command;
  const recorded = state.decisions.get(content.school);
  const offences = decisionRowOffences(content, facts);
  return recordOrCorrect<DecisionContent, DecisionEvent>({
    recorded,
    content,
    correctionReason,
    keyField: 'number',
    offences: recorded || offences.length > 0 ? offences : brokenFollowUps(content, facts),
    breaks: () => brokenFollowUps(content, facts),
    record: () => [{ type: 'DecisionMade', data: content }],
    correct: (reason) => [{ type: 'DecisionCorrected', data: { ...content, correctionReason: reason } }],
  });
};

/** Records service: from now on the decision works. */
export const serveDecision = (
  { command, facts, actor, onPaper }: Asked<ServeDecision>,
  state: DocumentState,
): Judgement<DecisionEvent> => {
  const { key, service } = command;
  const decision = state.decisions.get(key.school);
  if (!decision) return refuse('target-not-found', 'number', key.number);
  if (decision.servedOn !== null)
    return decision.servedOn === service.servedOn && sameEffect(decision, service)
      ? []
      : refuse('already-served', 'servedOn', decision.servedOn);
  if (state.recordedBy.get(key.school) === actor && !onPaper) return refuse('same-person-serves', 'actor', actor);
  const served = { ...decision, ...service };
  const offences = [...decisionRowOffences(served, facts), ...brokenFollowUps(served, facts)];
  if (offences.length > 0) return { refusals: offences };
  return [{ type: 'DecisionServed', data: { ...key, ...service } }];
};

const sameEffect = (decision: DecisionFact, service: ServeDecision['service']): boolean =>
  decision.effectiveOn === service.effectiveOn;
