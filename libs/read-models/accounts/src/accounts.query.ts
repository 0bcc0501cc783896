import type { Access, AccountContent, Identity, LettingIn } from '#domain/accounts';
import type { EventLog } from '#platform/event-store';
import type { ProjectionProgress } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import type { FindOptionsWhere } from 'typeorm';
import { accountProposalRow, accountRow } from './account.row.ts';
import type { AccountProposalRow, AccountRow } from './account.row.ts';
import { accountsProjectionName, accountTypePrefix } from './accounts.projection.ts';
import { FoldedAccounts } from './folded-accounts.ts';

/** An account with the access that it has now. */
export interface Account extends AccountContent {
  /** When it was recorded, a UTC instant. */
  readonly openedAt: string;
  readonly disabled: boolean;
  /** Null unless it is disabled. */
  readonly disablingReason: string | null;
}

/** What would let a security administrator in, and who wants it. */
export interface AccountProposal extends Omit<AccountProposalRow, 'stream' | 'event' | 'waits'> {
  /** What is recorded when it is approved. */
  readonly event: LettingIn;
  /** False once it was approved, withdrawn, or overtaken by anything else. */
  readonly waits: boolean;
}

/** The rows may lack that somebody was disabled: nobody is let in by them, and nothing is listed. */
export class AccountsNotCurrent extends Error {
  readonly code = 'accounts-not-current';

  constructor() {
    super('the rows of accounts are not current');
  }
}

/** Accounts from the projection's rows, or an error: never what was true some time ago. */
export class AccountRows {
  readonly #store: ReadStore;
  readonly #progress: Pick<ProjectionProgress, 'isReady' | 'isParked'>;

  constructor(store: ReadStore, progress: Pick<ProjectionProgress, 'isReady' | 'isParked'>) {
    this.#store = store;
    this.#progress = progress;
  }

  /** The account with this id, be it disabled; undefined when nobody opened it. @throws AccountsNotCurrent */
  async accountById(account: string): Promise<Account | undefined> {
    return this.#first({ account });
  }

  /**
   * The account of whom a provider names so, be it disabled; undefined when there is none. Should two accounts name one
   * identity, it is the one that was opened first: no later one takes its place.
   * @throws AccountsNotCurrent
   */
  async accountByIdentity({ issuer, subject }: Identity): Promise<Account | undefined> {
    return this.#first({ issuer, subject });
  }

  /** Every account in the order of ids. @throws AccountsNotCurrent */
  async accounts(): Promise<readonly Account[]> {
    this.#checkReady();
    const rows = await this.#store.dataSource.getRepository<AccountRow>(accountRow).find();
    for (const row of rows) this.#checkNotParked(row);
    return inOrder(rows);
  }

  /**
   * The accounts of security administrators who are not disabled. One of which an event cannot be read counts as one:
   * it may be one. @throws AccountsNotCurrent
   */
  async administrators(): Promise<readonly string[]> {
    this.#checkReady();
    const rows = await this.#store.dataSource.getRepository<AccountRow>(accountRow).find();
    return rows.filter((row) => this.#isParked(row) || isAdministrators(row)).map(({ account }) => account);
  }

  /** The last proposal about an account, whether it waits or not. @throws AccountsNotCurrent */
  async lastProposalOf(account: string): Promise<AccountProposal | undefined> {
    return (await this.#proposals({ account }))[0];
  }

  /** The proposals that wait, also those that are too late, in the order of accounts. @throws AccountsNotCurrent */
  async waitingProposals(): Promise<readonly AccountProposal[]> {
    return this.#proposals({ waits: 1 });
  }

  async #proposals(where: FindOptionsWhere<AccountProposalRow>): Promise<readonly AccountProposal[]> {
    this.#checkReady();
    const rows = this.#store.dataSource.getRepository<AccountProposalRow>(accountProposalRow);
    const found = await rows.find({ where, order: { account: 'ASC' } });
    for (const row of found) this.#checkNotParked(row);
    return found.map(proposalOf);
  }

  async #first(where: FindOptionsWhere<AccountRow>): Promise<Account | undefined> {
    this.#checkReady();
    const rows = this.#store.dataSource.getRepository<AccountRow>(accountRow);
    const [row] = await rows.find({ where, order: { position: 'ASC' }, take: 1 });
    if (!row) return undefined;
    this.#checkNotParked(row);
    return accountOf(row);
  }

  #checkReady(): void {
    if (!this.#progress.isReady(accountsProjectionName)) throw new AccountsNotCurrent();
  }

  #isParked({ stream }: Pick<AccountRow, 'stream'>): boolean {
    return this.#progress.isParked(accountsProjectionName, stream);
  }

  #checkNotParked(row: Pick<AccountRow, 'stream'>): void {
    if (this.#isParked(row)) throw new AccountsNotCurrent();
  }
}

/** The same list from the log itself, which is never behind. What the command line asks with. */
export const accountsInLog = async (log: EventLog): Promise<readonly Account[]> => {
  const folded = new FoldedAccounts();
  for await (const event of log.read({ filter: { types: [accountTypePrefix] } })) folded.fold(event);
  return inOrder(folded.rows);
};

const inOrder = (rows: readonly AccountRow[]): readonly Account[] =>
  rows.map(accountOf).toSorted((one, other) => (one.account < other.account ? -1 : 1));

const accountOf = ({ account, access, issuer, subject, openedAt, disablingReason }: AccountRow): Account => {
  const identity = issuer === null || subject === null ? null : { issuer, subject };
  const disabled = disablingReason !== null;
  return { account, ...(JSON.parse(access) as Access), identity, openedAt, disabled, disablingReason };
};

const isAdministrators = (row: AccountRow): boolean => {
  const { roles, disabled } = accountOf(row);
  return roles.includes('SECURITY_ADMINISTRATOR') && !disabled;
};

const proposalOf = ({ stream: _stream, event, waits, ...shown }: AccountProposalRow): AccountProposal => ({
  ...shown,
  event: JSON.parse(event) as LettingIn,
  waits: waits === 1,
});
