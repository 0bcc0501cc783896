import { RecordAccess } from '#domain/access-records';
import {
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  ResetCredentials,
  WithdrawAdministratorProposal,
} from '#domain/accounts';
import { ServeDecision, ServeFollowUp, RecordDecision, RecordFollowUp } from '#domain/decisions';
import { CloseClient, IssueKey, IssueKeyForTokens, RegisterClient, RevokeKey } from '#domain/machine-clients';
import {
  ApproveLook,
  ErasePersonalData,
  RevealPersonalData,
  ProposeErasure,
  RecordPerson,
  RequestLook,
} from '#domain/persons';
import { RecordSchoolChange, RegisterSchool } from '#domain/schools';
import { RekeySecrets } from '#domain/secret-stores';
import {
  AcceptReport,
  CloseItem,
  FileReport,
  OpenCampaign,
  OrderCorrection,
  RectifyItem,
  ReopenItem,
  ReportItem,
  ReturnReport,
  SignZeroReport,
} from '#domain/self-inspections';
import { CloseCase, ConcludeCase, FileCase, InvestigateCase, RecordCase, RegisterLead } from '#domain/violation-cases';
import { RegisterWebhook, RemoveWebhook, ReplayWebhook } from '#domain/webhooks';
import { RecordWorkbook } from '#domain/workbook-imports';
import { refusal } from '#kernel';
import { can } from '#policy';
import type { Action, Actor } from '#policy';
import { placesOf } from './places.ts';
import type { PlacedCommand } from './places.ts';
import { RefusedError } from './refused.error.ts';
import type { RegisterCommand } from './subjects.ts';

type CommandClass = abstract new (...args: never[]) => RegisterCommand;

/** What whoever gives a command wants to do, in the policy's words; null: the service's own record, which no route gives. */
const actionOfCommand: ReadonlyMap<CommandClass, Action | null> = new Map<CommandClass, Action | null>([
  [RegisterSchool, 'REGISTER_SCHOOL'],
  [RecordSchoolChange, 'RECORD_SCHOOL_CHANGE'],
  [OpenCampaign, 'OPEN_CAMPAIGN'],
  [SignZeroReport, 'SIGN_ZERO_REPORT'],
  [ReportItem, 'REPORT_ITEM'],
  [FileReport, 'FILE_REPORT'],
  [ReturnReport, 'RETURN_REPORT'],
  [AcceptReport, 'ACCEPT_REPORT'],
  [OrderCorrection, 'ORDER_CORRECTION'],
  [RectifyItem, 'RECTIFY_ITEM'],
  [CloseItem, 'CLOSE_ITEM'],
  [ReopenItem, 'REOPEN_ITEM'],
  [RecordCase, 'RECORD_CASE'],
  [RegisterLead, 'REGISTER_LEAD'],
  [FileCase, 'FILE_CASE'],
  [InvestigateCase, 'INVESTIGATE_CASE'],
  [ConcludeCase, 'CONCLUDE_CASE'],
  [CloseCase, 'CLOSE_CASE'],
  [RecordPerson, 'RECORD_PERSON'],
  [RequestLook, 'REQUEST_LOOK'],
  [ApproveLook, 'APPROVE_LOOK'],
  [RevealPersonalData, 'REVEAL_PERSONAL_DATA'],
  [ProposeErasure, 'PROPOSE_ERASURE'],
  [ErasePersonalData, 'ERASE_PERSONAL_DATA'],
  [RecordDecision, 'RECORD_DECISION'],
  [ServeDecision, 'SERVE_DECISION'],
  [RecordFollowUp, 'RECORD_FOLLOW_UP'],
  [ServeFollowUp, 'SERVE_FOLLOW_UP'],
  [RecordWorkbook, 'IMPORT_WORKBOOK'],
  [RegisterClient, 'REGISTER_CLIENT'],
  [IssueKey, 'ISSUE_KEY'],
  [IssueKeyForTokens, 'ISSUE_KEY'],
  [RevokeKey, 'REVOKE_KEY'],
  [CloseClient, 'CLOSE_CLIENT'],
  [OpenAccount, 'OPEN_ACCOUNT'],
  [EnableAccount, 'OPEN_ACCOUNT'],
  [ChangeAccess, 'CHANGE_ROLES'],
  [ResetCredentials, 'RESET_CREDENTIALS'],
  [DisableAccount, 'DISABLE_ACCOUNT'],
  [ApproveAdministrator, 'APPROVE_ADMINISTRATOR'],
  [WithdrawAdministratorProposal, 'WITHDRAW_ADMINISTRATOR_PROPOSAL'],
  [RegisterWebhook, 'REGISTER_WEBHOOK'],
  [RemoveWebhook, 'REMOVE_WEBHOOK'],
  [ReplayWebhook, 'REPLAY_WEBHOOK'],
  [RekeySecrets, 'REKEY_SECRETS'],
  [RecordAccess, null],
]);

/** The action of a command's class. @throws Error for a command that names none: it could never be carried out */
export const actionOf = (command: CommandClass): Action | null => {
  const action = actionOfCommand.get(command);
  if (action === undefined) throw new Error(`${command.name} does not name what it requires`);
  return action;
};

/**
 * Asks the policy about everything that the command is about: routes ask before, but know only what stands in an
 * address; and the command line, imports and processes have no routes. @throws RefusedError with the first denial
 */
export const demandPermission = async (it: PlacedCommand & { readonly actor: Actor }): Promise<void> => {
  const action = actionOf(it.command.constructor as CommandClass);
  if (action === null) return;
  for (const place of await placesOf(it)) {
    const answer = can(it.actor, action, place);
    if (!answer.allowed) throw new RefusedError([refusal(answer.code, 'actor', place.school)]);
  }
};
