import type { CommandAnswer, CommandContext, CommandGateway } from '#commands';
import { ChangeAccess, DisableAccount, EnableAccount, OpenAccount, ResetCredentials } from '#domain/accounts';
import type { SignInMethod, SignOutWay } from '#domain/access-records';
import type { AccountCommand, AccountContent, WantedAccess } from '#domain/accounts';
import type { Identity, NewSession, SessionMethod, SignIn, Where } from '#platform/identity';
import { nobody } from '#policy';
import type { Account } from '#read-models/accounts';
import { ProblemError } from '../http/problem.ts';
import type { Accounts, ReadProgress } from '../read-side.ts';
import type { AccessBook } from './access-book.ts';
import { granted } from './identity-answers.ts';
import { asRecorded } from './whose.ts';
import type { Whose } from './whose.ts';

/** Whoever holds the setup token of a register without people: they open the first account, and nothing else. */
const setter: CommandContext = {
  actor: { ...nobody, id: 'setup', roles: ['SECURITY_ADMINISTRATOR'], steppedUp: true },
  actorTrust: 'verified',
  source: 'api',
};

const seenMs = 1_500;

/** An invitation, and where the account stands on record. */
export interface Invited {
  readonly answer: CommandAnswer;
  readonly account: string;
  readonly invitation: string;
  readonly expiresAt: string;
}

export interface PeopleParts {
  readonly identity: Identity;
  readonly accounts: Accounts;
  readonly gateway: CommandGateway;
  readonly book: AccessBook;
  readonly progress: Pick<ReadProgress, 'waitFor'>;
}

/**
 * People, from their first invitation to the end of their last session: secrets and sessions stand in the identity
 * store, what somebody may do stands in the log, and this keeps the two in step. The log comes first.
 */
export class PeopleDesk {
  readonly #identity: Identity;
  readonly #accounts: Accounts;
  readonly #gateway: CommandGateway;
  readonly #book: AccessBook;
  readonly #progress: Pick<ReadProgress, 'waitFor'>;

  constructor({ identity, accounts, gateway, book, progress }: PeopleParts) {
    this.#identity = identity;
    this.#accounts = accounts;
    this.#gateway = gateway;
    this.#book = book;
    this.#progress = progress;
  }

  /** Opens the first account, a security administrator's. @throws ProblemError, RefusedError */
  async setUp({ token, account, name }: Readonly<Record<'token' | 'account' | 'name', string>>): Promise<Invited> {
    if (!(await this.#identity.takeSetupToken(token))) throw new ProblemError('setup-token-unknown');
    const roles = ['SECURITY_ADMINISTRATOR'];
    return this.open({ account, roles, districts: 'all', schools: [], conflicts: [], identity: null }, name, setter);
  }

  async open(content: AccountContent, name: string, caller: CommandContext): Promise<Invited> {
    const answer = await this.#recorded(new OpenAccount(content), caller);
    return this.#invite(answer, content.account, name);
  }

  changeAccess(account: string, change: WantedAccess, caller: CommandContext): Promise<CommandAnswer> {
    return this.#recorded(new ChangeAccess({ account }, change), caller);
  }

  /** From here on neither the old password nor the old app opens anything, and every session has ended. */
  async reset({ account, where }: Whose, reason: string, caller: CommandContext): Promise<Invited> {
    const answer = await this.#recorded(new ResetCredentials({ account }, { reason }), caller);
    const name = (await this.#identity.displayNames()).get(account);
    await this.#endAll({ account, where }, 'CREDENTIALS_RESET');
    await this.#identity.forget(account);
    return this.#invite(answer, account, name);
  }

  /** Somebody leaves: from the record on nothing is open to them, and their sessions end. */
  async disable({ account, where }: Whose, reason: string, caller: CommandContext): Promise<CommandAnswer> {
    const answer = await this.#recorded(new DisableAccount({ account }, { reason }), caller);
    await this.#endAll({ account, where }, 'DISABLED');
    return answer;
  }

  enable(account: string, reason: string, caller: CommandContext): Promise<CommandAnswer> {
    return this.#recorded(new EnableAccount({ account }, { reason }), caller);
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
    const session = granted(await this.#identity.proveAgain(token, proof));
    await this.#book.record({ type: 'SteppedUp', data: asRecorded(whose) });
    return session.token;
  }

  async signOut(token: string, whose: Whose): Promise<void> {
    await this.#identity.end(token);
    await this.#noteEnd(whose, 'BY_HAND');
  }

  /** Ends the sessions of somebody else, or one's own on other machines. */
  endSessions(whose: Whose): Promise<number> {
    return this.#endAll(whose, 'BY_ADMINISTRATOR');
  }

  /** @returns false where the account has no such session */
  async endSession(whose: Whose, publicId: string): Promise<boolean> {
    const ended = await this.#identity.endSession(whose.account, publicId);
    if (ended) await this.#noteEnd(whose, 'BY_ADMINISTRATOR');
    return ended;
  }

  /** What is recorded holds from the next request on: it is answered when every query sees it, or will soon. */
  async #recorded(command: AccountCommand, caller: CommandContext): Promise<CommandAnswer> {
    const answer = await this.#gateway.execute(command, caller);
    await this.#progress.waitFor(Number(answer.position), seenMs);
    return answer;
  }

  async #invite(answer: CommandAnswer, account: string, name: string | undefined): Promise<Invited> {
    const { token, expiresAt } = await this.#identity.invite(account, name);
    return { answer, account, invitation: token, expiresAt };
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

  async #endAll(whose: Whose, how: SignOutWay): Promise<number> {
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
