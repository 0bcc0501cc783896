import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { FastifyHttpOptions, FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { tellAllowance } from './access/admitted.ts';
import { answerClientError } from './client-errors.ts';
import { endWithAnswers } from './draining.ts';
import { takeForms } from './forms.ts';
import { readJsonBody } from './json-body.ts';
import { requestLimits } from './limits.ts';
import { isPrepared } from './prepared-headers.ts';
import { ProblemError, sendProblem } from './problem.ts';
import { RouteTable } from './route-table.ts';
import { cutOffSlowReaders } from './slow-readers.ts';
import { servedWith } from './own-tls.ts';
import type { TlsPair } from './own-tls.ts';
import { takeUploads } from './uploads.ts';

/** Unique among processes and starts, and cheaper than a random id for each request. */
const requestIds = (): (() => string) => {
  const start = randomUUID();
  let count = 0;
  return () => `${start}.${(count += 1)}`;
};

/** What the security hook sets is sent with the problem. */
const headersOf = (reply: FastifyReply): Parameters<SecurityHook>[1] => ({
  setHeader: (name: string, value: string) => void reply.header(name, value),
  removeHeader: (name: string) => void reply.removeHeader(name),
});

export interface AdapterOptions {
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** With it the service speaks TLS alone. */
  readonly tls?: TlsPair | undefined;
  readonly limits?: Readonly<Record<keyof typeof requestLimits, number>>;
}

type SecurityHook = Parameters<FastifyAdapter['registerSecurityHook']>[0];

/** Nest's Fastify with problems for everything that goes wrong outside of controllers too. */
export class ProblemAdapter extends FastifyAdapter {
  readonly #routes = new RouteTable();
  #secure: SecurityHook | undefined;

  constructor(logger: Logger, { trustedProxies = [], tls, limits = requestLimits }: AdapterOptions = {}) {
    const nextId = requestIds();
    const connections = {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      maxHeaderSize: limits.headerBytes,
    };
    const options = {
      loggerInstance: logger,
      logController: new LogController({ disableRequestLogging: true }),
      genReqId: nextId,
      childLoggerFactory: (log: FastifyBaseLogger) => log, // a logger for each request costs more than the line it may write
      bodyLimit: limits.bodyBytes,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      ...(tls === undefined ? { http: connections } : { https: { ...connections, ...servedWith(tls) } }),
      trustProxy: trustedProxies.length > 0 && [...trustedProxies],
      clientErrorHandler: (error, socket: Socket) =>
        answerClientError(error, socket, { log: logger, nextId, securityHeaders: () => this.securityHeaders() }),
      // A kept-alive connection is served to its end while the service drains, and told to close.
      return503OnClosing: false,
      // An address that cannot be decoded is refused before any hook runs.
      frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
        this.#secure?.(request, reply.raw);
        sendProblem(error, request, reply);
      },
      routerOptions: { maxParamLength: limits.parameterChars },
    } satisfies FastifyHttpOptions<Server>;
    super({ ...options, skipMiddie: true, multipart: false });
    this.instance.register(takeUploads);
    endWithAnswers(this.instance);
    cutOffSlowReaders(this.instance.server, limits.readTimeoutMs);
    // An expectation that nobody knows may be passed over (RFC 9110, 10.1.1); Node would answer it by itself.
    this.instance.server.on('checkExpectation', (request, response) =>
      this.instance.server.emit('request', request, response),
    );
    this.instance.addHook('onRoute', ({ method, url }) => this.#routes.add([method].flat(), url));
  }

  /** JSON alone, and to one route a form: one of another site's page can be sent without asking first. */
  override registerParserMiddleware(prefix?: string, rawBody?: boolean): void {
    super.registerParserMiddleware(prefix, rawBody);
    this.instance.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded', 'application/json']);
    this.instance.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      try {
        done(null, readJsonBody(request, body));
      } catch (error) {
        done(error as Error);
      }
    });
    takeForms(this.instance);
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
    return this.instance.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      // A route that writes its own headers never gets as far when somebody is refused before it.
      if (isPrepared(request)) {
        this.#secure?.(request, headersOf(reply));
        tellAllowance(reply, request.admitted);
      }
      sendProblem(error, request, reply);
    });
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.instance.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
      const allow = this.#routes.methodsOf(request.url).join(', ');
      const problem =
        allow === '' && request.method !== 'TRACE'
          ? new ProblemError('not-found')
          : new ProblemError('method-not-allowed', { headers: { allow } });
      sendProblem(problem, request, reply);
    });
  }
}
