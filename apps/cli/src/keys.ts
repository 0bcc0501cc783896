import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { keyOrder, RefusedError } from '#commands';
import type { CommandAnswer, RegisterCommand } from '#commands';
import { openLogAt, openRegisterAt } from '#composition';
import { machineScopes, RegisterClient, RevokeKey } from '#domain/machine-clients';
import type { KeyUse } from '#domain/machine-clients';
import { districtCodeOf } from '#law';
import { clientsInLog } from '#read-models/machine-clients';
import { sentenceFor } from '#wording';
import { keyLines } from './key-lines.ts';
import { globalOptions, placeOf, refused, write } from './output.ts';
import type { GlobalOptions } from './output.ts';
import { systemUser } from './system-user.ts';

/** `redline keys …`: exit 2 when the register refused, with a line for each reason. */
export const addKeys = (program: Command): void => {
  const keys = program.command('keys').description('issue, list and revoke the keys of machines');
  addIssue(keys);
  addList(keys);
  addRevoke(keys);
};

interface IssueOptions {
  readonly client: string;
  readonly name?: string;
  readonly contact?: string;
  readonly scope: readonly string[];
  readonly school?: readonly string[];
  readonly district?: readonly string[];
  readonly address?: readonly string[];
  readonly days: number;
  readonly perMinute: number;
  readonly tokens?: true;
}

const addIssue = (keys: Command): void => {
  keys
    .command('issue')
    .description('make a key for a machine and print it, this once; or one without a secret')
    .requiredOption('--client <id>', 'which machine, such as admission-platform')
    .option('--name <name>', 'what it is called; registers it, with --contact')
    .option('--contact <contact>', 'whom to call about it')
    .requiredOption('--scope <scope...>', `what the key may do: ${machineScopes.join(', ')}`)
    .option('--school <code...>', 'only these schools')
    .option('--district <district...>', 'only these districts')
    .option('--address <range...>', 'only from these addresses, such as 10.0.0.0/8')
    .option('--days <days>', 'for how long, at most 365', wholeNumber, 365)
    .option('--per-minute <requests>', 'how many requests a minute', wholeNumber, 600)
    .option('--tokens', 'for access tokens alone: no secret is made')
    .action(async (options: IssueOptions, command: Command) => {
      const global = globalOptions(command);
      const use = useIn(options);
      const { key, order } = newOrder(options);
      if (!(await carriedOut([...registration(options), order], global))) return;
      const { client, keyId, expiresAt } = order.content;
      await write(
        global.json
          ? `${JSON.stringify({ client, keyId, use, key, expiresAt })}\n`
          : `${key ?? keyId}\n${sentenceFor(use === 'TOKENS' ? 'key-without-secret' : 'key-shown-once', global.lang, expiresAt)}\n`,
      );
    });
};

const useIn = ({ tokens }: IssueOptions): KeyUse => (tokens ? 'TOKENS' : 'SECRET');

/** A name or a contact registers the machine; without either it must be registered already. */
const registration = ({ client, name, contact }: IssueOptions): readonly RegisterClient[] =>
  name === undefined && contact === undefined
    ? []
    : [new RegisterClient({ id: client, name: name ?? '', contact: contact ?? '' })];

const newOrder = (options: IssueOptions): ReturnType<typeof keyOrder> => {
  const { client, scope, school, district, address, days, perMinute } = options;
  const wanted = {
    client,
    scopes: scope,
    schools: school ?? 'all',
    districts: district?.map((one) => districtCodeOf(one) ?? one) ?? 'all',
    addresses: address ?? [],
    requestsPerMinute: perMinute,
    days,
    use: useIn(options),
  } as const;
  return keyOrder(wanted, Date.now());
};

const addList = (keys: Command): void => {
  keys
    .command('list')
    .description('list machines and their keys, never a secret; works beside a running service')
    .action(async (_options: unknown, command: Command) => {
      const global = globalOptions(command);
      const opened = await openLogAt(placeOf(global));
      try {
        const clients = await clientsInLog(opened.log);
        const text = global.json ? JSON.stringify({ clients }) : keyLines(clients, now(), global.lang).join('\n');
        await write(`${text}\n`);
      } finally {
        await opened.close();
      }
    });
};

interface RevokeOptions {
  readonly client: string;
  readonly key: string;
  readonly reason: string;
}

const addRevoke = (keys: Command): void => {
  keys
    .command('revoke')
    .description('end a key at once and for ever')
    .requiredOption('--client <id>', 'whose key')
    .requiredOption('--key <id>', 'its id; of a secret the eight characters after ek_live_')
    .requiredOption('--reason <reason>', 'why; it stays on record')
    .action(async ({ client, key: keyId, reason }: RevokeOptions, command: Command) => {
      const global = globalOptions(command);
      const order = new RevokeKey({ client, keyId }, { reason, revokedAt: now() });
      const [answer] = (await carriedOut([order], global)) ?? [];
      if (!answer) return;
      const { outcome } = answer;
      await write(
        global.json
          ? `${JSON.stringify({ client, keyId, outcome })}\n`
          : `${sentenceFor('key-revoked', global.lang, keyId)}\n`,
      );
    });
};

const now = (): string => new Date().toISOString();

/** Carries out one after another; undefined, and told, as soon as one is refused. */
const carriedOut = async (
  commands: readonly RegisterCommand[],
  global: GlobalOptions,
): Promise<readonly CommandAnswer[] | undefined> => {
  const register = await openRegisterAt(placeOf(global));
  const by = { actor: systemUser(), actorTrust: 'unverified', source: 'cli' } as const;
  try {
    const answers: CommandAnswer[] = [];
    for (const command of commands) answers.push(await register.gateway.execute(command, by));
    return answers;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    await refused(error.refusals, global);
    return undefined;
  } finally {
    await register.close();
  }
};

const wholeNumber = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};
