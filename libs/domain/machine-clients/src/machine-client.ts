import { canonicalText, refusal, refuse } from '#kernel';
import type { Decider, Judgement, Refusal } from '#kernel';
import { CloseClient, IssueKey, RegisterClient, RevokeKey } from './machine-client.commands.ts';
import type { IssueKeyForTokens, MachineClientCommand } from './machine-client.commands.ts';
import type {
  ClientContent,
  Closure,
  KeyContent,
  MachineClientEvent,
  Revocation,
  TokenKeyContent,
} from './machine-client.events.ts';
import { instantOffences, keyOffences } from './machine-client.key-offences.ts';

/** A key as it was issued, and how it ended. */
export interface KeyState {
  readonly content: KeyContent | TokenKeyContent;
  readonly revocation: Revocation | null;
}

/** What is recorded of one client: itself, its end, and every key that it ever had. */
export interface MachineClientState {
  readonly client: ClientContent | null;
  readonly closure: Closure | null;
  readonly keys: ReadonlyMap<string, KeyState>;
}

const initialState: MachineClientState = { client: null, closure: null, keys: new Map() };

const evolve = (state: MachineClientState, { type, data }: MachineClientEvent): MachineClientState => {
  switch (type) {
    case 'MachineClientRegistered':
      return { ...state, client: data };
    case 'MachineKeyIssued':
    case 'MachineKeyIssuedForTokens':
      return withKey(state, { content: data, revocation: null });
    case 'MachineKeyRevoked': {
      const { reason, revokedAt } = data;
      const key = state.keys.get(data.keyId);
      return key ? withKey(state, { ...key, revocation: { reason, revokedAt } }) : state;
    }
    default: {
      const { reason, closedAt } = data; // MachineClientClosed
      return { ...state, closure: { reason, closedAt } };
    }
  }
};

const withKey = (state: MachineClientState, key: KeyState): MachineClientState => ({
  ...state,
  keys: new Map(state.keys).set(key.content.keyId, key),
});

const idShape = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const longestId = 40;
const mostLiveKeys = 2;

const registerClient = ({ content }: RegisterClient, { client }: MachineClientState): Judgement<MachineClientEvent> => {
  const { id, name, contact } = content;
  if (id.length > longestId || !idShape.test(id)) return refuse('bad-client-id', 'id', id);
  const missing = Object.entries({ name, contact }).flatMap(([field, text]) => (text.trim() === '' ? [field] : []));
  if (missing.length > 0) return { refusals: missing.map((field) => refusal('client-details-missing', field)) };
  if (client === null) return [{ type: 'MachineClientRegistered', data: content }];
  return canonicalText(client) === canonicalText(content) ? [] : refuse('client-already-registered', 'id', id);
};

/** The stream's name forgives other spellings of an id, what stands in its events does not. */
const isKnown = ({ client }: MachineClientState, id: string): boolean => client?.id === id;

const sortedSet = <T extends 'all' | readonly string[]>(list: T): T | readonly string[] =>
  list === 'all' ? list : [...new Set(list)].toSorted();

const issueKey = (command: IssueKey | IssueKeyForTokens, state: MachineClientState): Judgement<MachineClientEvent> => {
  const event = issuedBy(command);
  const { data: key } = event;
  if (!isKnown(state, key.client)) return refuse('unknown-client', 'client', key.client);
  const known = state.keys.get(key.keyId);
  if (known && canonicalText(known.content) === canonicalText(key)) return [];
  if (state.closure) return refuse('client-already-closed', 'client', state.closure.closedAt);
  const refusals = [
    ...(known ? [refusal('key-already-issued', 'keyId', key.keyId)] : []),
    ...keyOffences(key, event.type === 'MachineKeyIssued' ? 'SECRET' : 'TOKENS'),
    ...rotationOffences(key, state),
  ];
  return refusals.length > 0 ? { refusals } : [event];
};

type Issued = Extract<MachineClientEvent, { readonly data: KeyContent | TokenKeyContent }>;

const issuedBy = (command: IssueKey | IssueKeyForTokens): Issued =>
  command instanceof IssueKey
    ? { type: 'MachineKeyIssued', data: asKept(command.content) }
    : { type: 'MachineKeyIssuedForTokens', data: asKept(command.content) };

const asKept = <T extends KeyContent | TokenKeyContent>(content: T): T => ({
  ...content,
  scopes: sortedSet(content.scopes),
  schools: sortedSet(content.schools),
  districts: sortedSet(content.districts),
  addresses: sortedSet(content.addresses),
});

/**
 * Two keys at a time, whatever they are used by, let a client change over from one to the other, and from a secret to
 * tokens; a third would be one that nobody watches.
 */
const rotationOffences = (
  { issuedAt }: Pick<KeyContent, 'issuedAt'>,
  { keys }: MachineClientState,
): readonly Refusal[] => {
  const live = [...keys.values()].filter((key) => key.revocation === null && key.content.expiresAt > issuedAt);
  if (live.length < mostLiveKeys) return [];
  return [refusal('too-many-live-keys', 'client', live.map(({ content }) => content.keyId).join('; '))];
};

const reasonOffences = (reason: string): readonly Refusal[] =>
  reason.trim() === '' ? [refusal('reason-missing', 'reason')] : [];

const revokeKey = ({ key, revocation }: RevokeKey, state: MachineClientState): Judgement<MachineClientEvent> => {
  const { reason, revokedAt } = revocation;
  if (!isKnown(state, key.client)) return refuse('unknown-client', 'client', key.client);
  const known = state.keys.get(key.keyId);
  if (!known) return refuse('unknown-key', 'keyId', key.keyId);
  if (known.revocation?.reason === reason) return [];
  if (known.revocation) return refuse('key-already-revoked', 'keyId', known.revocation.revokedAt);
  const refusals = [...instantOffences('revokedAt', revokedAt), ...reasonOffences(reason)];
  if (refusals.length > 0) return { refusals };
  return [{ type: 'MachineKeyRevoked', data: { client: key.client, keyId: key.keyId, reason, revokedAt } }];
};

const closeClient = ({ key, closure }: CloseClient, state: MachineClientState): Judgement<MachineClientEvent> => {
  const { client } = key;
  const { reason, closedAt } = closure;
  if (!isKnown(state, client)) return refuse('unknown-client', 'client', client);
  if (state.closure?.reason === reason) return [];
  if (state.closure) return refuse('client-already-closed', 'client', state.closure.closedAt);
  const refusals = [...instantOffences('closedAt', closedAt), ...reasonOffences(reason)];
  if (refusals.length > 0) return { refusals };
  const ended = [...state.keys.values()].filter(({ revocation }) => revocation === null);
  return [
    ...ended.map(({ content: { keyId } }): MachineClientEvent => {
      return { type: 'MachineKeyRevoked', data: { client, keyId, reason, revokedAt: closedAt } };
    }),
    { type: 'MachineClientClosed', data: { client, reason, closedAt } },
  ];
};

/** Machine clients (机器接入方) and their keys (密钥). One stream a client. */
export const machineClient: Decider<
  MachineClientState,
  { readonly command: MachineClientCommand },
  MachineClientEvent
> = {
  subject: 'machineClient',
  initialState,
  evolve,
  decide: ({ command }, state) => {
    if (command instanceof RegisterClient) return registerClient(command, state);
    if (command instanceof RevokeKey) return revokeKey(command, state);
    return command instanceof CloseClient ? closeClient(command, state) : issueKey(command, state);
  },
};
