import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReadProgress } from '../read-side.ts';
import { ProblemError } from './problem.ts';

/** The whole answer has two seconds. */
const patienceMs = 1_500;

/** Waits until the read side has what the caller wants to see. @throws ProblemError `bad-position`, `not-yet-projected` */
export const awaitPosition = async (progress: ReadProgress, minPosition: unknown): Promise<void> => {
  if (minPosition === undefined) return;
  if (typeof minPosition !== 'string' || !/^\d{1,15}$/.test(minPosition))
    throw new ProblemError('bad-position', { faults: [{ code: 'bad-position', in: 'query', field: ['minPosition'] }] });
  if (!(await progress.waitFor(Number(minPosition), patienceMs)))
    throw new ProblemError('not-yet-projected', { detail: minPosition });
};

/** `minPosition` on a controller's queries. */
@Injectable()
export class MinPositionGuard implements CanActivate {
  readonly #progress: ReadProgress;

  constructor(progress: ReadProgress) {
    this.#progress = progress;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { query } = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { minPosition?: unknown } }>>();
    await awaitPosition(this.#progress, query.minPosition);
    return true;
  }
}
