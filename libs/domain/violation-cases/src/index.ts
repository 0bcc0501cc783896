export {
  CloseCase,
  ConcludeCase,
  FileCase,
  InvestigateCase,
  RecordCase,
  RegisterLead,
} from './violation-case.commands.ts';
export type { CaseCommand, CaseKey } from './violation-case.commands.ts';
export type { CaseContent, CaseEvent, CaseProgress, LeadContent } from './violation-case.events.ts';
export { violationCaseRefusals } from './violation-case.refusals.ts';
export { caseOffences, violationCase } from './violation-case.ts';
export type { CaseState } from './violation-case.ts';
