import { RefusedError } from '#commands';
import type { CommandContext, CommandGateway } from '#commands';
import { ChangeAccess, OpenAccount } from '#domain/accounts';
import type { AccountCommand, Identity as PersonElsewhere } from '#domain/accounts';
import { createHash } from 'node:crypto';
import type { Identity } from '#platform/identity';
import type { SignedIn } from '#platform/identity-provider';
import { nobody } from '#policy';
import type { Account } from '#read-models/accounts';
import { ProblemError } from '../http/problem.ts';
import type { Accounts, ReadProgress } from '../read-side.ts';
import { grantedBy } from './claims.ts';
import type { ClaimSettings, Granted } from './claims.ts';
import { TurnedAway } from './turned-away.ts';

/** In whose name accounts of people elsewhere begin and change: no account has a colon, so it is nobody's. */
const voucher: CommandContext = {
  actor: { ...nobody, id: 'oidc:provider', roles: ['SECURITY_ADMINISTRATOR'], steppedUp: true },
  actorTrust: 'verified',
  source: 'api',
};

const changed = '统一身份认证的声明有变 other claims of the identity provider';
const seenMs = 1_500;

export interface VouchedAccountsParts {
  readonly accounts: Pick<Accounts, 'accountByIdentity'>;
  readonly gateway: Pick<CommandGateway, 'execute'>;
  readonly progress: Pick<ReadProgress, 'waitFor'>;
  readonly identity: Pick<Identity, 'setDisplayName'>;
}

/**
 * Accounts of people whom a provider vouches for. The first sign-in opens the account; each later one brings what it may
 * in step with the claims. Conflicts of interest are the office's to know: they stay.
 */
export class VouchedAccounts {
  readonly #parts: VouchedAccountsParts;

  constructor(parts: VouchedAccountsParts) {
    this.#parts = parts;
  }

  /**
   * The account by which somebody comes in, once every query sees what it may. `expected`: whoever asked for a fresh
   * proof; nobody else may give it, and nothing is recorded of whoever tries.
   * @throws TurnedAway; ProblemError `accounts-not-current`: not yet
   */
  async accountFor(person: SignedIn, settings: ClaimSettings, expected?: string): Promise<string> {
    const { issuer, subject, claims } = person;
    const known = await this.#parts.accounts.accountByIdentity({ issuer, subject });
    if (expected !== undefined && known?.account !== expected)
      throw new TurnedAway('not-the-same-person', 'other-person', expected);
    if (known?.disabled) throw new TurnedAway('account-disabled', 'account-disabled', known.account);
    const granted = given(grantedBy(claims, settings), known);
    const account = known?.account ?? accountOf({ issuer, subject });
    const command = commandFor({ account, identity: { issuer, subject } }, granted, known);
    if (command) await this.#record(command, known);
    const { name } = claims;
    if (typeof name === 'string' && name !== '') await this.#parts.identity.setDisplayName(account, name);
    return account;
  }

  async #record(command: AccountCommand, known: Account | undefined): Promise<void> {
    try {
      const { position } = await this.#parts.gateway.execute(command, voucher);
      if (!(await this.#parts.progress.waitFor(Number(position), seenMs)))
        throw new ProblemError('accounts-not-current');
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      throw new TurnedAway('claims-refused', error.refusals[0]?.code ?? 'claims-refused', known?.account);
    }
  }
}

/** @throws TurnedAway: whoever has no role here has no business here */
const given = (answer: ReturnType<typeof grantedBy>, known: Account | undefined): Granted => {
  if ('refused' in answer) throw new TurnedAway('claims-refused', answer.refused, known?.account);
  if (answer.roles.length === 0) throw new TurnedAway('claims-refused', 'claims-without-role', known?.account);
  return answer;
};

interface Named {
  readonly account: string;
  readonly identity: PersonElsewhere;
}

const commandFor = (
  { account, identity }: Named,
  granted: Granted,
  known: Account | undefined,
): AccountCommand | undefined => {
  if (!known) return new OpenAccount({ account, identity, ...granted, conflicts: [] }, 'PROVIDER');
  if (isSame(known, granted)) return undefined;
  return new ChangeAccess({ account }, { ...granted, conflicts: null, reason: changed }, 'PROVIDER');
};

const asText = ({ roles, districts, schools }: Pick<Account, 'roles' | 'districts' | 'schools'>): string =>
  JSON.stringify([roles, districts, schools].map((list) => (list === 'all' ? list : list.toSorted())));

const isSame = (known: Account, granted: Granted): boolean => asText(known) === asText(granted);

const idLength = 32;

/** The same person has the same id whichever process opens the account: two at once open one. 128 bits, so no two share it. */
const accountOf = ({ issuer, subject }: PersonElsewhere): string => {
  const hash = createHash('sha256').update(JSON.stringify([issuer, subject]));
  return `oidc-${hash.digest('hex').slice(0, idLength)}`;
};
