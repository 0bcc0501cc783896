import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '#platform/event-store';
import type { Committed, JsonObject } from '#platform/event-store';

/**
 * An event as it lies in KurrentDB. The client hands damaged JSON over as text and other metadata as bytes, so both are
 * looked at here.
 * @throws StoreUnavailable, not retryable, for an event that this system cannot have written
 */
export const committedFrom = (event: RecordedEvent): Committed => {
  const { id, streamId: stream, type, revision, created } = event;
  const data: unknown = event.data;
  const metadata: unknown = event.metadata ?? {};
  if (!event.isJson || !isPlain(data)) throw damaged(event, 'its data is not a JSON object');
  if (!isPlain(metadata) || Object.values(metadata).some((value) => typeof value !== 'string'))
    throw damaged(event, 'its metadata is not a JSON object of strings');
  const recordedAt = new Date(created).toISOString();
  return {
    id,
    stream,
    type,
    data: data as JsonObject,
    metadata: metadata as Record<string, string>,
    revision,
    recordedAt,
  };
};

/** The server's own affairs: statistics, tombstones, links, metadata of streams. */
export const isOfTheSystem = ({ type, streamId }: Pick<RecordedEvent, 'type' | 'streamId'>): boolean =>
  type.startsWith('$') || streamId.startsWith('$');

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

const damaged = ({ streamId, revision }: RecordedEvent, why: string): StoreUnavailable =>
  new StoreUnavailable(`event ${revision} of ${streamId} cannot be read: ${why}`, false);
