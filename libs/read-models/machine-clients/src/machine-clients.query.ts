import type { KeyContent, KeyUse, TokenKeyContent } from '#domain/machine-clients';
import type { EventLog } from '#platform/event-store';
import type { ProjectionProgress } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { clientRow } from './client.row.ts';
import type { ClientRow } from './client.row.ts';
import { FoldedClients } from './folded-clients.ts';
import { keyRow } from './key.row.ts';
import type { KeyRow } from './key.row.ts';
import { machineClientsProjectionName, machineTypePrefixes } from './machine-clients.projection.ts';

/** A key with the hash of its secret: for whoever checks one, never for showing. */
export interface MachineKey extends Omit<KeyContent, 'secretHash'> {
  /** Null for a key that access tokens alone stand for: no secret is its own. */
  readonly secretHash: string | null;
  /** Null while nobody revoked it; it may have expired all the same. */
  readonly revokedAt: string | null;
}

/** A key as lists show it. */
export interface ListedKey extends Omit<KeyContent, 'client' | 'secretHash'> {
  readonly use: KeyUse;
  readonly revokedAt: string | null;
  readonly revocationReason: string | null;
}

/** A client with every key that it ever had, the last one last. */
export interface ListedClient extends Omit<ClientRow, 'stream'> {
  readonly keys: readonly ListedKey[];
}

/** The rows may lack a revocation: nobody is let in by them, and nothing is listed. */
export class MachineClientsNotCurrent extends Error {
  readonly code = 'machine-clients-not-current';

  constructor() {
    super('the rows of machine clients are not current');
  }
}

/** Keys and clients from the projection's rows, or an error: never what was true some time ago. */
export class MachineClientRows {
  readonly #store: ReadStore;
  readonly #progress: Pick<ProjectionProgress, 'isReady' | 'isParked'>;

  constructor(store: ReadStore, progress: Pick<ProjectionProgress, 'isReady' | 'isParked'>) {
    this.#store = store;
    this.#progress = progress;
  }

  /**
   * The key with this public id, be it expired or revoked; undefined when nobody issued it. Should two clients have
   * keys of one id, it is the one that was issued first: no later one takes its place.
   * @throws MachineClientsNotCurrent
   */
  async keyById(keyId: string): Promise<MachineKey | undefined> {
    this.#checkReady();
    const keys = this.#store.dataSource.getRepository<KeyRow>(keyRow);
    const [row] = await keys.find({ where: { keyId }, order: { position: 'ASC' }, take: 1 });
    if (!row) return undefined;
    this.#checkNotParked(row);
    return keyIn(row);
  }

  /**
   * What the access tokens of a client stand for: of its keys that are neither revoked nor expired the newest one for
   * tokens alone, else the newest. Undefined for a client that nobody registered, that is closed, or has no such key.
   * @throws MachineClientsNotCurrent
   */
  async keyForTokens(client: string, nowMs: number): Promise<MachineKey | undefined> {
    this.#checkReady();
    const { dataSource } = this.#store;
    const registered = await dataSource.getRepository<ClientRow>(clientRow).findOneBy({ id: client });
    if (!registered) return undefined;
    this.#checkNotParked(registered);
    if (registered.closedAt !== null) return undefined;
    const { stream } = registered;
    const rows = await dataSource
      .getRepository<KeyRow>(keyRow)
      .find({ where: { stream }, order: { position: 'DESC' } });
    const live = rows
      .map(keyIn)
      .filter(({ revokedAt, expiresAt }) => revokedAt === null && Date.parse(expiresAt) > nowMs);
    return live.find(({ secretHash }) => secretHash === null) ?? live[0];
  }

  /** Every client in the order of ids, without any hash. @throws MachineClientsNotCurrent */
  async clients(): Promise<readonly ListedClient[]> {
    this.#checkReady();
    const { dataSource } = this.#store;
    const clients = await dataSource.getRepository<ClientRow>(clientRow).find();
    for (const row of clients) this.#checkNotParked(row);
    return listed(clients, await dataSource.getRepository<KeyRow>(keyRow).find());
  }

  #checkReady(): void {
    if (!this.#progress.isReady(machineClientsProjectionName)) throw new MachineClientsNotCurrent();
  }

  #checkNotParked({ stream }: { readonly stream: string }): void {
    if (this.#progress.isParked(machineClientsProjectionName, stream)) throw new MachineClientsNotCurrent();
  }
}

/** The same list from the log itself, which is never behind. What the command line asks with. */
export const clientsInLog = async (log: EventLog): Promise<readonly ListedClient[]> => {
  const folded = new FoldedClients();
  for await (const event of log.read({ filter: { types: machineTypePrefixes } })) folded.fold(event);
  return listed(folded.clients, folded.keys);
};

const listed = (clients: readonly ClientRow[], keys: readonly KeyRow[]): readonly ListedClient[] =>
  clients
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ stream, id, name, contact, closedAt, closingReason }) => {
      const own = keys.filter((key) => key.stream === stream);
      const inOrder = own.toSorted((one, other) => one.position - other.position);
      return { id, name, contact, closedAt, closingReason, keys: inOrder.map(listedKey) };
    });

const contentOf = ({ content }: KeyRow): Omit<MachineKey, 'revokedAt'> => {
  const issued = JSON.parse(content) as KeyContent | TokenKeyContent;
  return { ...issued, secretHash: issued.secretHash ?? null };
};

const keyIn = (row: KeyRow): MachineKey => ({ ...contentOf(row), revokedAt: row.revokedAt });

const listedKey = (row: KeyRow): ListedKey => {
  const { client: _client, secretHash, ...shown } = contentOf(row);
  const { revokedAt, revocationReason } = row;
  return { ...shown, use: secretHash === null ? 'TOKENS' : 'SECRET', revokedAt, revocationReason };
};
