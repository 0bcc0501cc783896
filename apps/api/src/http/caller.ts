import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandContext } from '#commands';
import { ProblemError } from './problem.ts';
import type { ProblemCode } from './problem-status.ts';

const longestKey = 200;

type Headers = FastifyRequest['headers'];

/** Who sends a command, as the session or the key says, and under which conditions. @throws ProblemError */
export const callerOf = ({ admitted, headers }: Pick<FastifyRequest, 'admitted' | 'headers'>): CommandContext => ({
  actor: admitted.actor,
  actorTrust: 'verified',
  source: 'api',
  commandId: commandIdOf(headers),
  expectedRevision: expectedRevisionOf(headers),
});

/** The caller of a command, as a parameter of a controller's method. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

const wrong = (code: ProblemCode, header: string): ProblemError =>
  new ProblemError(code, { faults: [{ code, in: 'header', field: [header] }] });

const visibleAscii = /^[\x21-\x7e]+$/;

const commandIdOf = (headers: Headers): string | undefined => {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || key.length > longestKey || !visibleAscii.test(key))
    throw wrong('idempotency-key-malformed', 'Idempotency-Key');
  return key;
};

const quotedRevision = /^"(\d{1,18})"$/;

const expectedRevisionOf = (headers: Headers): bigint | undefined => {
  const condition = headers['if-match'];
  if (condition === undefined) return undefined;
  const revision = quotedRevision.exec(condition)?.[1];
  if (revision === undefined) throw wrong('if-match-malformed', 'If-Match');
  return BigInt(revision);
};
