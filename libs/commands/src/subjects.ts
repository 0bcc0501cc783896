import { accessRecord, RecordAccess } from '#domain/access-records';
import type { AccessEvent } from '#domain/access-records';
import {
  account,
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  ResetCredentials,
  WithdrawAdministratorProposal,
} from '#domain/accounts';
import type { AccountCommand } from '#domain/accounts';
import {
  decision,
  followUpKeyOf,
  RecordDecision,
  RecordFollowUp,
  ServeDecision,
  ServeFollowUp,
} from '#domain/decisions';
import type { DecisionCommand, DocumentState } from '#domain/decisions';
import {
  CloseClient,
  IssueKey,
  IssueKeyForTokens,
  machineClient,
  RegisterClient,
  RevokeKey,
} from '#domain/machine-clients';
import type { MachineClientCommand } from '#domain/machine-clients';
import { person, RecordPerson } from '#domain/persons';
import type { PersonCommand, PersonKey, PersonState } from '#domain/persons';
import { school } from '#domain/schools';
import type { SchoolCommand } from '#domain/schools';
import { RekeySecrets, secretStore } from '#domain/secret-stores';
import { campaign, FileReport, OpenCampaign, report, ReportItem, SignZeroReport } from '#domain/self-inspections';
import type { ReportCommand } from '#domain/self-inspections';
import { RecordCase, RegisterLead, violationCase } from '#domain/violation-cases';
import type { CaseCommand } from '#domain/violation-cases';
import { RegisterWebhook, RemoveWebhook, ReplayWebhook, webhook } from '#domain/webhooks';
import type { WebhookCommand } from '#domain/webhooks';
import { RecordWorkbook, workbookImport } from '#domain/workbook-imports';
import type { Decider, EventData, Order } from '#kernel';
import type { RegisterFacts } from '#law';
import { joined, namesIn, noNames } from './names.ts';
import type { Names } from './names.ts';
import { streamOf } from './stream-names.ts';

/** Every command of the register. */
export type RegisterCommand =
  | SchoolCommand
  | OpenCampaign
  | ReportCommand
  | CaseCommand
  | PersonCommand
  | DecisionCommand
  | RecordWorkbook
  | MachineClientCommand
  | AccountCommand
  | RecordAccess
  | RekeySecrets
  | WebhookCommand;

/** How one subject's commands are carried out. */
export interface Subject {
  readonly decider: Decider<unknown, Order<RegisterCommand, RegisterFacts>, EventData>;
  readonly stream: string;
  /** What must be gathered, from the command and from what is already recorded under its key. */
  names(state: unknown): Names;
}

/** What a command says, or the key of what it changes. */
export const contentOf = (command: RegisterCommand): object => ('content' in command ? command.content : command.key);

const named = (decider: unknown, stream: string, names: Names | ((state: unknown) => Names)): Subject => ({
  decider: decider as Subject['decider'], // the table below pairs each command with its own subject's decider
  stream,
  names: typeof names === 'function' ? names : () => names,
});

