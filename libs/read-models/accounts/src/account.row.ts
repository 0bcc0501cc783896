import { EntitySchema } from 'typeorm';

/** An account as its events leave it. */
export interface AccountRow {
  /** The account's stream: its events' sequence key, so that one partition alone writes the row. */
  readonly stream: string;
  readonly account: string;
  /** Of the event that opened it. */
  readonly position: number;
  readonly openedAt: string;
  /** Both null for an account that signs in here. */
  readonly issuer: string | null;
  readonly subject: string | null;
  /** What it may now, as JSON (`Access`). */
  readonly access: string;
  /** Null unless it is disabled. */
  readonly disablingReason: string | null;
}

/** The last proposal about an account, be it opened by then or not. */
export interface AccountProposalRow {
  /** As `AccountRow.stream`: one row an account. */
  readonly stream: string;
  readonly account: string;
  readonly proposal: number;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly expiresOn: string;
  /** What is recorded when it is approved, as JSON (`LettingIn`). */
  readonly event: string;
  /** 1 while it waits, be it too late; 0 once it was approved, withdrawn, or overtaken. */
  readonly waits: number;
}

export const accountProposalRow = new EntitySchema<AccountProposalRow>({
  name: 'account_proposal',
  columns: {
    stream: { type: 'text', primary: true },
    account: { type: 'text' },
    proposal: { type: 'integer' },
    proposedBy: { name: 'proposed_by', type: 'text' },
    proposedAt: { name: 'proposed_at', type: 'text' },
    expiresOn: { name: 'expires_on', type: 'text' },
    event: { type: 'text' },
    waits: { type: 'integer' },
  },
  indices: [{ columns: ['account'] }],
});

export const accountRow = new EntitySchema<AccountRow>({
  name: 'account',
  columns: {
    stream: { type: 'text', primary: true },
    account: { type: 'text' },
    position: { type: 'integer' },
    openedAt: { name: 'opened_at', type: 'text' },
    issuer: { type: 'text', nullable: true },
    subject: { type: 'text', nullable: true },
    access: { type: 'text' },
    disablingReason: { name: 'disabling_reason', type: 'text', nullable: true },
  },
  indices: [{ columns: ['account'] }, { columns: ['issuer', 'subject'] }],
});
