import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../http/problem.ts';

/** What a route of this audience was asked; a parameter that comes twice is a list, and refused where it is read. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A misspelt parameter would be answered as if it had not been sent: it is refused. @throws ProblemError */
export const parametersOf = (request: FastifyRequest, known: ReadonlySet<string>): Parameters => {
  const query = request.query as Parameters;
  const unknown = Object.keys(query).filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new ProblemError('unknown-parameter', {
      detail: unknown[0] ?? '',
      faults: unknown.map((name) => ({ code: 'unknown-parameter', in: 'query', field: [name] })),
    });
  return query;
};
