import type { Command } from 'commander';
import { RefusedError } from '#commands';
import type { RegisterCommand } from '#commands';
import { openIdentityOf, openLogAt, openRegisterAt } from '#composition';
import { ChangeAccess, DisableAccount, EnableAccount, OpenAccount, ResetCredentials } from '#domain/accounts';
import type { Access } from '#domain/accounts';
import { districtCodeOf } from '#law';
import type { Identity } from '#platform/identity';
import { roles } from '#policy';
import { accountsInLog } from '#read-models/accounts';
import { sentenceFor } from '#wording';
import { globalOptions, placeOf, refused, write } from './output.ts';
import type { GlobalOptions } from './output.ts';
import { systemUser } from './system-user.ts';
import { userLines } from './user-lines.ts';

/**
 * `redline users …`: for the first account, and for the night on which no administrator can sign in. Whoever holds the
 * machine holds everything, so no second administrator is asked for; the record says that nobody signed in.
 */
export const addUsers = (program: Command): void => {
  const users = program
    .command('users')
    .description('open, list, change, reset, disable and enable accounts of people');
  addOpen(users);
  addList(users);
  addAccess(users);
  addReset(users);
  addEnding(users, 'disable', 'end an account: nothing is open to it any more, and every session ends');
  addEnding(users, 'enable', 'open a disabled account again');
};

interface AccessOptions {
  readonly account: string;
  readonly role: readonly string[];
  readonly school?: readonly string[];
  readonly district?: readonly string[];
  readonly conflict?: readonly string[];
}

const accessOf = ({ role, school, district, conflict }: AccessOptions): Access => ({
  roles: sorted(role),
  districts: district === undefined ? 'all' : sorted(district.map((one) => districtCodeOf(one) ?? one)),
  schools: sorted(school ?? []),
  conflicts: sorted(conflict ?? []),
});

const sorted = (list: readonly string[]): readonly string[] => [...new Set(list)].toSorted();

const withAccess = (command: Command): Command =>
  command
    .requiredOption('--account <name>', 'the sign-in name, such as wang.fang; it stays on record for ever')
    .requiredOption('--role <role...>', roles.filter((role) => role !== 'MACHINE').join(', '))
    .option('--district <district...>', 'only these districts; left out: all')
    .option('--school <code...>', 'of school staff: their school')
    .option('--conflict <code...>', 'schools that they keep away from (利害关系)');

const addOpen = (users: Command): void => {
  withAccess(users.command('open').description('open an account and print an invitation for its owner'))
    .requiredOption('--name <name>', 'what people call its owner; never in the log')
    .action(async (options: AccessOptions & { readonly name: string }, command: Command) => {
      const { account, name } = options;
      const order = new OpenAccount({ account, identity: null, ...accessOf(options) }, 'HOST');
      await carryOut(order, globalOptions(command), async (identity) => invitationOf(identity, account, name));
    });
};

const addAccess = (users: Command): void => {
  withAccess(users.command('access').description('change roles, districts and schools'))
    .requiredOption('--reason <reason>', 'why; it stays on record')
    .action(async (options: AccessOptions & { readonly reason: string }, command: Command) => {
      const { account, reason } = options;
      const order = new ChangeAccess({ account }, { ...accessOf(options), reason }, 'HOST');
      await carryOut(order, globalOptions(command), async () => ({ account }));
    });
};

interface EndingOptions {
  readonly account: string;
  readonly reason: string;
}

const withReason = (command: Command): Command =>
  command.requiredOption('--account <name>', 'whose').requiredOption('--reason <reason>', 'why; it stays on record');

const addReset = (users: Command): void => {
  withReason(users.command('reset').description('take away password, app and sessions; print a new invitation')).action(
    async ({ account, reason }: EndingOptions, command: Command) => {
      await carryOut(
        new ResetCredentials({ account }, { reason }, 'HOST'),
        globalOptions(command),
        async (identity) => {
          const name = (await identity.displayNames()).get(account);
          await identity.forget(account);
          return invitationOf(identity, account, name);
        },
      );
    },
  );
};

const addEnding = (users: Command, name: 'disable' | 'enable', description: string): void => {
  withReason(users.command(name).description(description)).action(
    async ({ account, reason }: EndingOptions, command: Command) => {
      const key = { account };
      const order =
        name === 'disable' ? new DisableAccount(key, { reason }) : new EnableAccount(key, { reason }, 'HOST');
      await carryOut(order, globalOptions(command), async (identity) => {
        if (name === 'disable') await identity.endAll(account);
        return { account };
      });
    },
  );
};

const addList = (users: Command): void => {
  users
    .command('list')
    .description('list accounts and what they may; works beside a running service')
    .action(async (_options: unknown, command: Command) => {
      const global = globalOptions(command);
      const opened = await openLogAt(placeOf(global));
      try {
        const accounts = await accountsInLog(opened.log);
        await write(
          global.json ? `${JSON.stringify({ accounts })}\n` : `${userLines(accounts, global.lang).join('\n')}\n`,
        );
      } finally {
        await opened.close();
      }
    });
};

interface Done {
  readonly account: string;
  readonly invitation?: string;
  readonly expiresAt?: string;
}

const invitationOf = async (identity: Identity, account: string, name: string | undefined): Promise<Done> => {
  const { token, expiresAt } = await identity.invite(account, name);
  return { account, invitation: token, expiresAt };
};

/** The log first, then the secrets; told in one line, and refused with a line for each reason. */
const carryOut = async (
  command: RegisterCommand,
  global: GlobalOptions,
  then: (identity: Identity) => Promise<Done>,
): Promise<void> => {
  const place = placeOf(global);
  const register = await openRegisterAt(place);
  try {
    await register.gateway.execute(command, { actor: systemUser(), actorTrust: 'unverified', source: 'cli' });
    const identity = await openIdentityOf(place);
    try {
      await tell(await then(identity), global);
    } finally {
      await identity.close();
    }
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    await refused(error.refusals, global);
  } finally {
    await register.close();
  }
};

const tell = async (done: Done, { json, lang }: GlobalOptions): Promise<void> => {
  if (json) return write(`${JSON.stringify(done)}\n`);
  const { account, invitation, expiresAt } = done;
  if (invitation === undefined) return write(`${sentenceFor('account-recorded', lang, account)}\n`);
  return write(`${invitation}\n${sentenceFor('invitation-shown-once', lang, expiresAt)}\n`);
};
