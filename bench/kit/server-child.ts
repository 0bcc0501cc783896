import { readFileSync } from 'node:fs';
import fastify from 'fastify';

/** The service over a data directory, on a free port. */
const service = async (dataDirectory: string): Promise<string> => {
  const { startServer } = await import('../../apps/api/src/server.ts');
  const place = { mode: 'embedded', dataDirectory } as const;
  const config = { host: '127.0.0.1', port: 0, place, logLevel: 'silent' } as const;
  return (await startServer(config)).url;
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

const [kind, order = ''] = process.argv.slice(2);
const url = await (kind === 'service' ? service(order) : bare(order));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on('disconnect', () => process.exit());
process.send?.(Number(new URL(url).port));
