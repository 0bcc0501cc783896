import type { Identity, Where } from '#platform/identity';
import { ProviderUnavailable, TokenRefused } from '#platform/identity-provider';
import type { LoggedOut } from '#platform/identity-provider';
import { ProblemError } from '../http/problem.ts';
import type { PeopleProvider } from '../outside-providers.ts';
import type { AccessBook } from './access-book.ts';
import { granted } from './identity-answers.ts';
import { asRecorded } from './whose.ts';

export interface LogoutDeskParts {
  /** Undefined: nobody is vouched for, so nobody is out. */
  readonly people: Pick<PeopleProvider, 'logouts'> | undefined;
  readonly identity: Pick<Identity, 'endLoggedOut' | 'countTry'>;
  readonly book: Pick<AccessBook, 'record'>;
  /** Told why a token did not do, in words that only operators need. */
  readonly note: (reason: string) => void;
}

/** Told by the identity provider who is out there, it ends their sessions here: whoever left the office is out at once. */
export class LogoutDesk {
  readonly #parts: LogoutDeskParts;

  constructor(parts: LogoutDeskParts) {
    this.#parts = parts;
  }

  /**
   * A token that came before is answered as the first time, and ends nothing of what was opened since. The sessions end
   * before that is written down: a log that is away keeps nobody in.
   * @throws ProblemError
   */
  async end(token: string, where: Where): Promise<void> {
    const { identity, book } = this.#parts;
    for (const account of await identity.endLoggedOut(await this.#verified(token, where)))
      await book.record({ type: 'SignedOut', data: { ...asRecorded({ account, where }), how: 'BY_PROVIDER' } });
  }

  /** Only what is refused is counted, after it was: nobody who fails here holds up the provider's own word. */
  async #verified(token: string, where: Where): Promise<LoggedOut> {
    const { people, identity, note } = this.#parts;
    if (!people) throw new ProblemError('provider-not-configured');
    try {
      return await people.logouts.verify(token);
    } catch (error) {
      if (error instanceof ProviderUnavailable || error instanceof TokenRefused) note(`logout: ${error.message}`);
      if (error instanceof ProviderUnavailable) throw new ProblemError('provider-unavailable');
      if (!(error instanceof TokenRefused)) throw error;
      granted((await identity.countTry(where)) ?? {});
      throw new ProblemError('logout-token-refused');
    }
  }
}
