import { EntitySchema } from 'typeorm';

/** A machine client as lists show it. */
export interface ClientRow {
  /** The client's stream: its events' sequence key, so that one partition alone writes its rows. */
  readonly stream: string;
  readonly id: string;
  readonly name: string;
  readonly contact: string;
  readonly closedAt: string | null;
  readonly closingReason: string | null;
}

export const clientRow = new EntitySchema<ClientRow>({
  name: 'machine_client',
  columns: {
    stream: { type: 'text', primary: true },
    id: { type: 'text' },
    name: { type: 'text' },
    contact: { type: 'text' },
    closedAt: { name: 'closed_at', type: 'text', nullable: true },
    closingReason: { name: 'closing_reason', type: 'text', nullable: true },
  },
});
