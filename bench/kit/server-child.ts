import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fastify from 'fastify';
import type { ServerKind } from './servers.ts';

interface Up {
  readonly url: string;
  readonly setupToken?: string | undefined;
}

/** The service over a data directory, on a free port. */
const service = async (dataDirectory: string): Promise<Up> => {
  // The log is kept from run to run; whoever signed in then is not.
  for (const name of ['identity.db', 'identity.db-wal', 'identity.db-shm'])
    rmSync(join(dataDirectory, name), { force: true });
  const { startServer } = await import('../../apps/api/src/server.ts');
  const place = { mode: 'embedded', dataDirectory } as const;
  const config = { host: '127.0.0.1', port: 0, place, logLevel: 'silent' } as const;
  const { url, setup } = await startServer(config);
  return { url, setupToken: setup?.token };
};

/** An API process of a cluster, as its environment says. */
const api = async (): Promise<Up> => {
  const { readConfig } = await import('../../apps/api/src/config.ts');
  const { startServer } = await import('../../apps/api/src/server.ts');
  const { url, setup } = await startServer(readConfig(process.env));
  return { url, setupToken: setup?.token };
};

/** A worker of a cluster, as its environment says. */
const worker = async (): Promise<Up> => {
  const { readConfig } = await import('../../apps/worker/src/config.ts');
  const { startWorker } = await import('../../apps/worker/src/worker.ts');
  return { url: (await startWorker(readConfig(process.env))).url };
};

/** Bare Fastify that finds each answer's bytes in a map: the least that serving them can cost. */
const bare = async (file: string): Promise<Up> => {
  const answers = new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, string][]);
  const server = fastify();
  server.get('/api/v1/eligibility/:schoolCode', (request, reply) => {
    reply.header('content-type', 'application/json; charset=utf-8');
    return answers.get(request.raw.url ?? '');
  });
  return { url: await server.listen({ port: 0, host: '127.0.0.1' }) };
};

const starts: Readonly<Record<ServerKind, (order: string) => Promise<Up>>> = { service, bare, api, worker };
const [kind, order = ''] = process.argv.slice(2);
const { url, setupToken } = await starts[kind as ServerKind](order);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuUs: user + system, rssMebibytes: Math.round(process.memoryUsage.rss() / 2 ** 20) });
});
process.on('disconnect', () => process.exit());
process.send?.({ port: Number(new URL(url).port), setupToken });
