import type { EntityManager } from 'typeorm';
import type { SecretBox, SecretStore } from '#platform/secrets';
import { isRefused, refused, tooOften } from './answers.ts';
import type { ListedSession, LoggedOutThere, NewSession, Refused, Session, SessionMethod } from './answers.ts';
import type { Vouching, Where } from './answers.ts';
import { Credentials, replaceRecoveryCodes } from './credentials.ts';
import type { Proof, Shown } from './credentials.ts';
import { Enrolments } from './enrolments.ts';
import type { BegunEnrolment, Enrolled, IssuedToken } from './enrolments.ts';
import { credentialRow, displayNameRow, invitationRow, recoveryCodeRow } from './entities.ts';
import { Failures } from './failures.ts';
import type { IdentityLimits } from './limits.ts';
import { PendingSignIns } from './pending-sign-ins.ts';
import { PasswordHashes } from './password-hashes.ts';
import { objectionTo } from './password-rules.ts';
import { ProviderSessions } from './provider-sessions.ts';
import { endSessions, Sessions } from './sessions.ts';
import { nameAs } from './display-names.ts';
import { SetupTokens } from './setup-tokens.ts';

/** What a person signs in with: a code of the authenticator or, without it, a recovery code. */
export interface SignIn extends Shown {
  readonly where: Where;
}

/** `token`: the session in which it is done; it goes on, and all others of the account end. */
export interface PasswordChange {
  readonly password: string;
  readonly code: string;
  readonly newPassword: string;
  readonly token?: string;
  readonly where?: Where;
}

/**
 * Secrets and sessions of people. An account is any text; what it may do is not known here. Every method throws
 * `SecretsUnavailable` when the storage fails, and then nobody is to be let in.
 */
export class Identity {
  readonly #store: SecretStore;
  readonly #setup: SetupTokens;
  readonly #failures: Failures;
  readonly #hashes: PasswordHashes;
  readonly #sessions: Sessions;
  readonly #credentials: Credentials;
  readonly #enrolments: Enrolments;
  readonly #pending: PendingSignIns;
  readonly #byProvider: ProviderSessions;

  /** For `openIdentity` alone. */
  constructor(store: SecretStore, parts: { box: SecretBox; limits: IdentityLimits; nowMs: () => number }) {
    const shared = { store, ...parts, hashes: new PasswordHashes(parts.limits) };
    this.#store = store;
    this.#hashes = shared.hashes;
    this.#setup = new SetupTokens(shared);
    this.#failures = new Failures(shared);
    this.#sessions = new Sessions(shared);
    this.#credentials = new Credentials(shared);
    this.#pending = new PendingSignIns(shared);
    this.#byProvider = new ProviderSessions({ ...shared, sessions: this.#sessions });
    this.#enrolments = new Enrolments({ ...shared, failures: this.#failures, sessions: this.#sessions });
  }

  /** Whether anybody at all has credentials. */
  hasAnyone(): Promise<boolean> {
    return this.#setup.hasAnyone();
  }

  /** For the first start: good once, for 30 minutes, instead of the last one. */
  newSetupToken(): Promise<IssuedToken> {
    return this.#setup.issue();
  }

  /** True once; false if it is unknown, used or expired, or if somebody has credentials. */
  takeSetupToken(token: string): Promise<boolean> {
    return this.#setup.take(token);
  }

  /** Good once, for seven days, instead of the account's last one. */
  invite(account: string, displayName?: string): Promise<IssuedToken> {
    return this.#enrolments.invite(account, displayName);
  }

  /** Whether somebody signs in by this account: they made their credentials, and nobody took them away. */
  isEnrolled(account: string): Promise<boolean> {
    return this.#store.read((rows) => rows.existsBy(credentialRow, { account }));
  }

  /** Nothing can be used yet: the authenticator must prove itself first. */
  beginEnrolment(token: string, password: string): Promise<BegunEnrolment | Refused> {
    return this.#enrolments.begin(token, password);
  }

  /** Stores the credentials, ends old ones and old sessions, and signs in. */
  confirmEnrolment(token: string, code: string, where: Where): Promise<Enrolled | Refused> {
    return this.#enrolments.confirm(token, code, where);
  }

