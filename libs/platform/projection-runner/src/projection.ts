import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Recorded } from '#platform/event-store';
import type { WriteTransaction } from '#platform/read-store';
import type { Partition } from './partition.ts';

/**
 * One question's way from events to rows. The same events in the same order must give the same rows, whatever the
 * borders of the batches: no clock, no chance, nothing kept between two calls of `handle`.
 */
export interface Projection {
  /** Unique and frozen: checkpoints are kept under it. */
  readonly name: string;
  /** Raise it when rows of the same events become different ones: the new version is built beside the old. */
  readonly version: number;
  /** The entities it fills; no other projection names them. Queries read them under the entity's own table name. */
  readonly rows: readonly EntityTarget<ObjectLiteral>[];
  /** Types that `handle` folds; a trailing `*` stands for any ending. */
  readonly handles: readonly string[];
  /** Types that say nothing to it, spelled like `handles`, or every type the runner knows. Any other is poison. */
  readonly ignores: readonly string[] | 'known';
  /** Whose answer the event changes, such as the school; undefined, or an error: possibly everyone's. */
  sequenceKey(event: Recorded): string | undefined;
  /**
   * Folds the events and upserts the rows they change, within the transaction that also moves the checkpoint. Look
   * rows up by primary key: other indexes are made when the tables have been filled. An error makes an event poison,
   * but for a failure of the store or of the log, of which only what was folded already may be read.
   * Events without a key come to every partition, others only to their own, and no partition may write another's rows.
   */
  handle(events: readonly Recorded[], tx: WriteTransaction, partition: Partition): Promise<void>;
  /** Called whenever everything recorded was folded: what only helps to catch up may be forgotten. */
  rest?(): void;
}

/** What a projection makes of a type. */
export type Interest = 'handled' | 'ignored' | 'unknown';

const matches = (patterns: readonly string[], type: string): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type));

/** Tells for each type what the projection makes of it; every type is looked up once. */
export const interestOf = (
  { handles, ignores }: Pick<Projection, 'handles' | 'ignores'>,
  knownTypes: ReadonlySet<string>,
): ((type: string) => Interest) => {
  const seen = new Map<string, Interest>();
  const isIgnored = (type: string): boolean => (ignores === 'known' ? knownTypes.has(type) : matches(ignores, type));
  return (type) => {
    const interest = seen.get(type) ?? (matches(handles, type) ? 'handled' : isIgnored(type) ? 'ignored' : 'unknown');
    seen.set(type, interest);
    return interest;
  };
};

/** Poison: the projection neither handles nor ignores this type. */
export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';

  constructor(projection: string, type: string) {
    super(`${projection} neither handles nor ignores ${type}`);
  }
}
