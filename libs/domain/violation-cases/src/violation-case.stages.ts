import { refuse } from '#kernel';
import type { Judgement } from '#kernel';
import type { CloseCase, ConcludeCase, FileCase, InvestigateCase } from './violation-case.commands.ts';
import type { CaseContent, CaseEvent } from './violation-case.events.ts';

// The stages after the lead. Each takes the case as it stands (null: no such case) and adds one fact.

/** 立案. */
export const fileCase = ({ key, filedOn }: FileCase, state: CaseContent | null): Judgement<CaseEvent> => {
  if (state === null) return refuse('unknown-case', 'caseNo', key.caseNo);
  if (state.filedOn !== null) return refuse('case-already-filed', 'caseNo', state.filedOn);
  return [{ type: 'ViolationCaseFiled', data: { caseNo: state.caseNo, school: state.school, filedOn } }];
};

/** Investigation by at least two officers (行政处罚法 42). */
export const investigateCase = ({ key, done }: InvestigateCase, state: CaseContent | null): Judgement<CaseEvent> => {
  if (state === null) return refuse('unknown-case', 'caseNo', key.caseNo);
  if (state.filedOn === null) return refuse('case-not-filed', 'caseNo', key.caseNo);
  if (state.closedOn !== null) return refuse('case-already-closed', 'caseNo', state.closedOn);
  if (new Set(done.investigators).size < 2) return refuse('two-investigators-needed', 'investigators');
  return [{ type: 'ViolationInvestigated', data: { caseNo: state.caseNo, school: state.school, ...done } }];
};

/** 调查终结: what was found, and the severity a person chose and justified. */
export const concludeCase = ({ key, conclusion }: ConcludeCase, state: CaseContent | null): Judgement<CaseEvent> => {
  if (state === null) return refuse('unknown-case', 'caseNo', key.caseNo);
  if (state.filedOn === null) return refuse('case-not-filed', 'caseNo', key.caseNo);
  if (state.finding !== null) return refuse('case-already-concluded', 'caseNo', state.finding);
  if (conclusion.severity !== null && conclusion.severityReason === null)
    return refuse('severity-reason-missing', 'severityReason');
  const about = { caseNo: state.caseNo, school: state.school };
  const { finding, severity, severityReason } = conclusion;
  return [
    { type: 'ViolationCaseConcluded', data: { ...about, finding } },
    { type: 'ViolationSeverityAssessed', data: { ...about, severity, severityReason } },
  ];
};

/** 结案. */
export const closeCase = ({ key, closedOn }: CloseCase, state: CaseContent | null): Judgement<CaseEvent> => {
  if (state === null) return refuse('unknown-case', 'caseNo', key.caseNo);
  if (state.filedOn === null) return refuse('case-not-filed', 'caseNo', key.caseNo);
  if (state.closedOn !== null) return refuse('case-already-closed', 'caseNo', state.closedOn);
  if (state.finding === null) return refuse('case-not-concluded', 'caseNo', key.caseNo);
  if (closedOn < state.filedOn) return refuse('closed-before-filed', 'closedOn', closedOn);
  return [{ type: 'ViolationCaseClosed', data: { caseNo: state.caseNo, school: state.school, closedOn } }];
};
