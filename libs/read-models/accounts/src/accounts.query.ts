import type { Access, AccountContent, Identity } from '#domain/accounts';
import type { ProjectionProgress } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import type { FindOptionsWhere } from 'typeorm';
import { accountRow } from './account.row.ts';
import type { AccountRow } from './account.row.ts';
import { accountsProjectionName } from './accounts.projection.ts';

/** An account with the access that it has now. */
export interface Account extends AccountContent {
  /** When it was recorded, a UTC instant. */
  readonly openedAt: string;
  readonly disabled: boolean;
  /** Null unless it is disabled. */
  readonly disablingReason: string | null;
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
    return rows.map(accountOf).toSorted((one, other) => (one.account < other.account ? -1 : 1));
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

  #checkNotParked({ stream }: AccountRow): void {
    if (this.#progress.isParked(accountsProjectionName, stream)) throw new AccountsNotCurrent();
  }
}

const accountOf = ({ account, access, issuer, subject, openedAt, disablingReason }: AccountRow): Account => {
  const identity = issuer === null || subject === null ? null : { issuer, subject };
  const disabled = disablingReason !== null;
  return { account, ...(JSON.parse(access) as Access), identity, openedAt, disabled, disablingReason };
};
