import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { accessRecord } from '#domain/access-records';
import type { AccessEvent } from '#domain/access-records';
import { account } from '#domain/accounts';
import type { AccountEvent } from '#domain/accounts';
import { decision } from '#domain/decisions';
import { machineClient } from '#domain/machine-clients';
import type { MachineClientEvent } from '#domain/machine-clients';
import { person } from '#domain/persons';
import type { PersonEvent } from '#domain/persons';
import { school } from '#domain/schools';
import { secretStore } from '#domain/secret-stores';
import type { SecretStoreEvent } from '#domain/secret-stores';
import { campaign, report } from '#domain/self-inspections';
import { violationCase } from '#domain/violation-cases';
import { workbookImport } from '#domain/workbook-imports';
import type { WorkbookEvent } from '#domain/workbook-imports';
import { webhook } from '#domain/webhooks';
import type { WebhookEvent } from '#domain/webhooks';
import { bearsOnFacts } from '#facts';
import type { RegisterEvent } from '#facts';
import { canonicalText } from '#kernel';
import { MemoryRegister } from '#testing';

type EventType = (
  | RegisterEvent
  | WorkbookEvent
  | MachineClientEvent
  | AccountEvent
  | WebhookEvent
  | AccessEvent
  | PersonEvent
  | SecretStoreEvent
)['type'];
interface Frozen {
  readonly type: EventType;
  readonly data: object;
}
interface Evolving {
  readonly initialState: unknown;
  evolve(state: unknown, event: Frozen): unknown;
}

const folder = join(import.meta.dirname, '../../../test/events');
const nameOf = (file: string): string => file.replace(/\.json$/, '');
const read = (type: string): Frozen => JSON.parse(readFileSync(join(folder, `${type}.json`), 'utf8')) as Frozen;
const evolving = (decider: unknown): Evolving => decider as Evolving;

const ofSchool = { by: evolving(school), after: ['SchoolRegistered'] } as const;
const ofCampaign = { by: evolving(campaign), after: ['SelfInspectionCampaignOpened'] } as const;
const ofZeroReport = { by: evolving(report), after: ['SelfInspectionZeroReportSigned'] } as const;
const ofItem = { by: evolving(report), after: ['SelfInspectionItemReported'] } as const;
const ofCase = { by: evolving(violationCase), after: ['ViolationLeadRegistered'] } as const;
const ofDecision = { by: evolving(decision), after: ['DecisionMade'] } as const;
const ofClient = { by: evolving(machineClient), after: ['MachineClientRegistered'] } as const;
const ofKey = { by: evolving(machineClient), after: ['MachineClientRegistered', 'MachineKeyIssued'] } as const;
const ofAccount = { by: evolving(account), after: ['AccountOpened'] } as const;
const ofProposal = { by: evolving(account), after: ['AccountOpened', 'AccountProposalMade'] } as const;
const ofAccess = { by: evolving(accessRecord), after: [] } as const;
const ofWebhook = { by: evolving(webhook), after: ['WebhookRegistered'] } as const;
const ofPerson = { by: evolving(person), after: ['PersonRecorded'] } as const;
const ofFollowUp = { by: evolving(decision), after: ['DecisionLifted'] } as const;

