export { basisOf, legalBases } from './bases/legal-bases.ts';
export type { LegalBasis, LegalBasisCode } from './bases/legal-bases.ts';
export { holidayYears } from './calendar/holidays.ts';
export { addWorkingDays, isUnknownYear, isWorkingDay, workingDaysBetween } from './calendar/working-days.ts';
export { establishes, findingTerms, itemStatusTerms, leadSourceTerms } from './cases/kinds.ts';
export type { Finding, ItemStatus, LeadSource } from './cases/kinds.ts';
export { followUpOffences, ownFollowUpOffences } from './decisions/follow-up-lawfulness.ts';
export { groundOf } from './decisions/ground.ts';
export { annuls, changeTerms, decisionRules, followUpTerms, rankOf } from './decisions/kinds.ts';
export type {
  ChangeKind,
  DecisionKind,
  DecisionRule,
  EligibilityState,
  EndMode,
  FollowUpKind,
  ReasonKind,
  Scope,
} from './decisions/kinds.ts';
export { brokenDecisions, decisionOffences, newlyBrokenDecisions } from './decisions/lawfulness.ts';
export { evaluate, rulesVersion } from './eligibility/evaluate.ts';
export type { Verdict } from './eligibility/evaluate.ts';
export { firstIntakeClosingFrom, intakeAfter, intakeOf } from './eligibility/intakes.ts';
export type { Intake, Season } from './eligibility/intakes.ts';
export { momentOf } from './eligibility/moment.ts';
export type { Question } from './eligibility/moment.ts';
export type { Reason } from './eligibility/reason.ts';
export { groundStateAt, headlineAt, situationHeadlineAt, stateWith } from './eligibility/reasons.ts';
export { hasOpenCase, hasSituation, hasStandingOrder, isReportOverdue } from './eligibility/situation-reasons.ts';
export { nextGroundTurn } from './eligibility/turning-days.ts';
export { bearsOnSchool } from './eligibility/register-reasons.ts';
export { verdictHoldsBefore, verdictOnLaterDay } from './eligibility/verdict-stretch.ts';
export { viewOf } from './eligibility/view.ts';
export type { SchoolView } from './eligibility/view.ts';
export type {
  Campaign,
  CaseFact,
  CorrectionOrder,
  DecisionFact,
  DocumentUse,
  FollowUpFact,
  OfficeFacts,
  RegisterFacts,
  ReportFact,
  SchoolChange,
  SchoolFacts,
  SchoolRegister,
  Source,
  Sourced,
} from './facts.ts';
export { internshipAgencyFine } from './fines/internship-agency-fine.ts';
export { authorityOf } from './identifiers/authority.ts';
export { isCreditCode } from './identifiers/credit-code.ts';
export { districtCodeOf, districtTerms } from './identifiers/district.ts';
export { isIdentityNumber } from './identifiers/identity-number.ts';
export { isMajorCode } from './identifiers/major-code.ts';
export { isSchoolCode, schoolCodeWarning } from './identifiers/school-code.ts';
export { redLineOf, redLines } from './red-lines/catalogue.ts';
export type { RedLineCategory } from './red-lines/catalogue.ts';
export { checkFacts } from './red-lines/facts.ts';
export { internshipRules } from './red-lines/internship-rules.ts';
export { severityTerms, suggestSeverity } from './severity/severity.ts';
export type { Severity } from './severity/severity.ts';
