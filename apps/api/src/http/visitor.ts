import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandContext } from '#commands';
import type { Where } from '#platform/identity';
import type { SignedIn } from './access/admitted.ts';
import { callerOf } from './caller.ts';
import { ProblemError } from './problem.ts';

const longestAgent = 200;

/** From where a request comes, for the list of sessions and the record. */
export const whereOf = ({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): Where => ({
  address: ip,
  agent: (headers['user-agent'] ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, longestAgent),
});

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

/** The same as a parameter of a controller's method. */
export const FromWhere = createParamDecorator((_: unknown, context: ExecutionContext): Where =>
  whereOf(requestOf(context)),
);

/** Who sends a command, and from where. */
export interface Visitor {
  readonly caller: CommandContext;
  readonly where: Where;
}

/** Both as one parameter of a controller's method. */
export const FromVisitor = createParamDecorator((_: unknown, context: ExecutionContext): Visitor => {
  const request = requestOf(context);
  return { caller: callerOf(request), where: whereOf(request) };
});

/** The session of whoever sends the request, and from where. @throws ProblemError for a machine's key */
export const OwnSession = createParamDecorator((_: unknown, context: ExecutionContext): OwnedSession => {
  const request = requestOf(context);
  const { session } = request.admitted;
  if (!session) throw new ProblemError('sign-in-needed');
  return { ...session, where: whereOf(request) };
});

/** A session of one's own. */
export interface OwnedSession extends SignedIn {
  readonly where: Where;
}
