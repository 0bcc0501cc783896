import type { AccessEvent } from '#domain/access-records';
import type { AccountEvent } from '#domain/accounts';
import type { MachineClientEvent } from '#domain/machine-clients';
import type { PersonEvent } from '#domain/persons';
import type { SecretStoreEvent } from '#domain/secret-stores';
import type { WebhookEvent } from '#domain/webhooks';
import type { EventLog, Recorded } from '#platform/event-store';

/** Of persons only who looked or wants to, and what goes: what is recorded of them is nobody's business here. */
type LookEvent = Exclude<PersonEvent, { type: 'PersonRecorded' | 'PersonCorrected' }>;

/** Who came in, who may what since when, who looked at whom, and who had a key changed. */
export type AccessTrail = AccessEvent | AccountEvent | MachineClientEvent | WebhookEvent | LookEvent | SecretStoreEvent;

/** A record with its place in the log. */
export type AccessEntry = AccessTrail & {
  readonly position: string;
  /** When it was recorded; where there is a `data.at`, it says when it happened. */
  readonly recordedAt: string;
  /** Who had it recorded: `redline`, the service, for who came in; else whoever did it. */
  readonly recordedBy: string;
};

/** A part of the records. `next` is the position after which the part that follows begins; null at the end. */
export interface AccessPage {
  readonly items: readonly AccessEntry[];
  readonly next: string | null;
}

/** Every type, by name: the compiler asks for each, and a later one is not shown by accident. */
const types: Readonly<Record<AccessTrail['type'], true>> = {
  SignedIn: true,
  SignInRefused: true,
  SteppedUp: true,
  SignedOut: true,
  AccessDenied: true,
  RegisterExported: true,
  AccountOpened: true,
  AccountAccessChanged: true,
  AccountCredentialsReset: true,
  AccountDisabled: true,
  AccountEnabled: true,
  AccountProposalMade: true,
  AccountProposalApproved: true,
  AccountProposalWithdrawn: true,
  MachineClientRegistered: true,
  MachineKeyIssued: true,
  MachineKeyIssuedForTokens: true,
  MachineKeyRevoked: true,
  MachineClientClosed: true,
  WebhookRegistered: true,
  WebhookRemoved: true,
  WebhookReplayed: true,
  PersonLookRequested: true,
  PersonLookApproved: true,
  PersonLookedAt: true,
  PersonErasureProposed: true,
  PersonErased: true,
  SecretsRekeyOrdered: true,
};

/** The names of all of them. */
export const accessTypes: readonly string[] = Object.keys(types);

/** Who came in, who was turned away, who may what and who looked at whom (登录与访问记录), from the log itself. */
export class AccessRecords {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** At most `limit` records after a position of the log, oldest first; -1 stands before the first. */
  async accessRecordsAfter(position: number, limit: number): Promise<AccessPage> {
    const after = position < 0 ? undefined : BigInt(position);
    const items: AccessEntry[] = [];
    for await (const event of this.#log.read({ after, filter: { types: accessTypes } })) {
      if (!Object.hasOwn(types, event.type)) continue; // a prefix may find a later type
      if (items.length === limit) return { items, next: items.at(-1)?.position ?? null };
      items.push(entryOf(event));
    }
    return { items, next: null };
  }
}

const entryOf = ({ type, data, position, recordedAt, metadata }: Recorded): AccessEntry => {
  const { secretHash: _, ...shown } = data as { readonly secretHash?: string };
  const place = { position: String(position), recordedAt, recordedBy: metadata['actor'] ?? '' };
  return { type, data: shown, ...place } as unknown as AccessEntry; // its type is one of them
};
