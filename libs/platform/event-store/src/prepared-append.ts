import { NotCanonical } from '#kernel';
import { draftEnvelope, maxEnvelopeBytes } from './envelope.ts';
import { AppendTooLarge, EventTooLarge, InvalidArgument } from './store-errors.ts';
import type { EnvelopeDraft } from './envelope.ts';
import type { Expected, NewEvent } from './event-store.ts';

/** An append that no store needs to check again. */
export interface PreparedAppend {
  readonly stream: string;
  readonly expected: Expected;
  /** Never empty. */
  readonly events: readonly PreparedEvent[];
}

export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  /** The sequence key, `''` where the metadata names none. */
  readonly key: string;
  readonly draft: EnvelopeDraft;
}

const maxEventBytes = 32 * 1024;
const maxAppendBytes = 3 * 1024 * 1024;
const maxNameBytes = 200;

const streamName = /^[a-z][a-zA-Z0-9]*-[A-Za-z0-9_.:-]+$/;
const typeName = /^[A-Za-z][A-Za-z0-9_.:@-]*$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const systemKeys = new Set(['$correlationId', '$causationId']);

/**
 * Checks and canonicalises an append before any store sees it, so that all stores fail alike.
 * @throws InvalidArgument, EventTooLarge, AppendTooLarge
 */
export const prepareAppend = (
  { stream, events, expected }: { stream: string; events: readonly NewEvent[]; expected: Expected },
  sequenceKeyName?: string,
): PreparedAppend => {
  checkStreamName(stream);
  checkExpected(expected);
  if (!Array.isArray(events) || events.length === 0) throw new InvalidArgument('an append without events');
  let sizeBytes = 0;
  const prepared = events.map((event: NewEvent): PreparedEvent => {
    const draft = draftOf(stream, event);
    sizeBytes += sizeOf(event, draft);
    const key = sequenceKeyName === undefined ? '' : (event.metadata[sequenceKeyName] ?? '');
    return { id: event.id, type: event.type, key, draft };
  });
  if (sizeBytes > maxAppendBytes) throw new AppendTooLarge(stream, sizeBytes);
  if (prepared.length > 1 && new Set(prepared.map(({ id }) => id)).size < prepared.length)
    throw new InvalidArgument('an append that names one id twice');
  return { stream, expected, events: prepared };
};

/** @throws InvalidArgument unless this can be the name of a stream */
export const checkStreamName = (stream: string): void => {
  if (typeof stream !== 'string' || stream.length > maxNameBytes || !streamName.test(stream))
    throw new InvalidArgument(`not a stream name: ${JSON.stringify(stream)?.slice(0, maxNameBytes)}`);
};

const checkExpected = (expected: Expected): void => {
  if (expected === 'any' || expected === 'no_stream' || expected === 'stream_exists') return;
  if (typeof expected !== 'bigint' || expected < 0n) throw new InvalidArgument('not an expected revision');
};

const draftOf = (stream: string, event: NewEvent): EnvelopeDraft => {
  const { id, type, data, metadata } = event;
  if (typeof id !== 'string' || !uuid.test(id)) throw new InvalidArgument('an event id is a UUID in lower case');
  if (typeof type !== 'string' || type.length > maxNameBytes || !typeName.test(type))
    throw new InvalidArgument(`event ${id}: not an event type`);
  if (!isObject(data)) throw new InvalidArgument(`event ${id}: data is not an object`);
  if (!isObject(metadata)) throw new InvalidArgument(`event ${id}: metadata is not an object`);
  for (const [key, value] of Object.entries(metadata)) checkMember(id, key, value);
  try {
    return draftEnvelope(stream, event);
  } catch (error) {
    if (error instanceof NotCanonical) throw new InvalidArgument(`event ${id}: ${error.message}`, { cause: error });
    throw error;
  }
};

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const checkMember = (id: string, key: string, value: unknown): void => {
  if (key.startsWith('$') && !systemKeys.has(key)) throw new InvalidArgument(`event ${id}: metadata key ${key}`);
  if (typeof value !== 'string') throw new InvalidArgument(`event ${id}: metadata ${key} is not a string`);
};

const sizeOf = (event: NewEvent, draft: EnvelopeDraft): number => {
  const sizeBytes = maxEnvelopeBytes(draft);
  if (sizeBytes > maxEventBytes) throw new EventTooLarge(event.id, sizeBytes);
  return sizeBytes;
};
