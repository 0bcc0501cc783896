import type { Command } from 'commander';
import { can } from '#policy';
import type { Action, Actor } from '#policy';

/** What each command of the command line wants to do. What it then records is asked again, row by row. */
export const actionOfCommand: Readonly<Record<string, Action>> = {
  import: 'IMPORT_WORKBOOK',
  ask: 'ASK_BATCH',
  template: 'READ_API_DESCRIPTION',
  demo: 'IMPORT_WORKBOOK',
  serve: 'START_SERVICE',
  rebuild: 'REBUILD_READ_MODELS',
  migrate: 'MOVE_REGISTER',
  'secrets rekey': 'REKEY_SECRETS',
  'keys issue': 'ISSUE_KEY',
  'keys list': 'READ_CLIENTS',
  'keys revoke': 'REVOKE_KEY',
  'users open': 'OPEN_ACCOUNT',
  'users list': 'READ_ACCOUNTS',
  'users access': 'CHANGE_ROLES',
  'users reset': 'RESET_CREDENTIALS',
  'users disable': 'DISABLE_ACCOUNT',
  'users enable': 'OPEN_ACCOUNT',
};

/** `keys issue`, as it is typed. */
export const nameOf = (command: Command): string => {
  const parent = command.parent;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
};

/** Asks the policy before a command begins. @throws Error for what is denied, and for a command that names no action */
export const demandPermission = (command: Command, actor: Actor): void => {
  const name = nameOf(command);
  const action = actionOfCommand[name];
  if (action === undefined) throw new Error(`${name} does not name what it requires`);
  const answer = can(actor, action, { ownAccount: false });
  if (!answer.allowed) throw new Error(`${name}: ${answer.code}`);
};
