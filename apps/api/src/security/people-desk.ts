import type { SignInMethod, SignOutWay } from '#domain/access-records';
import type { Identity, NewSession, SessionMethod, SignIn, Where } from '#platform/identity';
import type { Account } from '#read-models/accounts';
import { ProblemError } from '../http/problem.ts';
import type { Accounts } from '../read-side.ts';
import type { AccessBook } from './access-book.ts';
import { granted } from './identity-answers.ts';
import { asRecorded } from './whose.ts';
import type { Whose } from './whose.ts';

export interface PeopleParts {
  readonly identity: Identity;
  readonly accounts: Accounts;
  readonly book: AccessBook;
}

/** People who sign in, from their enrolment to the end of their last session; each of it is written down. */
export class PeopleDesk {
  readonly #identity: Identity;
  readonly #accounts: Accounts;
  readonly #book: AccessBook;

  constructor({ identity, accounts, book }: PeopleParts) {
    this.#identity = identity;
    this.#accounts = accounts;
    this.#book = book;
  }

  /** @throws ProblemError `sign-in-refused` for whatever does not fit, `sign-in-too-often` */
  async signIn(shown: SignIn): Promise<NewSession> {
    const answer = await this.#identity.signIn(shown);
    if ('refused' in answer) {
      await this.#noteRefusal(shown, answer.refused);
      return granted(answer) as never;
    }
    return this.#enter(shown, answer.session, methods[answer.method]);
  }

  async confirmEnrolment(
    invitation: string,
    code: string,
    where: Where,
  ): Promise<{ readonly account: string; readonly recoveryCodes: readonly string[]; readonly session: NewSession }> {
    const { account, recoveryCodes, session } = granted(await this.#identity.confirmEnrolment(invitation, code, where));
    return { account, recoveryCodes, session: await this.#enter({ account, where }, session, 'ENROLMENT') };
  }

  async prove(
    token: string,
    proof: { readonly password: string; readonly code: string },
    whose: Whose,
  ): Promise<string> {
    const answer = await this.#identity.proveAgain(token, proof);
    if ('refused' in answer) await this.#noteRefusal(whose, answer.refused); // who holds a stolen session guesses here
    const session = granted(answer);
    await this.#book.record({ type: 'SteppedUp', data: asRecorded(whose) });
    return session.token;
  }

  async signOut(token: string, whose: Whose): Promise<void> {
    await this.#identity.end(token);
    await this.#noteEnd(whose, 'BY_HAND');
  }

  /** Ends the sessions of somebody else, or one's own on other machines. */
  endSessions(whose: Whose): Promise<number> {
    return this.endAll(whose, 'BY_ADMINISTRATOR');
  }

  /** @returns false where the account has no such session */
  async endSession(whose: Whose, publicId: string): Promise<boolean> {
    const ended = await this.#identity.endSession(whose.account, publicId);
    if (ended) await this.#noteEnd(whose, 'BY_ADMINISTRATOR');
    return ended;
  }

  /** A session counts once it is written down, and only of an account that is open. */
  async #enter(whose: Whose, session: NewSession, method: SignInMethod): Promise<NewSession> {
    try {
      const account = await this.#accounts.accountById(whose.account);
      if (!account || account.disabled || account.identity !== null) throw new ProblemError('sign-in-refused');
      await this.#book.record({ type: 'SignedIn', data: { ...asRecorded(whose), method } });
      return session;
    } catch (error) {
      await this.#identity.end(session.token);
      throw error;
    }
  }

  /** What was typed as an account may be a password: only an account that exists is named. */
  async #noteRefusal({ account, where }: Whose, reason: string): Promise<void> {
    if (reason === 'sign-in-too-often') return this.#book.toldToWait();
    const known: Account | undefined = await this.#accounts.accountById(account);
    const data = { ...asRecorded({ account: known?.account ?? null, where }), reason };
    await this.#book.record({ type: 'SignInRefused', data });
  }

  /** @returns how many there were */
  async endAll(whose: Whose, how: SignOutWay): Promise<number> {
    const ended = await this.#identity.endAll(whose.account);
    if (ended > 0) await this.#noteEnd(whose, how);
    return ended;
  }

  #noteEnd(whose: Whose, how: SignOutWay): Promise<void> {
    return this.#book.record({ type: 'SignedOut', data: { ...asRecorded(whose), how } });
  }
}

const methods: Readonly<Record<SessionMethod, SignInMethod>> = {
  code: 'PASSWORD_AND_CODE',
  'recovery-code': 'PASSWORD_AND_RECOVERY_CODE',
  provider: 'IDENTITY_PROVIDER',
};
