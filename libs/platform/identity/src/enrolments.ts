import { IsNull, MoreThan, Not } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { SecretBox, SecretStore } from '#platform/secrets';
import { refused, tooOften } from './answers.ts';
import type { NewSession, Refused, Where } from './answers.ts';
import { replaceRecoveryCodes } from './credentials.ts';
import { nameAs } from './display-names.ts';
import { credentialRow, invitationRow } from './entities.ts';
import type { InvitationRow } from './entities.ts';
import type { Failures } from './failures.ts';
import type { IdentityLimits } from './limits.ts';
import { newSecret, otpauthOf, stepOf } from './one-time-codes.ts';
import type { PasswordHashes } from './password-hashes.ts';
import { objectionTo } from './password-rules.ts';
import { hashOfToken, newToken } from './secret-tokens.ts';
import { endSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';

/** A secret for a person to carry away, and until when it is good. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** What an authenticator is to be fed, in base32 and as an address for a QR code. */
export interface BegunEnrolment {
  readonly account: string;
  readonly secret: string;
  readonly otpauth: string;
}

/** The person is enrolled and signed in; the codes are shown once. */
export interface Enrolled {
  readonly account: string;
  readonly recoveryCodes: readonly string[];
  readonly session: NewSession;
}

interface Parts {
  readonly store: SecretStore;
  readonly limits: IdentityLimits;
  readonly nowMs: () => number;
  readonly box: SecretBox;
  readonly hashes: PasswordHashes;
  readonly failures: Failures;
  readonly sessions: Sessions;
}

/** From an invitation to credentials: nothing can be used before a code proves that the authenticator has the secret. */
export class Enrolments {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** One live invitation for each account: a new one ends the last. */
  async invite(account: string, displayName?: string): Promise<IssuedToken> {
    const { store, limits, nowMs } = this.#parts;
    const [token, expiresMs] = [newToken(), nowMs() + limits.invitationMs];
    const row = { account, tokenHash: hashOfToken(token) ?? '', expiresMs, passwordHash: null, sealedSecret: null };
    await store.write(async (rows) => {
      await rows.upsert(invitationRow, row, ['account']);
      if (displayName !== undefined) await nameAs(rows, account, displayName);
    });
    return { token, expiresAt: new Date(expiresMs).toISOString() };
  }

  /** Takes the password and makes a secret. It may be begun again, with another password, until it is confirmed. */
  async begin(token: string, password: string): Promise<BegunEnrolment | Refused> {
    const { store, hashes, box } = this.#parts;
    const invitation = await this.#find(token);
    if (!invitation) return refused('invitation-unknown');
    const { account, tokenHash } = invitation;
    const objection = await objectionTo(password, account);
    if (objection) return refused(objection);
    const passwordHash = await hashes.hash(password);
    if (passwordHash === undefined) return tooOften(1_000);
    const secret = newSecret();
    const sealedSecret = box.seal(account, secret);
    const begun = await store.write((rows) =>
      rows.update(invitationRow, { tokenHash }, { passwordHash, sealedSecret }),
    );
    if (begun.affected !== 1) return refused('invitation-unknown');
    return { account, secret, otpauth: otpauthOf(secret, account) };
  }

  /** Proves the authenticator, stores the credentials in place of old ones, ends old sessions and signs in. */
  async confirm(token: string, code: string, where: Where): Promise<Enrolled | Refused> {
    const { failures, box, nowMs, store } = this.#parts;
    const invitation = await this.#find(token);
    if (!invitation?.sealedSecret) return refused('invitation-unknown');
    const { account, sealedSecret } = invitation;
    const waitMs = await failures.count(account, where);
    if (waitMs !== undefined) return tooOften(waitMs);
    const step = stepOf(box.open(account, sealedSecret), code, nowMs());
    if (step === undefined) return refused('code-wrong');
    const enrolled = await store.write(async (rows) => {
      if (!(await isTaken(rows, invitation))) return undefined;
      const done = await this.#enrol(rows, invitation, { step, where });
      await failures.forget(rows, account, where);
      return done;
    });
    return enrolled ?? refused('invitation-unknown');
  }

  async #enrol(
    rows: EntityManager,
    { account, passwordHash, sealedSecret }: InvitationRow,
    { step, where }: { step: number; where: Where },
  ): Promise<Enrolled> {
    const row = { account, passwordHash: passwordHash ?? '', sealedSecret: sealedSecret ?? '', lastStep: step };
    await rows.upsert(credentialRow, row, ['account']);
    const recoveryCodes = await replaceRecoveryCodes(rows, account);
    await endSessions(rows, account);
    const session = await this.#parts.sessions.begin(rows, account, { method: 'code', where });
    return { account, recoveryCodes, session };
  }

  async #find(token: string): Promise<InvitationRow | null> {
    const tokenHash = hashOfToken(token);
    if (tokenHash === undefined) return null;
    const expiresMs = MoreThan(this.#parts.nowMs());
    return this.#parts.store.read((rows) => rows.findOneBy(invitationRow, { tokenHash, expiresMs }));
  }
}

/** Of two that confirm one invitation, and of one that begins again meanwhile, one wins. */
const isTaken = async (rows: EntityManager, { tokenHash, sealedSecret }: InvitationRow): Promise<boolean> => {
  const expected = { tokenHash, passwordHash: Not(IsNull()), sealedSecret: sealedSecret ?? IsNull() };
  return (await rows.delete(invitationRow, expected)).affected === 1;
};
