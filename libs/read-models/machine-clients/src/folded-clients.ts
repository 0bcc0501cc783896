import type { MachineClientEvent } from '#domain/machine-clients';
import type { Recorded } from '#platform/event-store';
import type { ClientRow } from './client.row.ts';
import type { KeyRow } from './key.row.ts';

const keyOf = (stream: string, keyId: string): string => `${stream}\n${keyId}`;

/** Clients and keys as their events leave them: the one fold, whether rows or the log itself are asked. */
export class FoldedClients {
  readonly #clients = new Map<string, ClientRow>();
  readonly #keys = new Map<string, KeyRow>();

  constructor(clients: readonly ClientRow[] = [], keys: readonly KeyRow[] = []) {
    for (const row of clients) this.#clients.set(row.stream, row);
    for (const row of keys) this.#keys.set(keyOf(row.stream, row.keyId), row);
  }

  get clients(): readonly ClientRow[] {
    return [...this.#clients.values()];
  }

  get keys(): readonly KeyRow[] {
    return [...this.#keys.values()];
  }

  /** @throws Error for a type that this version does not know, and for the end of something that never began */
  fold(recorded: Recorded): void {
    const { stream, position } = recorded;
    const { type, data } = recorded as unknown as MachineClientEvent;
    switch (type) {
      case 'MachineClientRegistered':
        this.#clients.set(stream, { stream, ...data, closedAt: null, closingReason: null });
        break;
      case 'MachineKeyIssued':
      case 'MachineKeyIssuedForTokens': {
        const issued = { stream, keyId: data.keyId, position: Number(position), content: JSON.stringify(data) };
        this.#keys.set(keyOf(stream, data.keyId), { ...issued, revokedAt: null, revocationReason: null });
        break;
      }
      case 'MachineKeyRevoked': {
        const { keyId, revokedAt, reason: revocationReason } = data;
        const key = keyOf(stream, keyId);
        this.#keys.set(key, { ...known(this.#keys, key), revokedAt, revocationReason });
        break;
      }
      case 'MachineClientClosed': {
        const { closedAt, reason: closingReason } = data;
        this.#clients.set(stream, { ...known(this.#clients, stream), closedAt, closingReason });
        break;
      }
      default:
        throw new Error(`an event of type ${recorded.type} is not known here`);
    }
  }
}

/** An end without a beginning is poison: passing over it could leave a dead key alive. */
const known = <Row>(rows: ReadonlyMap<string, Row>, key: string): Row => {
  const row = rows.get(key);
  if (row === undefined) throw new Error(`nothing is known of ${key.replace('\n', ' ')}, whose end is recorded`);
  return row;
};