/** The subject of a command: its decider, its stream, and what must be gathered for it. */
export const subjectOf = (command: RegisterCommand): Subject => {
  if (isMachineClientCommand(command)) return named(machineClient, streamOf.machineClient(clientOf(command)), noNames);
  if (isAccountCommand(command)) return named(account, streamOf.account(accountOf(command)), noNames);
  if (command instanceof RecordAccess) return named(accessRecord, accessStreamOf(command.content), noNames);
  if (command instanceof RekeySecrets) return named(secretStore, streamOf.secretStore(command.content.store), noNames);
  if (isWebhookCommand(command)) return named(webhook, streamOf.webhook(webhookOf(command)), noNames);
  const names = namesIn(contentOf(command));
  if (command instanceof RecordWorkbook)
    return named(workbookImport, streamOf.workbookImport(command.content.sha256), names);
  if (command instanceof OpenCampaign) return named(campaign, streamOf.campaign(command.content.batch), names);
  if (isReportCommand(command)) {
    const { batch, school: code } = 'content' in command ? command.content : command.key;
    const items = command instanceof FileReport ? command.items.map(namesIn) : [];
    return named(report, streamOf.report(batch, code), items.reduce(joined, names));
  }
  if (isCaseCommand(command)) {
    const { caseNo } = 'content' in command ? command.content : command.key;
    // A corrected case may leave the school that it was recorded for.
    return named(violationCase, streamOf.violationCase(caseNo), (state) => joined(names, namesIn(state ?? {})));
  }
  if (isPersonCommand(command)) {
    const key = contentOf(command) as PersonKey;
    return named(person, streamOf.person(key.school, key.person), (state) =>
      joined(names, { ...noNames, caseNos: caseOf(command, state as PersonState) }),
    );
  }
  if (isDecisionCommand(command)) {
    const { number } = 'content' in command ? command.content : command.key;
    return named(decision, streamOf.decision(number), (state) =>
      joined(names, namesIn(rowToServe(command, state) ?? {})),
    );
  }
  return named(school, streamOf.school(command.content.code), names);
};

const clientOf = (command: MachineClientCommand): string => {
  if (command instanceof RegisterClient) return command.content.id;
  return 'content' in command ? command.content.client : command.key.client;
};

const accountOf = (command: AccountCommand): string =>
  'content' in command ? command.content.account : command.key.account;

/** Whoever has no account is known by the address: an account's id begins with a letter and holds no colon. */
const accessStreamOf = ({ data }: AccessEvent): string => {
  const who = 'actor' in data ? data.actor || data.address : (data.account ?? data.address);
  return streamOf.accessRecord(who, data.at.slice(0, 'YYYY-MM-DD'.length));
};
const webhookOf = (command: WebhookCommand): string =>
  'content' in command ? command.content.webhook : command.key.webhook;

/** Service judges the whole row anew, with the cases and targets that it names. */
const rowToServe = (command: DecisionCommand, state: unknown): object | undefined => {
  const { decisions, followUps } = state as DocumentState;
  if (command instanceof ServeDecision) return decisions.get(command.key.school);
  return command instanceof ServeFollowUp ? followUps.get(followUpKeyOf(command.key)) : undefined;
};

const isMachineClientCommand = (command: RegisterCommand): command is MachineClientCommand =>
  [RegisterClient, IssueKey, IssueKeyForTokens, RevokeKey, CloseClient].some((one) => command instanceof one);

const isAccountCommand = (command: RegisterCommand): command is AccountCommand =>
  [
    OpenAccount,
    ChangeAccess,
    ResetCredentials,
    DisableAccount,
    EnableAccount,
    ApproveAdministrator,
    WithdrawAdministratorProposal,
  ].some((one) => command instanceof one);

const isWebhookCommand = (command: RegisterCommand): command is WebhookCommand =>
  [RegisterWebhook, RemoveWebhook, ReplayWebhook].some((one) => command instanceof one);

const isPersonCommand = (command: RegisterCommand): command is PersonCommand =>
  command instanceof RecordPerson || ('key' in command && 'person' in command.key);

/** The case that a person is of, and the one that they shall be of. */
const caseOf = (command: PersonCommand, { content }: PersonState): readonly string[] => [
  ...(command instanceof RecordPerson ? [command.content.caseNo] : []),
  ...(content === null ? [] : [content.caseNo]),
];

const isReportCommand = (command: RegisterCommand): command is ReportCommand =>
  command instanceof SignZeroReport ||
  command instanceof ReportItem ||
  ('key' in command && 'batch' in command.key && 'school' in command.key);

const isCaseCommand = (command: RegisterCommand): command is CaseCommand =>
  command instanceof RecordCase || command instanceof RegisterLead || ('key' in command && 'caseNo' in command.key);

const isDecisionCommand = (command: RegisterCommand): command is DecisionCommand =>
  command instanceof RecordDecision ||
  command instanceof RecordFollowUp ||
  ('key' in command && 'number' in command.key);
