import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { NotStrictJson, parseJson } from '#kernel';
import { ProblemError } from './problem.ts';

const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i;

/**
 * The value of a body: UTF-8, JSON, and nothing that two readers could read differently.
 * @throws ProblemError
 */
export const readJsonBody = ({ headers }: FastifyRequest, body: Buffer): unknown => {
  const said = charset.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(said) || headers['content-encoding'] !== undefined)
    throw new ProblemError('unsupported-media-type');
  if (!isUtf8(body)) throw new ProblemError('malformed-json');
  try {
    return parseJson(body.toString('utf8'));
  } catch (error) {
    throw error instanceof NotStrictJson ? new ProblemError(error.code) : error;
  }
};
