import type { CaseFact, Finding, SchoolChange, SchoolFacts, Sourced } from '#law';
import { establishes } from '#law';
import { foldDecision } from './decision-facts.ts';
import { bearsOnFacts, UnknownFact } from './fact-event.ts';
import type { FactEvent } from './fact-event.ts';
import { put, sourceOf } from './lists.ts';
import { foldReport } from './report-facts.ts';
import { readCase, readChange, readFinding, readRegister } from './well-formed.ts';

/** A school of which nothing is recorded. */
export const noFacts = (code: string): SchoolFacts => ({
  code,
  register: null,
  changes: [],
  reports: [],
  orders: [],
  cases: [],
  decisions: [],
  followUps: [],
  position: -1,
});

/**
 * The school's facts after one more event about it; what bears on none leaves them as they are.
 * @throws UnknownFact, MalformedFact for what this version cannot read
 */
export const foldSchool = (facts: SchoolFacts, event: FactEvent): SchoolFacts =>
  bearsOnFacts(event.type) ? { ...foldRows(facts, event), position: event.position } : facts;

const foldRows = (facts: SchoolFacts, event: FactEvent): SchoolFacts => {
  if (event.type.startsWith('School')) return foldRegister(facts, event);
  if (event.type.startsWith('SelfInspection')) return foldReport(facts, event);
  if (event.type.startsWith('Violation')) return foldCase(facts, event);
  return foldDecision(facts, event);
};

const foldRegister = (facts: SchoolFacts, event: FactEvent): SchoolFacts => {
  switch (event.type) {
    case 'SchoolRegistered':
    case 'SchoolAmended':
      return { ...facts, register: { ...readRegister(event.data), source: sourceOf(event) } };
    case 'SchoolChangeCorrected':
    case 'SchoolLicenceRenewed':
    case 'SchoolRenamed':
    case 'SchoolPrincipalChanged':
    case 'SchoolMajorsAdded':
    case 'SchoolMajorsWithdrawn':
    case 'SchoolOwnershipChanged':
    case 'SchoolDistrictChanged':
    case 'SchoolLicenceNumberChanged':
    case 'SchoolMerged': {
      const row: SchoolChange = readChange(event.data);
      const same = (known: SchoolChange): boolean => known.kind === row.kind && known.approvedOn === row.approvedOn;
      return { ...facts, changes: put(facts.changes, same, { row, event }) };
    }
    default:
      throw new UnknownFact(event.type);
  }
};

const foldCase = (facts: SchoolFacts, event: FactEvent): SchoolFacts => {
  switch (event.type) {
    case 'ViolationLeadRegistered': {
      const { caseNo, actUntil } = event.data;
      return withCase(facts, event, { caseNo, actUntil, filedOn: null, closedOn: null, established: false });
    }
    case 'ViolationCaseCorrected': {
      const { caseNo, actUntil, filedOn, closedOn, finding } = readFinding(event.data);
      const established = isEstablished({ finding });
      return withCase(facts, event, { caseNo, actUntil, filedOn, closedOn, established });
    }
    case 'ViolationCaseFiled':
      return amendCase(facts, event, { filedOn: event.data.filedOn });
    case 'ViolationCaseConcluded':
      return amendCase(facts, event, { established: isEstablished(readFinding(event.data)) });
    case 'ViolationCaseClosed':
      return amendCase(facts, event, { closedOn: event.data.closedOn });
    case 'ViolationCaseWithdrawn':
      return { ...facts, cases: facts.cases.filter((one) => one.caseNo !== event.data.caseNo) };
    case 'ViolationInvestigated':
    case 'ViolationSeverityAssessed':
      return facts;
    default:
      throw new UnknownFact(event.type);
  }
};

const isEstablished = ({ finding }: { readonly finding: Finding | null }): boolean =>
  finding !== null && establishes(finding);

const withCase = (facts: SchoolFacts, event: FactEvent, row: CaseFact): SchoolFacts => ({
  ...facts,
  cases: put(facts.cases, (known) => known.caseNo === row.caseNo, { row: readCase(row), event }),
});

const amendCase = (
  facts: SchoolFacts,
  event: Extract<FactEvent, { readonly data: { readonly caseNo: string } }>,
  change: Partial<CaseFact>,
): SchoolFacts => {
  const known: Sourced<CaseFact> | undefined = facts.cases.findLast((one) => one.caseNo === event.data.caseNo);
  if (!known) return facts;
  return withCase(facts, event, { ...known, ...change });
};
