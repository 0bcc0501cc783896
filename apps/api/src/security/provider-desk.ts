import { parseJson } from '#kernel';
import { isRefused } from '#platform/identity';
import type { Identity, Refused, Vouching, Where } from '#platform/identity';
import { ProviderRefused, ProviderUnavailable } from '#platform/identity-provider';
import type { IdentityProvider, PendingSignIn, SignedIn as Vouched } from '#platform/identity-provider';
import type { SignedIn } from '../http/access/admitted.ts';
import { ProblemError } from '../http/problem.ts';
import type { PeopleProvider } from '../outside-providers.ts';
import type { Accounts } from '../read-side.ts';
import type { AccessBook } from './access-book.ts';
import { granted } from './identity-answers.ts';
import { TurnedAway } from './turned-away.ts';
import type { VouchedAccounts } from './vouched-accounts.ts';
import { asRecorded } from './whose.ts';

/** What somebody comes back with. */
export interface Returned {
  /** Of the address, as the provider made it. */
  readonly query: string;
  /** What their browser kept meanwhile. */
  readonly sealed: string | undefined;
  readonly session: SignedIn | undefined;
  readonly where: Where;
}

/** What goes along, sealed, so that nobody else made it: `session` is the public id of the one that asked for a fresh proof. */
interface Sealed {
  readonly signIn: PendingSignIn;
  readonly session: string | null;
}

export interface ProviderDeskParts {
  /** Undefined: nobody is vouched for. */
  readonly people: PeopleProvider | undefined;
  readonly identity: Identity;
  readonly accounts: Pick<Accounts, 'accountById'>;
  readonly vouched: VouchedAccounts;
  readonly book: AccessBook;
  /** Told why somebody was turned away, in words that only operators need. */
  readonly note: (reason: string) => void;
}

/**
 * Signing in with a provider outside. Whoever comes back opens a session like any other, or proves an open one anew.
 * Who does not is written down; when the provider is away nobody comes in and nobody is accused.
 */
export class ProviderDesk {
  readonly #parts: ProviderDeskParts;

  constructor(parts: ProviderDeskParts) {
    this.#parts = parts;
  }

  /** Where to send somebody, and what their browser keeps. `again`: to prove that it is still them. @throws ProblemError */
  async begin(session: SignedIn | undefined, again: boolean): Promise<{ url: string; sealed: string }> {
    const { provider } = this.#people();
    if (again && !session) throw new ProblemError('sign-in-needed');
    if (again && session?.method !== 'provider') throw new ProblemError('password-here');
    try {
      const { url, pending: signIn } = await (await provider.reach()).begin({ again });
      const content: Sealed = { signIn, session: again ? (session?.publicId ?? null) : null };
      return { url, sealed: this.#parts.identity.sealPending(JSON.stringify(content)) };
    } catch (error) {
      throw this.#asProblem(error);
    }
  }

  /** @returns the session's token. @throws ProblemError, after the refusal is written down */
  async finish(back: Returned): Promise<string> {
    this.#people();
    const { identity, book, note } = this.#parts;
    const { where, sealed = '' } = back;
    const content = identity.openPending(sealed);
    if (content === undefined) {
      // Any page can send somebody here; who began nothing is neither written down nor made to wait for it.
      note('nothing was begun, or too long ago');
      throw new ProblemError('provider-refused');
    }
    const tooOften = await identity.countTry(where);
    if (tooOften) book.toldToWait();
    granted(tooOften ?? {});
    try {
      const token = await this.#finished(back, parseJson(content) as Sealed);
      await identity.takeBackTry(where);
      return token;
    } catch (error) {
      if (error instanceof ProviderUnavailable) await identity.takeBackTry(where);
      if (!(error instanceof TurnedAway)) throw this.#asProblem(error);
      const { account, reason, code } = error;
      await book.record({ type: 'SignInRefused', data: { ...asRecorded({ account, where }), reason } });
      throw new ProblemError(code);
    }
  }

  /** What can be seen here is looked at first; then it is used up, whatever the provider says of it. */
  async #finished({ sealed = '', session, query, where }: Returned, pending: Sealed): Promise<string> {
    const { identity, vouched } = this.#parts;
    const { provider, claims } = this.#people();
    if (!isOf(query, pending.signIn)) throw new TurnedAway('provider-refused', 'other-state');
    if (pending.session !== null && pending.session !== session?.publicId)
      throw new TurnedAway('not-the-same-person', 'other-session', session?.account);
    const reached = await provider.reach();
    if (!(await identity.usePending(sealed))) throw new TurnedAway('provider-refused', 'used-already');
    const person = await this.#vouchedFor(reached, query, pending.signIn);
    if (pending.session === null || !session) {
      const account = await vouched.accountFor(person, claims);
      return this.#enter(account, person, where);
    }
    await vouched.accountFor(person, claims, session.account);
    return this.#prove(session, person, where);
  }

  async #vouchedFor(provider: IdentityProvider, query: string, signIn: PendingSignIn): Promise<Vouched> {
    try {
      return await provider.finish(new URL(`http://localhost/${query}`), signIn);
    } catch (error) {
      if (!(error instanceof ProviderRefused)) throw error;
      this.#parts.note(error.message);
      throw new TurnedAway('provider-refused', 'provider-refused');
    }
  }

  /** A session counts once it is written down, and only of an account that is open. */
  async #enter(account: string, person: Vouched, where: Where): Promise<string> {
    const { identity, accounts, book } = this.#parts;
    const { token } = stillIn(account, await identity.openSession(account, where, vouchingOf(person)));
    try {
      const known = await accounts.accountById(account);
      if (!known || known.disabled) throw new TurnedAway('account-disabled', 'account-disabled', account);
      await book.record({ type: 'SignedIn', data: { ...asRecorded({ account, where }), method: 'IDENTITY_PROVIDER' } });
      return token;
    } catch (error) {
      await identity.end(token);
      throw error;
    }
  }

  async #prove({ token, account }: SignedIn, person: Vouched, where: Where): Promise<string> {
    const { identity, book } = this.#parts;
    const renewed = await identity.proved(token, vouchingOf(person));
    if (!renewed) throw new TurnedAway('not-the-same-person', 'other-session', account);
    const { token: changed } = stillIn(account, renewed);
    await book.record({ type: 'SteppedUp', data: asRecorded({ account, where }) });
    return changed;
  }

  #people(): PeopleProvider {
    if (!this.#parts.people) throw new ProblemError('provider-not-configured');
    return this.#parts.people;
  }

  #asProblem(error: unknown): unknown {
    if (!(error instanceof ProviderUnavailable)) return error;
    this.#parts.note(error.message);
    return new ProblemError('provider-unavailable');
  }
}

/** Asked before anything is used up: else a page elsewhere could use up what somebody has begun. */
const isOf = (query: string, { state }: PendingSignIn): boolean => {
  const states = new URLSearchParams(query).getAll('state');
  return states.length === 1 && states[0] === state;
};

/** @throws TurnedAway: the provider vouched for them, and took it back before they were in */
const stillIn = <T extends object>(account: string, answer: T | Refused): T => {
  if (isRefused(answer)) throw new TurnedAway('signed-out-at-provider', answer.refused, account);
  return answer;
};

/** Somebody whom the provider knew from the morning comes in, and still has to prove again before a decision. */
const vouchingOf = ({ authTimeMs = 0, issuer, subject, sid, vouchedMs }: Vouched): Vouching => ({
  provedMs: Math.max(0, Math.trunc(authTimeMs)),
  person: { issuer, subject, sid, vouchedMs },
});
