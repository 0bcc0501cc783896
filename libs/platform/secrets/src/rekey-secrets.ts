import type { EntityManager } from 'typeorm';
import { keyBeside, wipeSealed } from './key-beside.ts';
import { replaceProof } from './key-proof.ts';
import { keyFileOf, openProven } from './open-secrets.ts';
import type { ProvenSecrets, SecretPlace } from './open-secrets.ts';
import { newKeyText, SecretBox } from './secret-box.ts';
import type { SealedColumn, SecretStoreKind } from './secret-store.ts';
import { codeOf, SecretsUnavailable } from './secrets-unavailable.ts';
import type { SecretStoreName } from './secrets-unavailable.ts';

/** Another key for a store. */
export interface Rekeying {
  /** The key until now, as `openSecrets` takes it. */
  readonly key?: string | undefined;
  /** 32 bytes in base64. Left out: made, where the key stands beside the database; needed where `key` is given. */
  readonly newKey?: string | undefined;
  /** Asked once everything is ready, before anything is changed: what throws here changes nothing. */
  readonly record: () => Promise<unknown>;
}

/** `unchanged`: the new key is that of the store already, so that an order whose answer was lost can be given again. */
export interface Rekeyed {
  readonly outcome: 'rekeyed' | 'unchanged';
  /** How many texts were sealed anew. */
  readonly texts: number;
}

/** A new key that cannot be one; nothing was changed. */
export class RekeyRefused extends Error {
  override readonly name = 'RekeyRefused';

  constructor(readonly code: 'new-key-missing' | 'new-key-malformed' | 'new-key-not-new') {
    super(code);
  }
}

/**
 * Seals everything of a store under another key, in one transaction with the proof of the key. Whoever dies in it at
 * whatever moment leaves the old key and what it sealed, or the new key and what that sealed: beside a database the new
 * key is durable before the commit, and `openSecrets` takes the one that is proved.
 * @throws RekeyRefused; what `record` throws; SecretsUnavailable: `KEY_WRONG` for the old key, `ROW_LOST` for a row that it
 * does not open, `KEY_CHANGED` when somebody else was first
 */
export const rekeySecrets = async (kind: SecretStoreKind, place: SecretPlace, it: Rekeying): Promise<Rekeyed> => {
  const { name } = kind;
  const isBeside = it.key === undefined;
  if (!isBeside && it.newKey === undefined) throw new RekeyRefused('new-key-missing');
  const newKey = it.newKey ?? newKeyText();
  const next = newBox(newKey, name);
  const found = await openEither(kind, place, { key: it.key, newKey });
  try {
    if (found.isDone) {
      await wipeSealed(found.bare, kind);
      return { outcome: 'unchanged', texts: 0 };
    }
    if (found.box.isSame(next)) throw new RekeyRefused('new-key-not-new');
    await it.record();
    const file = keyFileOf(place, name);
    const texts = await found.bare.write(async (rows) => {
      const resealed = await reseal(rows, kind, { ...found, next });
      if (isBeside) file.putNext(newKey); // last: from here to the commit both keys are there, and the proof is one's
      return resealed;
    });
    await (isBeside ? keyBeside(found.bare, kind, file) : wipeSealed(found.bare, kind));
    return { outcome: 'rekeyed', texts };
  } finally {
    await found.bare.close();
  }
};

const newBox = (text: string, name: SecretStoreName): SecretBox => {
  try {
    return new SecretBox(text, name);
  } catch {
    throw new RekeyRefused('new-key-malformed'); // and never with the text
  }
};

/** Opened with the old key; where that is none any more, with the new one if the same order was carried out before. */
const openEither = async (
  kind: SecretStoreKind,
  place: SecretPlace,
  { key, newKey }: { readonly key?: string | undefined; readonly newKey: string },
): Promise<ProvenSecrets & { readonly isDone: boolean }> => {
  try {
    return { ...(await openProven(kind, place, key)), isDone: false };
  } catch (error) {
    if (key === undefined || codeOf(error) !== 'KEY_WRONG') throw error;
    const done = await openProven(kind, place, newKey).catch(() => undefined);
    if (!done) throw error;
    return { ...done, isDone: true };
  }
};

interface Resealing extends ProvenSecrets {
  readonly next: SecretBox;
}

/** The proof first: in a cluster it waits for all who still write under the old key, and finds what they wrote. */
const reseal = async (rows: EntityManager, kind: SecretStoreKind, it: Resealing): Promise<number> => {
  const { name } = kind;
  if (!(await replaceProof(rows, it.proof, { box: it.next, name }))) throw new SecretsUnavailable(name, 'KEY_CHANGED');
  let texts = 0;
  for (const column of kind.sealed) texts += await resealColumn(rows, column, { ...it, name });
  return texts;
};

/** Row by row, each with what it held: one that does not open, or is another by now, ends it all. */
const resealColumn = async (
  rows: EntityManager,
  { entity, owner, sealed }: SealedColumn,
  { box, next, name }: Resealing & { readonly name: SecretStoreName },
): Promise<number> => {
  const found = (await rows.find(entity)) as readonly Readonly<Record<string, string | null>>[];
  const kept = found.flatMap((row) => (row[sealed] ? [[row[owner] ?? '', row[sealed]] as const] : []));
  for (const [who, text] of kept) {
    const again = next.seal(
      who,
      openedRow(() => box.open(who, text), name),
    );
    const { affected } = await rows.update(entity, { [owner]: who, [sealed]: text }, { [sealed]: again });
    if (affected !== 1) throw new SecretsUnavailable(name, 'ROW_LOST');
  }
  return kept.length;
};

const openedRow = (open: () => string, name: SecretStoreName): string => {
  try {
    return open();
  } catch (error) {
    throw new SecretsUnavailable(name, 'ROW_LOST', error); // the key is right: it was proved
  }
};
