import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#platform/event-store';

/** An event that any store accepts; say only what the test is about. */
export const anEvent = (said: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'CaseFiled',
  data: { caseNo: '2022-001' },
  metadata: { actor: 'o-1' },
  ...said,
});

/** So many events, told apart by `n`. */
export const someEvents = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, n) => anEvent({ data: { n } }));

/** Everything that an iterable yields. */
export const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};

/** The code of the error that a promise rejects with; undefined when it does not. */
export const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => (error as { code?: unknown }).code,
  );
