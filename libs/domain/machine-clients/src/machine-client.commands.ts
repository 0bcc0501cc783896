import type { ClientContent, Closure, KeyContent, Revocation, TokenKeyContent } from './machine-client.events.ts';

/** Registers a client. */
export class RegisterClient {
  constructor(readonly content: ClientContent) {}
}

/** Issues a key to a registered client. */
export class IssueKey {
  constructor(readonly content: KeyContent) {}
}

/** Issues a key that has no secret: it says what the client's access tokens open, and nobody can show it. */
export class IssueKeyForTokens {
  constructor(readonly content: TokenKeyContent) {}
}

/** Revokes one key, at once and for ever. */
export class RevokeKey {
  constructor(
    readonly key: { readonly client: string; readonly keyId: string },
    readonly revocation: Revocation,
  ) {}
}

/** Closes a client and revokes all its keys. */
export class CloseClient {
  constructor(
    readonly key: { readonly client: string },
    readonly closure: Closure,
  ) {}
}

export type MachineClientCommand = RegisterClient | IssueKey | IssueKeyForTokens | RevokeKey | CloseClient;
