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
