import { hash, randomBytes } from 'node:crypto';
import { In } from 'typeorm';
import { asUnavailable } from '#platform/secrets';
import type { OpenSecrets } from '#platform/secrets';
import { openFields, sealFields } from './sealed-fields.ts';
import type { SealedFields } from './sealed-fields.ts';
import { subjectKeyRow } from './subject-key.row.ts';
import type { SubjectKeyRow } from './subject-key.row.ts';

/** A database takes so many parameters, and more, in one statement. */
const mostAtOnce = 500;

/** What the log is given of a person. */
export interface Sealed {
  /** Random, and the same for the same owner until it is destroyed. */
  readonly subject: string;
  readonly fields: SealedFields;
}

/**
 * Keys of persons. Every method throws `SecretsUnavailable` when the storage fails, or holds what cannot be opened: then
 * nothing is recorded and nothing is told.
 */
export class Vault {
  readonly #secrets: OpenSecrets;

  constructor(secrets: OpenSecrets) {
    this.#secrets = secrets;
  }

  /** Seals texts under the key of `owner`, a place in the register; it is made, and durable, with the first of them. */
  async seal(owner: string, fields: Readonly<Record<string, string>>): Promise<Sealed> {
    const { subject, sealedKey } = await this.#keyFor(hash('sha256', owner));
    return { subject, fields: sealFields(this.#opened(subject, sealedKey), subject, fields) };
  }

  /**
   * The same for an owner who has no key, under one that is kept nowhere: enough to find out whether they may be recorded,
   * before a key is made for them. Undefined where there is a key.
   */
  async draft(owner: string, fields: Readonly<Record<string, string>>): Promise<Sealed | undefined> {
    const ownerHash = hash('sha256', owner);
    if (await this.#secrets.store.read((rows) => rows.existsBy(subjectKeyRow, { ownerHash }))) return undefined;
    const subject = newSubject();
    return { subject, fields: sealFields(randomBytes(32), subject, fields) };
  }

  /** Undefined where the subject's key was destroyed. */
  async open(subject: string, sealed: SealedFields): Promise<Readonly<Record<string, string>> | undefined> {
    const row = await this.#secrets.store.read((rows) => rows.findOneBy(subjectKeyRow, { subject }));
    if (!row) return undefined;
    const key = this.#opened(subject, row.sealedKey);
    try {
      return openFields(key, subject, sealed);
    } catch (error) {
      throw asUnavailable('vault', error);
    }
  }

  /** From here on nothing of these subjects is opened. @returns how many still had a key */
  async destroy(subjects: readonly string[]): Promise<number> {
    if (subjects.length === 0) return 0;
    const { store } = this.#secrets;
    let destroyed = 0;
    for (let at = 0; at < subjects.length; at += mostAtOnce) {
      const some = subjects.slice(at, at + mostAtOnce);
      const { affected } = await store.write((rows) => rows.delete(subjectKeyRow, { subject: In(some) }));
      destroyed += affected ?? 0;
    }
    await store.wipe(subjectKeyRow); // also of what was deleted before an interruption
    return destroyed;
  }

  /** Gives another vault every key that it lacks, sealed under its own. @returns how many there are here */
  async copyTo(other: Vault): Promise<number> {
    const kept = await this.#secrets.store.read((rows) => rows.find(subjectKeyRow));
    const { store, box } = other.#secrets;
    await store.write(async (rows) => {
      for (const { subject, ownerHash, sealedKey } of kept) {
        const row = { subject, ownerHash, sealedKey: box.seal(subject, this.#secrets.box.open(subject, sealedKey)) };
        await rows.createQueryBuilder().insert().into(subjectKeyRow).values(row).orIgnore().execute();
      }
    });
    return kept.length;
  }

  /** After what was asked for. Can be called twice. */
  close(): Promise<void> {
    return this.#secrets.store.close();
  }

  /** Two processes that make it at once both get the first one's. */
  #keyFor(ownerHash: string): Promise<SubjectKeyRow> {
    return this.#secrets.store.write(async (rows) => {
      const known = await rows.findOneBy(subjectKeyRow, { ownerHash });
      if (known) return known;
      const subject = newSubject();
      const sealedKey = this.#secrets.box.seal(subject, randomBytes(32).toString('base64url'));
      const row = { subject, ownerHash, sealedKey };
      await rows.createQueryBuilder().insert().into(subjectKeyRow).values(row).orIgnore().execute();
      return rows.findOneByOrFail(subjectKeyRow, { ownerHash });
    });
  }

  #opened(subject: string, sealedKey: string): Buffer {
    return Buffer.from(this.#secrets.box.open(subject, sealedKey), 'base64url');
  }
}

const newSubject = (): string => `s_${randomBytes(16).toString('base64url')}`;
