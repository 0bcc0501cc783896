import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ProblemError, sendProblem } from './problem.ts';
import { RouteTable } from './route-table.ts';
import { takeUploads } from './uploads.ts';

const bodyLimitBytes = 256 * 1024;
const requestTimeoutMs = 300_000;
const longestParameter = 1_000;

/** Unique among processes and starts, and cheaper than a random id for each request. */
const requestIds = (): (() => string) => {
  const start = randomUUID();
  let count = 0;
  return () => `${start}.${(count += 1)}`;
};

/**
 * Says that the routes of a context write all of their headers at once: set one by one they cost a tenth of a small
 * answer. A mark on the request, because Fastify makes a new object whenever it is asked for a route's options.
 */
export const writesItsHeaders = (context: FastifyInstance): void => {
  context.decorateRequest('writesItsHeaders', true);
};

const isPrepared = (request: FastifyRequest): boolean => 'writesItsHeaders' in request;

type SecurityHook = Parameters<FastifyAdapter['registerSecurityHook']>[0];

/** Nest's Fastify with problems for everything that goes wrong outside of controllers too. */
export class ProblemAdapter extends FastifyAdapter {
  readonly #routes = new RouteTable();
  #secure: SecurityHook | undefined;

  constructor(logger: Logger) {
    super({
      loggerInstance: logger,
      logController: new LogController({ disableRequestLogging: true }),
      genReqId: requestIds(),
      childLoggerFactory: (log: FastifyBaseLogger) => log, // a logger for each request costs more than the line it may write
      bodyLimit: bodyLimitBytes,
      requestTimeout: requestTimeoutMs,
      // A kept-alive connection is served to its end while the service drains, and told to close.
      return503OnClosing: false,
      skipMiddie: true,
      multipart: false,
      // An address that cannot be decoded is refused before any hook runs.
      frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
        this.#secure?.(request, reply.raw);
        sendProblem(error, request, reply);
      },
      routerOptions: { maxParamLength: longestParameter },
    });
    this.instance.register(takeUploads);
    this.instance.addHook('onRoute', ({ method, url }) => this.#routes.add([method].flat(), url));
  }

  /** JSON alone: a form of another site's page can send the other two without asking first. */
  override registerParserMiddleware(prefix?: string, rawBody?: boolean): void {
    super.registerParserMiddleware(prefix, rawBody);
    this.instance.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded']);
  }

  override registerSecurityHook(hook: SecurityHook): void {
    this.#secure = hook;
    const unlessPrepared: SecurityHook = (request, raw) => (isPrepared(request) ? undefined : hook(request, raw));
    super.registerSecurityHook(unlessPrepared);
  }

  /** Name, value, name, value …: what a route with `prepared` headers has to send itself. */
  securityHeaders(): readonly string[] {
    const headers: string[] = [];
    const raw = {
      setHeader: (name: string, value: string) => void headers.push(name, value),
      removeHeader: () => undefined,
    };
    this.#secure?.(
      { method: 'GET', headers: {}, raw: { method: 'GET', headers: {} } } as unknown as FastifyRequest,
      raw,
    );
    return headers;
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.instance.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply),
    );
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.instance.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
      const allow = this.#routes.methodsOf(request.url).join(', ');
      const problem =
        allow === '' ? new ProblemError('not-found') : new ProblemError('method-not-allowed', { headers: { allow } });
      sendProblem(problem, request, reply);
    });
  }
}
