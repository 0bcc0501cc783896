import { IssueKey } from '#domain/machine-clients';
import type { KeyContent } from '#domain/machine-clients';
import { newKey } from '#platform/machine-keys';

const dayMs = 86_400_000;

/** What a new key shall open, and for how long. */
export interface WantedKey extends Omit<KeyContent, 'keyId' | 'secretHash' | 'issuedAt' | 'expiresAt'> {
  /** From now on; the register takes a year at most. */
  readonly days: number;
}

/** A new key, to be shown once, and the command that records everything of it but the secret. */
export const keyOrder = (
  { days, ...wanted }: WantedKey,
  nowMs: number,
): { readonly key: string; readonly order: IssueKey } => {
  const { key, keyId, secretHash } = newKey();
  const issuedAt = new Date(nowMs).toISOString();
  const expiresAt = new Date(nowMs + days * dayMs).toISOString();
  return { key, order: new IssueKey({ ...wanted, keyId, secretHash, issuedAt, expiresAt }) };
};
