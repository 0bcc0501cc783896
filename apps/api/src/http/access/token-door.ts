import { ProviderUnavailable, TokenRefused } from '#platform/identity-provider';
import type { AccessTokens } from '#platform/identity-provider';
import type { MachineKey } from '#read-models/machine-clients';
import type { MachineKeys } from '../../read-side.ts';
import { ProblemError } from '../problem.ts';

/** What a token opens, and until when. */
export interface Shows {
  readonly key: MachineKey;
  readonly expiresMs: number;
}

export interface TokenDoorParts {
  readonly tokens: Pick<AccessTokens, 'verify'>;
  readonly keys: Pick<MachineKeys, 'keyForTokens'>;
}

/**
 * Tells which client shows an access token, and what it opens: no more than the key in whose place it stands, the newest
 * live one for tokens alone, else the newest live one, and of that only the scopes that the token has. So who revokes a
 * client's keys revokes its tokens.
 */
export class TokenDoor {
  readonly #parts: TokenDoorParts;

  constructor(parts: TokenDoorParts) {
    this.#parts = parts;
  }

  /** @throws ProblemError: 401, 403, 503 while the server or the keys cannot be asked; MachineClientsNotCurrent */
  async prove(token: string, nowMs: number): Promise<Shows> {
    const { clientId, scopes, expiresMs } = await this.#verified(token, nowMs);
    const key = await this.#parts.keys.keyForTokens(clientId, nowMs);
    if (!key) throw new ProblemError('token-client-unknown', { sender: actorIdOf(clientId) });
    return { key: { ...key, scopes: key.scopes.filter((scope) => scopes.includes(scope)) }, expiresMs };
  }

  async #verified(token: string, nowMs: number): ReturnType<AccessTokens['verify']> {
    try {
      return await this.#parts.tokens.verify(token, nowMs);
    } catch (error) {
      if (error instanceof TokenRefused) throw new ProblemError(error.code, { headers: invalidToken });
      if (error instanceof ProviderUnavailable) throw new ProblemError('provider-unavailable');
      throw error;
    }
  }
}

const longestActor = 256;
/** What is no letter to see: a name that nobody registered is written as it comes, and read by people. */
const unseen = /\p{C}/gu;

/** As the record names a machine, also one that is not registered. */
const actorIdOf = (clientId: string): string =>
  `machine:${clientId.replaceAll(unseen, '\u{FFFD}')}`.slice(0, longestActor).toWellFormed();

const invalidToken = { 'www-authenticate': 'Bearer realm="redline", error="invalid_token"' };
