import { STATUS_CODES } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { isAwaitedPatiently } from './patience.ts';
import { problemBody } from './problem.ts';
import { problemStatuses } from './problem-status.ts';
import type { ProblemCode } from './problem-status.ts';

/** What Node says of a request that it does not hand on. */
export interface ClientError {
  readonly code?: string;
  /** What had arrived, where anything had. */
  readonly rawPacket?: unknown;
}

export interface ClientErrorParts {
  readonly log: FastifyBaseLogger;
  readonly nextId: () => string;
  /** Name, value, name, value …. */
  readonly securityHeaders: () => readonly string[];
}

const codes: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/**
 * Answers what Node's parser refuses, or what takes too long to arrive, as every other problem is answered, and closes
 * the connection: nobody can tell where the next request begins.
 */
export const answerClientError = (error: ClientError, socket: Socket, parts: ClientErrorParts): void => {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isAwaitedPatiently(socket)) return;
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const code = codes[error.code ?? ''] ?? 'malformed-request';
  const traceId = parts.nextId();
  parts.log.info({ traceId, status: problemStatuses[code], code }, 'refused');
  if (socket.writable && !isAnswering(socket)) {
    const [head, body] = answerOf(code, traceId, parts);
    socket.write(asksForHead(error) ? head : head + body);
  }
  socket.destroySoon();
};

/** What is already being answered on a connection must not be answered into. Node keeps this where only it looks. */
const isAnswering = (socket: Socket): boolean =>
  (Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined)?.headersSent === true;

const answerOf = (
  code: ProblemCode,
  traceId: string,
  parts: ClientErrorParts,
): readonly [head: string, body: string] => {
  const status = problemStatuses[code];
  const diagnosis = { status, code, faults: [] };
  const body = JSON.stringify(problemBody(diagnosis, { locale: 'zh-CN', instance: '', traceId }));
  const own = [
    ['Content-Type', 'application/problem+json; charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Content-Language', 'zh-CN'],
    ['Cache-Control', 'no-store'],
    ['Connection', 'close'],
  ];
  const headers = [...parts.securityHeaders(), ...own.flat()];
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  for (let at = 0; at < headers.length; at += 2) head += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return [`${head}\r\n`, body];
};

const asksForHead = ({ rawPacket }: ClientError): boolean =>
  Buffer.isBuffer(rawPacket) && rawPacket.toString('latin1', 0, 5) === 'HEAD ';
