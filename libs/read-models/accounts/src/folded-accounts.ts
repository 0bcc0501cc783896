import type { Access, AccountEvent } from '#domain/accounts';
import type { Recorded } from '#platform/event-store';
import type { AccountProposalRow, AccountRow } from './account.row.ts';

/** Accounts as their events leave them, by stream. */
export class FoldedAccounts {
  readonly #rows = new Map<string, AccountRow>();

  readonly #proposals = new Map<string, AccountProposalRow>();

  constructor(rows: readonly AccountRow[] = [], proposals: readonly AccountProposalRow[] = []) {
    for (const row of rows) this.#rows.set(row.stream, row);
    for (const row of proposals) this.#proposals.set(row.stream, row);
  }

  get rows(): readonly AccountRow[] {
    return [...this.#rows.values()];
  }

  /** The last of each account. */
  get proposals(): readonly AccountProposalRow[] {
    return [...this.#proposals.values()];
  }

  /** @throws Error for a type that this version does not know, and for what befalls an account that nobody opened */
  fold(recorded: Recorded): void {
    const { stream, position, recordedAt } = recorded;
    const { type, data } = recorded as unknown as AccountEvent;
    this.#endProposal(stream); // whatever happens to an account
    switch (type) {
      case 'AccountOpened': {
        const { account, identity } = data;
        const { issuer, subject } = identity ?? { issuer: null, subject: null };
        const opened = { stream, account, position: Number(position), openedAt: recordedAt, issuer, subject };
        this.#rows.set(stream, { ...opened, access: accessOf(data), disablingReason: null });
        break;
      }
      case 'AccountAccessChanged':
        this.#change(stream, { access: accessOf(data) });
        break;
      case 'AccountCredentialsReset':
        this.#change(stream, {}); // credentials are kept elsewhere
        break;
      case 'AccountDisabled':
        this.#change(stream, { disablingReason: data.reason });
        break;
      case 'AccountEnabled':
        this.#change(stream, { disablingReason: null });
        break;
      case 'AccountProposalMade': {
        const { account, proposal, expiresOn, event } = data;
        const made = { proposedBy: recorded.metadata['actor'] ?? '', proposedAt: recordedAt, waits: 1 };
        this.#proposals.set(stream, { stream, account, proposal, expiresOn, event: JSON.stringify(event), ...made });
        break;
      }
      case 'AccountProposalApproved':
      case 'AccountProposalWithdrawn':
        break; // it waits no longer, and what was approved follows
      default:
        throw new Error(`an event of type ${recorded.type} is not known here`);
    }
  }

  #endProposal(stream: string): void {
    const row = this.#proposals.get(stream);
    if (row) this.#proposals.set(stream, { ...row, waits: 0 });
  }

  /** A change without a beginning is poison: passing over it could leave somebody in who was disabled. */
  #change(stream: string, change: Partial<AccountRow>): void {
    const row = this.#rows.get(stream);
    if (row === undefined) throw new Error(`nothing is known of ${stream}, whose change is recorded`);
    this.#rows.set(stream, { ...row, ...change });
  }
}

const accessOf = ({ roles, districts, schools, conflicts }: Access): string =>
  JSON.stringify({ roles, districts, schools, conflicts });