/** Every type that was ever recorded: who folds it, and what its stream begins with. The compiler asks for each. */
const known: Readonly<Record<EventType, { readonly by: Evolving; readonly after: readonly EventType[] }>> = {
  SchoolRegistered: ofSchool,
  SchoolAmended: ofSchool,
  SchoolLicenceRenewed: ofSchool,
  SchoolRenamed: ofSchool,
  SchoolPrincipalChanged: ofSchool,
  SchoolMajorsAdded: ofSchool,
  SchoolMajorsWithdrawn: ofSchool,
  SchoolOwnershipChanged: ofSchool,
  SchoolDistrictChanged: ofSchool,
  SchoolLicenceNumberChanged: ofSchool,
  SchoolMerged: ofSchool,
  SchoolChangeCorrected: ofSchool,
  SelfInspectionCampaignOpened: ofCampaign,
  SelfInspectionCampaignCorrected: ofCampaign,
  SelfInspectionZeroReportSigned: ofZeroReport,
  SelfInspectionZeroReportCorrected: ofZeroReport,
  SelfInspectionReportReturned: ofZeroReport,
  SelfInspectionReportAccepted: ofZeroReport,
  SelfInspectionItemReported: ofItem,
  SelfInspectionItemCorrected: ofItem,
  SelfInspectionCorrectionOrdered: ofItem,
  SelfInspectionItemRectified: ofItem,
  SelfInspectionItemClosed: ofItem,
  SelfInspectionItemReopened: ofItem,
  ViolationLeadRegistered: ofCase,
  ViolationCaseFiled: ofCase,
  ViolationInvestigated: ofCase,
  ViolationCaseConcluded: ofCase,
  ViolationSeverityAssessed: ofCase,
  ViolationCaseClosed: ofCase,
  ViolationCaseCorrected: ofCase,
  ViolationCaseWithdrawn: ofCase,
  DecisionMade: ofDecision,
  DecisionCorrected: ofDecision,
  DecisionServed: ofDecision,
  DecisionLifted: ofFollowUp,
  EnrolmentRightRestored: ofFollowUp,
  DecisionAnnulled: ofFollowUp,
  DecisionDeclaredVoid: ofFollowUp,
  DecisionVaried: ofFollowUp,
  DecisionStayed: ofFollowUp,
  DecisionResumed: ofFollowUp,
  ReconsiderationAccepted: ofFollowUp,
  ReconsiderationUpheld: ofFollowUp,
  ReconsiderationClosed: ofFollowUp,
  LitigationAccepted: ofFollowUp,
  LitigationUpheld: ofFollowUp,
  LitigationClosed: ofFollowUp,
  FollowUpCorrected: ofFollowUp,
  FollowUpServed: ofFollowUp,
  WorkbookImported: { by: evolving(workbookImport), after: [] },
  MachineClientRegistered: ofClient,
  MachineKeyIssued: ofKey,
  MachineKeyIssuedForTokens: ofClient,
  MachineKeyRevoked: ofKey,
  MachineClientClosed: ofClient,
  AccountOpened: ofAccount,
  AccountAccessChanged: ofAccount,
  AccountCredentialsReset: ofAccount,
  AccountDisabled: ofAccount,
  AccountEnabled: ofAccount,
  AccountProposalMade: ofAccount,
  AccountProposalApproved: ofProposal,
  AccountProposalWithdrawn: ofProposal,
  SignedIn: ofAccess,
  SignInRefused: ofAccess,
  SteppedUp: ofAccess,
  SignedOut: ofAccess,
  AccessDenied: ofAccess,
  RegisterExported: ofAccess,
  SecretsRekeyOrdered: { by: evolving(secretStore), after: [] },
  WebhookRegistered: ofWebhook,
  WebhookRemoved: ofWebhook,
  WebhookReplayed: ofWebhook,
  PersonRecorded: ofPerson,
  PersonCorrected: ofPerson,
  PersonLookRequested: ofPerson,
  PersonLookApproved: ofPerson,
  PersonLookedAt: ofPerson,
  PersonErasureProposed: ofPerson,
  PersonErased: ofPerson,
};

/** What no verdict and no row rule reads. */
const silent: ReadonlySet<EventType> = new Set([
  'SelfInspectionReportReturned',
  'SelfInspectionReportAccepted',
  'SelfInspectionItemRectified',
  'ViolationInvestigated',
  'ViolationSeverityAssessed',
]);

/** The facts of the school, or of the office where none is named, without the position that every event moves. */
const placeOf = (register: MemoryRegister, about: string | undefined): object => {
  if (about === undefined) return register.office;
  const { position: _, ...facts } = register.school(about);
  return facts;
};

const types = Object.keys(known) as EventType[];
/** The event after what its stream begins with; an event that begins a stream stands alone. */
const historyOf = (type: EventType): readonly Frozen[] =>
  [...known[type].after.filter((first) => first !== type), type].map(read);

describe('the frozen events', () => {
  it('are one for each type, and no other', () => {
    expect(readdirSync(folder).map(nameOf).toSorted()).toStrictEqual(types.toSorted());
  });

  it.each(types)('%s keeps its name and its profile', (type) => {
    const event = read(type);
    expect(Object.keys(event)).toStrictEqual(['type', 'data']);
    expect(event.type).toBe(type);
    expect(() => canonicalText(event.data)).not.toThrow();
  });

  it.each(types)('%s folds through its decider, alone and in its stream', (type) => {
    const { by } = known[type];
    expect(by.evolve(by.initialState, read(type))).not.toBeUndefined();
    expect(historyOf(type).reduce((state, event) => by.evolve(state, event), by.initialState)).not.toStrictEqual(
      by.initialState,
    );
  });

  it.each(types.filter(bearsOnFacts))(
    '%s folds into the facts, and changes them unless it is known to be silent',
    (type) => {
      const history = historyOf(type) as readonly RegisterEvent[];
      const { school: named, code } = read(type).data as { readonly school?: string | null; readonly code?: string };
      const told = placeOf(new MemoryRegister(history), named ?? code);
      const before = placeOf(new MemoryRegister(history.slice(0, -1)), named ?? code);
      expect(isDeepStrictEqual(told, before)).toBe(silent.has(type));
    },
  );
});