  /** Unknown account, wrong password, wrong code, used code: one answer, after the same work. */
  async signIn(shown: SignIn): Promise<{ session: NewSession; method: SessionMethod } | Refused> {
    const { account, where } = shown;
    const session = await this.#judged(shown, where, (rows, { method }) =>
      this.#sessions.begin(rows, account, { method, where }),
    );
    return isRefused(session) ? session : { session, method: session.method };
  }

  /** For somebody whom an identity provider vouched for; refused when they were out there since. */
  openSession(account: string, where: Where, vouching: Vouching = {}): Promise<NewSession | Refused> {
    return this.#byProvider.open(account, where, vouching);
  }

  /** Seals what a sign-in that goes on elsewhere is finished with. It can be opened for ten minutes, and used once. */
  sealPending(content: string): string {
    return this.#pending.seal(content);
  }

  /** What was sealed, as often as it is asked; undefined for whatever is not, or was too long ago. */
  openPending(sealed: string): string | undefined {
    return this.#pending.open(sealed);
  }

  /** True the first time. */
  usePending(sealed: string): Promise<boolean> {
    return this.#pending.use(sealed);
  }

  /** Counts a try that is judged elsewhere, against its address alone; refused when it had too many. */
  async countTry(where: Where): Promise<Refused | undefined> {
    const waitMs = await this.#failures.count(undefined, where);
    return waitMs === undefined ? undefined : tooOften(waitMs);
  }

  /** It succeeded, or was never judged. */
  takeBackTry(where: Where): Promise<void> {
    return this.#failures.takeBack(undefined, where);
  }

  /** The same session, proved now, under a new token; the old one opens nothing any more. */
  async proveAgain(token: string, shown: { password: string; code: string }): Promise<NewSession | Refused> {
    const row = await this.#sessions.rowOf(token);
    if (!row) return refused('sign-in-refused');
    const { password, code } = shown;
    return this.#judged({ account: row.account, password, code }, row, (rows) => this.#sessions.renew(rows, row));
  }

  /** The same, after an identity provider proved the person again; undefined when the session is over, refused as above. */
  proved(token: string, vouching: Vouching = {}): Promise<NewSession | Refused | undefined> {
    return this.#byProvider.prove(token, vouching);
  }

  /** The session of a token, unless it ended, was idle for 30 minutes or began 8 hours ago. */
  find(token: string): Promise<Session | undefined> {
    return this.#sessions.find(token);
  }

  /** Ends a session; answers which it was if it was still open. */
  end(token: string): Promise<Session | undefined> {
    return this.#sessions.end(token);
  }

  /** Ends every session of an account; answers how many there were. */
  endAll(account: string): Promise<number> {
    return this.#store.write((rows) => endSessions(rows, account));
  }

  /** Ends what a provider says is over; answers the accounts that had a session of it open, none for a message that came before. */
  endLoggedOut(out: LoggedOutThere): Promise<readonly string[]> {
    return this.#byProvider.end(out);
  }

  /** The open sessions of an account, the latest first, without their tokens. */
  sessionsOf(account: string): Promise<readonly ListedSession[]> {
    return this.#sessions.of(account);
  }

  /** Ends one session of an account by its public id. */
  endSession(account: string, publicId: string): Promise<boolean> {
    return this.#sessions.endOne(account, publicId);
  }

  /** Asks for the old password and a code, and ends all other sessions of the account. */
  async changePassword(account: string, change: PasswordChange): Promise<{ account: string } | Refused> {
    const { password, code, newPassword, where } = change;
    const objection = await objectionTo(newPassword, account);
    if (objection) return refused(objection);
    const session = change.token === undefined ? undefined : await this.#sessions.rowOf(change.token);
    const passwordHash = await this.#hashes.hash(newPassword);
    if (passwordHash === undefined) return tooOften(1_000);
    return this.#judged({ account, password, code }, where, async (rows) => {
      await rows.update(credentialRow, { account }, { passwordHash });
      await endSessions(rows, account, session?.tokenHash);
      return { account };
    });
  }

  /** Ten new codes in place of all earlier ones; undefined for an account without credentials. */
  newRecoveryCodes(account: string): Promise<readonly string[] | undefined> {
    return this.#store.write(async (rows) =>
      (await rows.existsBy(credentialRow, { account })) ? replaceRecoveryCodes(rows, account) : undefined,
    );
  }

  /** Deletes credentials, sessions, invitation and display name: nothing about the person stays here. */
  async forget(account: string): Promise<void> {
    await this.#store.write(async (rows) => {
      for (const each of [credentialRow, recoveryCodeRow, invitationRow, displayNameRow])
        await rows.delete<{ account: string }>(each, { account });
      await endSessions(rows, account);
    });
  }

  async displayNames(): Promise<ReadonlyMap<string, string>> {
    const found = await this.#store.read((rows) => rows.find(displayNameRow));
    return new Map(found.map(({ account, name }) => [account, name]));
  }

  async setDisplayName(account: string, name: string): Promise<void> {
    await this.#store.write((rows) => nameAs(rows, account, name));
  }

  /** After what was asked for; every later call throws `SecretsUnavailable`. */
  close(): Promise<void> {
    return this.#store.close();
  }

  /** Counts the try, judges it, and in one transaction uses the second factor up and does what it was shown for. */
  async #judged<T>(
    shown: Shown,
    where: Where | undefined,
    then: (rows: EntityManager, proof: Proof) => Promise<T | undefined>,
  ): Promise<T | Refused> {
    const { account } = shown;
    const waitMs = await this.#failures.count(account, where);
    if (waitMs !== undefined) return tooOften(waitMs);
    const proof = await this.#credentials.judge(shown);
    if (proof === 'busy') {
      await this.#failures.takeBack(account, where);
      return tooOften(1_000);
    }
    if (proof === 'wrong') return refused('sign-in-refused');
    const done = await this.#store.write(async (rows) => {
      if (!(await proof.use(rows))) return undefined;
      await this.#failures.forget(rows, account, where);
      return then(rows, proof);
    });
    return done ?? refused('sign-in-refused');
  }
}
