import { isRefused } from '#platform/identity';
import type { Refused } from '#platform/identity';
import { ProblemError } from '../http/problem.ts';

/** What the identity store granted. @throws ProblemError for what it refused */
export const granted = <T extends object>(answer: T | Refused): T => {
  if (!isRefused(answer)) return answer;
  const { refused, waitSeconds } = answer;
  throw new ProblemError(refused, waitSeconds === undefined ? {} : { headers: { 'retry-after': String(waitSeconds) } });
};
