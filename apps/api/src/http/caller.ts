import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandContext } from '#commands';
import { isWellFormed } from '#kernel';
import { ProblemError } from './problem.ts';
import type { ProblemCode } from './problem-status.ts';

const actorHeader = 'X-Redline-Actor';
const longestActor = 100;
const longestKey = 200;

type Headers = FastifyRequest['headers'];

/** Who sends a command and under which conditions, read from the headers. @throws ProblemError */
export const callerOf = (headers: Headers): CommandContext => ({
  actor: actorOf(headers),
  // Anybody can send any name until identities exist: the record says so.
  actorTrust: 'unverified',
  source: 'api',
  commandId: commandIdOf(headers),
  expectedRevision: expectedRevisionOf(headers),
});

/** The caller of a command, as a parameter of a controller's method. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>().headers),
);

const wrong = (code: ProblemCode, header: string): ProblemError =>
  new ProblemError(code, { faults: [{ code, in: 'header', field: [header] }] });

/** A name in UTF-8, as it is or percent-encoded. */
const actorOf = (headers: Headers): string => {
  const sent = headers['x-redline-actor'];
  if (sent === undefined || sent === '') throw wrong('actor-missing', actorHeader);
  const actor = decoded(String(sent))?.normalize('NFC').trim();
  if (!actor || actor.length > longestActor || !isWellFormed(actor) || /\p{Cc}/u.test(actor))
    throw wrong('actor-malformed', actorHeader);
  return actor;
};

const decoded = (sent: string): string | undefined => {
  try {
    // Node reads header bytes as latin1.
    return decodeURIComponent(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(sent, 'latin1')));
  } catch {
    return undefined;
  }
};

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
