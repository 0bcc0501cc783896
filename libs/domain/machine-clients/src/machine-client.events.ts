/** A system of somebody else's that asks or reports (机器接入方), and whom to call about it. */
export interface ClientContent {
  /** A short business key: lower-case words joined by `-`, such as `admission-platform`. */
  readonly id: string;
  readonly name: string;
  /** An office or a duty phone, for it stays on record for ever: no person's. */
  readonly contact: string;
}

/** Everything, or what is listed. */
export type Reach = 'all' | readonly string[];

/** A key (密钥) and what it may be used for. The secret itself is never recorded. Lists are sorted sets. */
export interface KeyContent {
  readonly client: string;
  /** The public part of the key, eight characters of base62. */
  readonly keyId: string;
  /** SHA-256 of the secret, lower-case hex. */
  readonly secretHash: string;
  /** Some of `machineScopes`. */
  readonly scopes: readonly string[];
  /** School codes. */
  readonly schools: Reach;
  /** District codes. */
  readonly districts: Reach;
  /** From which addresses, in CIDR notation; none: from any. */
  readonly addresses: readonly string[];
  readonly requestsPerMinute: number;
  /** UTC instants, `2023-09-25T08:00:00.000Z`. */
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/** What a key is used by: a secret that the client shows, or access tokens alone. */
export type KeyUse = 'SECRET' | 'TOKENS';

/**
 * A key for access tokens alone (令牌授权): the same, with an id by which it is listed and revoked, and no secret by which
 * it could be shown.
 */
export interface TokenKeyContent extends Omit<KeyContent, 'secretHash'> {
  readonly secretHash?: never;
}

/** The end of a key. */
export interface Revocation {
  readonly reason: string;
  /** A UTC instant. The key is dead from its recording on, whatever this says. */
  readonly revokedAt: string;
}

/** The end of a client. */
export interface Closure {
  readonly reason: string;
  /** A UTC instant. */
  readonly closedAt: string;
}

type Registered = { readonly type: 'MachineClientRegistered'; readonly data: ClientContent };
type KeyIssued = { readonly type: 'MachineKeyIssued'; readonly data: KeyContent };
type KeyIssuedForTokens = { readonly type: 'MachineKeyIssuedForTokens'; readonly data: TokenKeyContent };
type KeyRevoked = {
  readonly type: 'MachineKeyRevoked';
  readonly data: { readonly client: string; readonly keyId: string } & Revocation;
};
type Closed = { readonly type: 'MachineClientClosed'; readonly data: { readonly client: string } & Closure };

/** One stream a client. None of them is about a school: they carry no sequence key, and no verdict reads them. */
export type MachineClientEvent = Registered | KeyIssued | KeyIssuedForTokens | KeyRevoked | Closed;
