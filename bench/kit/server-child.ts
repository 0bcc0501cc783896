import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import type { ServerKind } from './servers.ts';

/** The service over a data directory, on a free port. */
const service = async (dataDirectory: string): Promise<string> => {
  const { startServer } = await import('../../apps/api/src/server.ts');
  const place = { mode: 'embedded', dataDirectory } as const;
  const config = { host: '127.0.0.1', port: 0, place, logLevel: 'silent' } as const;
  return (await startServer(config)).url;
};

/** An API process of a cluster, as its environment says. */
const api = async (): Promise<string> => {
  const { readConfig } = await import('../../apps/api/src/config.ts');
  const { startServer } = await import('../../apps/api/src/server.ts');
  return (await startServer(readConfig(process.env))).url;
};

/** A worker of a cluster, as its environment says. */
const worker = async (): Promise<string> => {
  const { readConfig } = await import('../../apps/worker/src/config.ts');
  const { startWorker } = await import('../../apps/worker/src/worker.ts');
  return (await startWorker(readConfig(process.env))).url;
};

/** Bare Fastify that finds each answer's bytes in a map: the least that serving them can cost. */
const bare = async (file: string): Promise<string> => {
  const answers = new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, string][]);
  const server = fastify();
  server.get('/api/v1/eligibility/:schoolCode', (request, reply) => {
    reply.header('content-type', 'application/json; charset=utf-8');
    return answers.get(request.raw.url ?? '');
  });
  return server.listen({ port: 0, host: '127.0.0.1' });
};

const starts: Readonly<Record<ServerKind, (order: string) => Promise<string>>> = { service, bare, api, worker };
const [kind, order = ''] = process.argv.slice(2);
const url = await starts[kind as ServerKind](order);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuUs: user + system, rssMebibytes: Math.round(process.memoryUsage.rss() / 2 ** 20) });
});
process.on('disconnect', () => process.exit());
process.send?.(Number(new URL(url).port));
