import { recordOrCorrect, refusal, without } from '#kernel';
import type { Decider, Draft, Judgement, Order, Refusal } from '#kernel';
import { establishes, isCreditCode, isMajorCode, isSchoolCode, newlyBrokenDecisions } from '#law';
import type { RegisterFacts } from '#law';
import { closeCase, concludeCase, fileCase, investigateCase } from './violation-case.stages.ts';
import { CloseCase, ConcludeCase, FileCase, InvestigateCase, RecordCase } from './violation-case.commands.ts';
import type { CaseCommand, RegisterLead } from './violation-case.commands.ts';
import type { CaseContent, CaseEvent, LeadContent } from './violation-case.events.ts';

/** A case as far as it has come; null before its lead. */
export type CaseState = CaseContent | null;

/** What a case command is told. */
type Asked<C> = Order<C, RegisterFacts>;

const noProgress = { filedOn: null, closedOn: null, finding: null, severity: null, severityReason: null } as const;

const evolve = (state: CaseState, event: CaseEvent): CaseState => {
  switch (event.type) {
    case 'ViolationLeadRegistered':
      return { ...without(event.data, 'creditCodeOverride'), ...noProgress };
    case 'ViolationCaseCorrected':
      return without(event.data, 'correctionReason');
    case 'ViolationCaseFiled':
      return state && { ...state, filedOn: event.data.filedOn };
    case 'ViolationInvestigated':
    case 'ViolationCaseWithdrawn': // the correction that follows in the same append says where the case belongs
      return state;
    case 'ViolationCaseConcluded':
      return state && { ...state, finding: event.data.finding };
    case 'ViolationSeverityAssessed': {
      const { severity, severityReason } = event.data;
      return state && { ...state, severity, severityReason };
    }
    default: // ViolationCaseClosed
      return state && { ...state, closedOn: event.data.closedOn };
  }
};

/** What is wrong with a case row by itself. A reason in 更正理由 may overrule the credit code's check. */
export const caseOffences = (
  draft: Draft<LeadContent>,
  facts: RegisterFacts,
  override: string | null,
): readonly Refusal[] => {
  const found: Refusal[] = [];
  if (draft.school !== undefined) {
    if (!isSchoolCode(draft.school)) found.push(refusal('bad-code', 'school', draft.school));
    else if (facts.school(draft.school).register === null)
      found.push(refusal('unknown-school', 'school', draft.school));
  }
  if (draft.major && !isMajorCode(draft.major)) found.push(refusal('bad-code', 'major', draft.major));
  if (draft.partnerCreditCode && override === null && !isCreditCode(draft.partnerCreditCode))
    found.push(refusal('bad-credit-code', 'partnerCreditCode', draft.partnerCreditCode));
  return found;
};

const recordCase = ({ command, facts }: Asked<RecordCase>, state: CaseState): Judgement<CaseEvent> => {
  const { content, correctionReason } = command;
  return recordOrCorrect<CaseContent, CaseEvent>({
    recorded: state,
    content,
    correctionReason,
    keyField: 'caseNo',
    offences: caseOffences(content, facts, correctionReason),
    breaks: () => brokenBy(content, state?.school ?? content.school, facts),
    record: () => eventsOf(content, correctionReason),
    correct: (reason) => corrections(content, state?.school ?? content.school, reason),
  });
};

/** A case that goes to another school leaves the first one's record: each event belongs to exactly one school. */
const corrections = (content: CaseContent, from: string, correctionReason: string): readonly CaseEvent[] => {
  const corrected: CaseEvent = { type: 'ViolationCaseCorrected', data: { ...content, correctionReason } };
  if (content.school === from) return [corrected];
  const { caseNo } = content;
  return [{ type: 'ViolationCaseWithdrawn', data: { caseNo, school: from, correctionReason } }, corrected];
};

/** Decisions that name the case must stay lawful when it is corrected, also when it goes to another school. */
const brokenBy = (content: CaseContent, recordedFor: string, facts: RegisterFacts): readonly Refusal[] => {
  const known = facts.school(recordedFor);
  const cases = known.cases.flatMap((one) => {
    if (one.caseNo !== content.caseNo) return [one];
    return content.school === recordedFor
      ? [{ ...one, ...content, established: content.finding !== null && establishes(content.finding) }]
      : [];
  });
  const named = { ...known, decisions: known.decisions.filter(({ caseNos }) => caseNos.includes(content.caseNo)) };
  return newlyBrokenDecisions(named, { ...named, cases }).map((number) =>
    refusal('correction-breaks-follow-up', 'caseNo', number),
  );
};

/** What was done on paper, step by step: only the steps that the row names. */
const eventsOf = (content: CaseContent, correctionReason: string | null): readonly CaseEvent[] => {
  const { filedOn, closedOn, finding, severity, severityReason } = content;
  const lead = without(content, 'filedOn', 'closedOn', 'finding', 'severity', 'severityReason');
  const about = { caseNo: content.caseNo, school: content.school };
  const overruled = lead.partnerCreditCode !== null && !isCreditCode(lead.partnerCreditCode);
  const events: CaseEvent[] = [
    { type: 'ViolationLeadRegistered', data: { ...lead, creditCodeOverride: overruled ? correctionReason : null } },
  ];
  if (filedOn !== null) events.push({ type: 'ViolationCaseFiled', data: { ...about, filedOn } });
  if (finding !== null) events.push({ type: 'ViolationCaseConcluded', data: { ...about, finding } });
  if (severity !== null || severityReason !== null)
    events.push({ type: 'ViolationSeverityAssessed', data: { ...about, severity, severityReason } });
  if (closedOn !== null) events.push({ type: 'ViolationCaseClosed', data: { ...about, closedOn } });
  return events;
};

const registerLead = ({ command, facts }: Asked<RegisterLead>, state: CaseState): Judgement<CaseEvent> => {
  const { content } = command;
  if (state !== null) return { refusals: [refusal('case-already-registered', 'caseNo', content.caseNo)] };
  const offences = caseOffences(content, facts, null);
  return offences.length > 0
    ? { refusals: offences }
    : [{ type: 'ViolationLeadRegistered', data: { ...content, creditCodeOverride: null } }];
};

/** A violation case (违规案件), here by the short procedure that records what was done on paper. */
export const violationCase: Decider<CaseState, Asked<CaseCommand>, CaseEvent> = {
  subject: 'violationCase',
  initialState: null,
  evolve,
  decide: (order, state) => {
    const { command } = order;
    if (command instanceof RecordCase) return recordCase({ ...order, command }, state);
    if (command instanceof FileCase) return fileCase(command, state);
    if (command instanceof InvestigateCase) return investigateCase(command, state);
    if (command instanceof ConcludeCase) return concludeCase(command, state);
    if (command instanceof CloseCase) return closeCase(command, state);
    return registerLead({ ...order, command }, state);
  },
};
