import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const [keyBytes, nonceBytes] = [32, 12];

/** One text of a person as the log holds it, each part in base64url. */
export interface SealedField {
  /** The nonce of AES-GCM. */
  readonly iv: string;
  readonly ct: string;
  readonly tag: string;
  /** Commits to the text: no other key opens it to another one. */
  readonly cm: string;
}

export type SealedFields = Readonly<Record<string, SealedField>>;

/** A field was changed, moved, or sealed under another key. */
export class SealBroken extends Error {
  readonly code = 'SEAL_BROKEN';

  constructor(field: string) {
    super(`the sealed ${field} of a person does not open`);
  }
}

const derived = (key: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', purpose, keyBytes));

/** Lengths keep the parts apart: `a` of `bc` is not `ab` of `c`. */
const joined = (...parts: readonly string[]): string => parts.map((part) => `${part.length}:${part}`).join('');

const mac = (key: Buffer, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', key)
    .update(joined(...parts))
    .digest();

/** Seals texts under one person's key; the same text of the same field is the same bytes. */
export const sealFields = (key: Buffer, subject: string, fields: Readonly<Record<string, string>>): SealedFields => {
  const [nonceKey, commitKey] = [derived(key, 'nonce'), derived(key, 'commit')];
  return Object.fromEntries(
    Object.entries(fields).map(([field, text]) => {
      const iv = mac(nonceKey, subject, field, text).subarray(0, nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(joined(subject, field)));
      const ct = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = { iv, ct, tag: cipher.getAuthTag(), cm: mac(commitKey, subject, field, text) };
      return [field, { iv: spelt(parts.iv), ct: spelt(parts.ct), tag: spelt(parts.tag), cm: spelt(parts.cm) }];
    }),
  );
};

/** @throws SealBroken for the first field that was not sealed so */
export const openFields = (key: Buffer, subject: string, sealed: SealedFields): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(sealed).map(([field, one]) => [
      field,
      openField(key, joined(subject, field), { field, one, subject }),
    ]),
  );

const openField = (
  key: Buffer,
  bound: string,
  { field, one, subject }: { readonly field: string; readonly one: SealedField; readonly subject: string },
): string => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, read(one.iv), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(bound)).setAuthTag(read(one.tag));
    const text = Buffer.concat([decipher.update(read(one.ct)), decipher.final()]).toString('utf8');
    if (timingSafeEqual(mac(derived(key, 'commit'), subject, field, text), read(one.cm))) return text;
  } catch {
    // Said below: how it failed would tell whoever tries.
  }
  throw new SealBroken(field);
};

const spelt = (bytes: Buffer): string => bytes.toString('base64url');
const read = (text: string): Buffer => Buffer.from(text, 'base64url');
