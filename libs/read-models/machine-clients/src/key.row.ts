import { EntitySchema } from 'typeorm';

/** A key as it was issued, and how it ended. */
export interface KeyRow {
  readonly stream: string;
  readonly keyId: string;
  /** Of the event that issued it. */
  readonly position: number;
  /** What was issued, as JSON (`KeyContent`, `TokenKeyContent`). */
  readonly content: string;
  readonly revokedAt: string | null;
  readonly revocationReason: string | null;
}

export const keyRow = new EntitySchema<KeyRow>({
  name: 'machine_key',
  columns: {
    stream: { type: 'text', primary: true },
    keyId: { name: 'key_id', type: 'text', primary: true },
    position: { type: 'integer' },
    content: { type: 'text' },
    revokedAt: { name: 'revoked_at', type: 'text', nullable: true },
    revocationReason: { name: 'revocation_reason', type: 'text', nullable: true },
  },
  indices: [{ columns: ['keyId'] }],
});
