import type { FastifyInstance } from 'fastify';
import type { ReadProgress } from '../read-side.ts';
import { requestLimits } from './limits.ts';
import type { Pressure } from './pressure.ts';
import { ProblemError } from './problem.ts';

/** Names and values. Node would drop what is over its own limit without a word. */
const mostRawHeaders = 2 * requestLimits.headers;
const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Headers that decide what a request means. */
const saidOnce = ['host', 'content-type', 'content-encoding', 'authorization', 'if-match', 'idempotency-key'];
const bits = new Map(saidOnce.map((name, at) => [name, 1 << at]));
const lengths = new Set(saidOnce.map(({ length }) => length));

/** Node takes the first and drops the second, or joins them, where a gateway may take it otherwise (RFC 9110, 5.3; 9112, 3.2). */
const saysTwice = (rawHeaders: readonly string[]): boolean => {
  let seen = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const bit = lengths.has(name.length) ? (bits.get(name.toLowerCase()) ?? 0) : 0;
    if ((seen & bit) !== 0) return true;
    seen |= bit;
  }
  return false;
};

export interface ServerHookParts {
  readonly progress: ReadProgress;
  /** The host that people reach the service under, where something stands in front of it. */
  readonly publicHost: string | undefined;
  readonly pressure: Pressure;
}

/** What operators ask to see how it is, above all when it is not well. */
const asksHowItIs = (url: string): boolean => url.startsWith('/health/') || url === '/metrics';

/** What every request goes through, whichever route answers it. */
export const addServerHooks = (server: FastifyInstance, { progress, publicHost, pressure }: ServerHookParts): void => {
  const hosts = new Set([...loopbackHosts, ...(publicHost === undefined ? [] : [publicHost])]);
  // A page on another site can make its own name resolve to 127.0.0.1; it cannot make a browser send our name.
  let known: string | undefined;
  server.addHook('onRequest', (request, _reply, done) => {
    const { host } = request.headers;
    const { rawHeaders } = request.raw;
    if (pressure.load === 'overloaded' && !asksHowItIs(request.url)) done(new ProblemError('overloaded') as Error);
    else if (rawHeaders.length > mostRawHeaders) done(new ProblemError('headers-too-large') as Error);
    else if (saysTwice(rawHeaders)) done(new ProblemError('malformed-request') as Error);
    else if (host === known || host === undefined) done();
    else if (hosts.has(host.replace(/:\d+$/, '').toLowerCase())) {
      known = host; // nearly every request names the same
      done();
    } else done(new ProblemError('misdirected-request') as Error);
  });
  server.addHook('onSend', async (_request, reply) => {
    if (progress.head >= 0) reply.header('redline-position', String(progress.head));
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
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
