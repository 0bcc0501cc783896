import type { KeyContent } from '#domain/machine-clients';
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
export interface MachineKey extends KeyContent {
  /** Null while nobody revoked it; it may have expired all the same. */
  readonly revokedAt: string | null;
}

/** A key as lists show it. */
export interface ListedKey extends Omit<KeyContent, 'client' | 'secretHash'> {
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
   * The newest key of a client that is neither revoked nor expired: what the client may, be it shown or only stood for.
   * Undefined for a client that nobody registered, that is closed, or has no such key. @throws MachineClientsNotCurrent
   */
  async liveKeyOf(client: string, nowMs: number): Promise<MachineKey | undefined> {
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
    return rows.map(keyIn).find(({ revokedAt, expiresAt }) => revokedAt === null && Date.parse(expiresAt) > nowMs);
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

const keyIn = ({ content, revokedAt }: KeyRow): MachineKey => ({ ...(JSON.parse(content) as KeyContent), revokedAt });

const listedKey = ({ content, revokedAt, revocationReason }: KeyRow): ListedKey => {
  const { client: _client, secretHash: _hash, ...shown } = JSON.parse(content) as KeyContent;
  return { ...shown, revokedAt, revocationReason };
};
