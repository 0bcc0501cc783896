import { readFileSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { StoreUnavailable } from '#platform/event-store';
import type { Connection, Host } from './connection-string.ts';

/** What a look at the servers brought. */
export interface ServerReport {
  readonly nodes: readonly { readonly address: string; readonly version: string }[];
  /** Why these servers must not hold a register; empty when nothing was found. */
  readonly unfit: readonly string[];
  /** What the servers would not tell: their options are for administrators and operators alone. */
  readonly unknown: readonly string[];
}

/** The servers, or the way to them, are not safe enough to hold a register. One line for the operator. */
export class UnfitServer extends Error {
  readonly code = 'unfit-server';

  constructor(readonly reasons: readonly string[]) {
    super(`KurrentDB is not fit to hold a register: ${reasons.join('; ')}.`);
    this.name = 'UnfitServer';
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const answerMs = 10_000;

/**
 * Asks every node over HTTP (`/gossip`, `/info`, `/info/options`), since gRPC tells nothing of how a server was started.
 * @throws StoreUnavailable when no node answers; its certificate may be one that we do not trust
 */
export const inspectServers = async (connection: Connection): Promise<ServerReport> => {
  const unfit: string[] = [];
  const unknown: string[] = [];
  if (!connection.tls) unfit.push('tls=false');
  if (!connection.verified) unfit.push('tlsVerifyCert=false');
  const hosts = await membersOf(connection);
  const nodes = await Promise.all(
    hosts.map(async (host) => {
      const address = `${host.address}:${host.port}`;
      const [info, options] = await Promise.all(
        ['/info', '/info/options'].map((path) => ask(connection, host, path).catch(() => undefined)),
      );
      if (Array.isArray(options?.body))
        unfit.push(...options.body.flatMap(dangers).map((name) => `${address} ${name}`));
      else unknown.push(`${address} does not show its options (${options?.status ?? 'no answer'})`);
      const { dbVersion, esVersion } = (info?.body ?? {}) as { dbVersion?: string; esVersion?: string };
      return { address, version: dbVersion ?? esVersion ?? 'unknown' };
    }),
  );
  return { nodes, unfit, unknown };
};

/** Options that lose or expose what was acknowledged, by their names in any spelling. */
const dangers = (option: unknown): readonly string[] => {
  const { name = '', value = '' } = (option ?? {}) as { name?: string; value?: string };
  const flat = name.toLowerCase().replace(/[^a-z]/g, '');
  const isDanger = flat === 'memdb' || flat === 'inmem' || flat === 'insecure' || flat.startsWith('unsafe');
  return isDanger && value.toLowerCase() === 'true' ? [name] : [];
};

interface Member {
  readonly isAlive?: boolean;
  readonly httpEndPointIp?: string;
  readonly httpEndPointPort?: number;
}

const membersOf = async (connection: Connection): Promise<readonly Host[]> => {
  let failure: unknown;
  for (const host of connection.hosts)
    try {
      const { members = [] } = ((await ask(connection, host, '/gossip')).body ?? {}) as { members?: Member[] };
      const alive = members.flatMap(({ isAlive, httpEndPointIp: address, httpEndPointPort: port }) =>
        isAlive && address !== undefined && port !== undefined ? [{ address, port }] : [],
      );
      return alive.length > 0 ? alive : connection.hosts;
    } catch (error) {
      failure = error;
    }
  const why = failure instanceof Error ? failure.message : 'no host';
  throw new StoreUnavailable(`KurrentDB does not answer: ${why}`, true, failure);
};

const ask = (connection: Connection, { address: host, port }: Host, path: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { tls, verified, user, caFile, certificate } = connection;
    const request = (tls ? requestSecure : requestPlain)({
      host,
      port,
      path,
      timeout: answerMs,
      agent: false,
      ...(user && { auth: `${user.name}:${user.password}` }),
      ...(tls && { rejectUnauthorized: verified }),
      ...(caFile !== undefined && { ca: readFileSync(caFile) }),
      ...(certificate && { cert: readFileSync(certificate.certFile), key: readFileSync(certificate.keyFile) }),
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks)) }));
    });
    request.end();
  });

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
};
