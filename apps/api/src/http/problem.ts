import type { FastifyReply, FastifyRequest } from 'fastify';
import { RefusedError } from '#commands';
import { NotCanonical } from '#kernel';
import {
  AppendTooLarge,
  EventTooLarge,
  InvalidArgument,
  StoreError,
  Timeout,
  WrongExpectedRevision,
} from '#platform/event-store';
import { SecretsUnavailable } from '#platform/secrets';
import { AccountsNotCurrent } from '#read-models/accounts';
import { QuestionRefused } from '#read-models/eligibility';
import { MachineClientsNotCurrent } from '#read-models/machine-clients';
import { sentenceFor } from '#wording';
import type { Locale } from '#wording';
import { isDatabaseAway } from './database-away.ts';
import { localeOf } from './locale.ts';
import { problemStatuses, refusalStatus } from './problem-status.ts';
import type { ProblemCode } from './problem-status.ts';

/** Where in a request something is wrong. */
export type Place = 'body' | 'query' | 'path' | 'header';

/** One thing that is wrong with a request. `field` is the way to it, from the outside in. */
export interface Fault {
  readonly code: string;
  readonly in: Place;
  readonly field: readonly (string | number)[];
  readonly detail?: string | undefined;
}

/** RFC 9457, with a stable `code`, the id under which the log knows the request, and what is wrong field by field. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly traceId: string;
  readonly errors: readonly {
    readonly pointer: string;
    readonly in: Place;
    readonly code: string;
    readonly message: string;
  }[];
}

/** A request that cannot be served, and why. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly faults: readonly Fault[];
  readonly detail: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Who it was that is not let in, where that is certain all the same: for the record, never for the answer. */
  readonly sender: string | undefined;

  constructor(
    code: ProblemCode,
    more: {
      readonly faults?: readonly Fault[];
      readonly detail?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly sender?: string;
    } = {},
  ) {
    super(code);
    this.code = code;
    this.faults = more.faults ?? [];
    this.detail = more.detail;
    this.headers = more.headers ?? {};
    this.sender = more.sender;
  }
}

/** What an error means to whoever sent the request. */
export interface Diagnosis {
  readonly status: number;
  readonly code: string;
  readonly detail?: string | undefined;
  readonly faults: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

const plainly = (code: ProblemCode, faults: readonly Fault[] = []): Diagnosis => ({
  status: problemStatuses[code],
  code,
  faults,
});

/** Tells what went wrong; everything that is not known to be the caller's doing is `internal-error`. */
export const diagnose = (error: unknown, pathNames: readonly string[] = []): Diagnosis => {
  if (error instanceof ProblemError)
    return { ...plainly(error.code, error.faults), detail: error.detail, headers: error.headers };
  if (error instanceof RefusedError) return ofRefusal(error, pathNames);
  if (error instanceof QuestionRefused) {
    const where: Place = pathNames.length > 0 ? (error.field === 'school' ? 'path' : 'query') : 'body';
    return plainly(error.code, [{ code: error.code, in: where, field: [error.field] }]);
  }
  if (error instanceof WrongExpectedRevision) return plainly('revision-conflict');
  if (error instanceof EventTooLarge || error instanceof AppendTooLarge) return plainly('payload-too-large');
  if (error instanceof InvalidArgument) return plainly('malformed-request');
  if (error instanceof Timeout) return plainly('timeout');
  if (error instanceof StoreError) return plainly('store-unavailable');
  if (error instanceof NotCanonical) return plainly('bad-text');
  if (error instanceof SecretsUnavailable) return plainly(`${error.store}-unavailable`);
  if (error instanceof AccountsNotCurrent || error instanceof MachineClientsNotCurrent) return plainly(error.code);
  if (isDatabaseAway(error ?? {})) return plainly('store-unavailable');
  return ofFramework(error);
};

const headerFields = new Set(['If-Match', 'Idempotency-Key']);

const ofRefusal = ({ refusals }: RefusedError, pathNames: readonly string[]): Diagnosis => {
  const faults = refusals.map(({ code, field = '', detail }): Fault => {
    if (headerFields.has(field)) return { code, detail, in: 'header', field: [field] };
    if (field === 'key' || field === 'actor' || field === '') return { code, detail, in: 'path', field: [] };
    return { code, detail, in: pathNames.includes(field) ? 'path' : 'body', field: [field] };
  });
  const [first] = refusals;
  if (!first) return plainly('internal-error');
  return { status: refusalStatus(first, pathNames), code: first.code, detail: first.detail, faults };
};

/** Fastify's and Nest's own errors say what they are by a status alone. */
const ofFramework = (error: unknown): Diagnosis => {
  const { statusCode, status, code } = (error ?? {}) as { statusCode?: unknown; status?: unknown; code?: unknown };
  const byStatus: Readonly<Record<number, ProblemCode>> = {
    400: error instanceof SyntaxError || String(code).includes('JSON') ? 'malformed-json' : 'malformed-request',
    403: 'cross-origin',
    404: 'not-found',
    406: 'unsupported-media-type',
    413: 'payload-too-large',
    414: 'malformed-request',
    415: 'unsupported-media-type',
    503: 'shutting-down',
  };
  return plainly(byStatus[Number(statusCode ?? status)] ?? 'internal-error');
};

const pointerOf = (field: Fault['field']): string =>
  field.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The problem as it is sent, in the caller's language. */
export const problemBody = (
  { status, code, detail, faults }: Diagnosis,
  request: { readonly locale: Locale; readonly instance: string; readonly traceId: string },
): Problem => ({
  type: `urn:redline:problem:${code}`,
  title: sentenceFor(code, request.locale),
  status,
  detail: sentenceFor(code, request.locale, detail),
  instance: request.instance,
  code,
  traceId: request.traceId,
  errors: faults.map((fault) => ({
    pointer: pointerOf(fault.field),
    in: fault.in,
    code: fault.code,
    message: sentenceFor(fault.code, request.locale, fault.detail),
  })),
});

/** Who is told, in which language, and under which id. */
export const tellingOf = (request: FastifyRequest): Parameters<typeof problemBody>[1] => ({
  locale: localeOf(request.headers['accept-language']),
  instance: request.url.split('?')[0] ?? request.url,
  traceId: request.id,
});

/** Answers a request with what went wrong: the sentence for the caller, everything else for the log. */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const diagnosis = diagnose(error, Object.keys(request.params ?? {}));
  const telling = tellingOf(request);
  const { status, code } = diagnosis;
  request.problemCode = code;
  const line = { traceId: telling.traceId, status, code, method: request.method, url: telling.instance };
  if (status === 500) request.log.error({ ...line, err: error }, 'failed');
  else request.log.info(line, 'refused');
  if (reply.sent) return;
  void reply
    .code(status)
    .headers({ ...(status === 503 ? { 'retry-after': '1' } : {}), ...diagnosis.headers })
    .header('content-language', telling.locale)
    .header('vary', 'Accept-Language')
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(diagnosis, telling)));
};
