import type { FastifyInstance } from 'fastify';
import type { ReadProgress } from '../read-side.ts';
import { ProblemError } from './problem.ts';

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

export interface ServerHookParts {
  readonly progress: ReadProgress;
  /** The host that people reach the service under, where something stands in front of it. */
  readonly publicHost: string | undefined;
}

/** What every request goes through, whichever route answers it. */
export const addServerHooks = (server: FastifyInstance, { progress, publicHost }: ServerHookParts): void => {
  const hosts = new Set([...loopbackHosts, ...(publicHost === undefined ? [] : [publicHost])]);
  // A page on another site can make its own name resolve to 127.0.0.1; it cannot make a browser send our name.
  let known: string | undefined;
  server.addHook('onRequest', (request, _reply, done) => {
    const { host } = request.headers;
    if (host === known || host === undefined) done();
    else if (hosts.has(host.replace(/:\d+$/, '').toLowerCase())) {
      known = host; // nearly every request names the same
      done();
    } else done(new ProblemError('misdirected-request') as Error);
  });
  server.addHook('onSend', async (_request, reply) => {
    if (progress.head >= 0) reply.header('redline-position', String(progress.head));
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (request.method !== 'GET' && reply.statusCode < 400)
      request.log.info(
        { traceId: request.id, status: reply.statusCode, method: request.method, url: request.url.split('?')[0] },
        'done',
      );
    done();
  });
};
