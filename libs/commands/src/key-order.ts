import { IssueKey, IssueKeyForTokens } from '#domain/machine-clients';
import type { KeyContent, KeyUse } from '#domain/machine-clients';
import { newKey, newKeyId } from '#platform/machine-keys';

const dayMs = 86_400_000;

/** What a new key shall open, by what, and for how long. */
export interface WantedKey extends Omit<KeyContent, 'keyId' | 'secretHash' | 'issuedAt' | 'expiresAt'> {
  readonly use: KeyUse;
  /** From now on; the register takes a year at most. */
  readonly days: number;
}

/** A new key, and the command that records everything of it but the secret. */
export interface KeyOrder {
  /** To be shown once; null for tokens alone: no secret was made. */
  readonly key: string | null;
  readonly order: IssueKey | IssueKeyForTokens;
}

/** Makes a key as it is wanted, from now on. */
export const keyOrder = ({ use, days, ...wanted }: WantedKey, nowMs: number): KeyOrder => {
  const issuedAt = new Date(nowMs).toISOString();
  const expiresAt = new Date(nowMs + days * dayMs).toISOString();
  const content = { ...wanted, issuedAt, expiresAt };
  if (use === 'TOKENS') return { key: null, order: new IssueKeyForTokens({ ...content, keyId: newKeyId() }) };
  const { key, ...kept } = newKey();
  return { key, order: new IssueKey({ ...content, ...kept }) };
};
