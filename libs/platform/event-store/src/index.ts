// The port: what commands, projections and the audit trail see.
export type { Appended, Direction, EventStoreOptions, Expected, Filter, FollowOptions } from './event-store.ts';
export type { Followed, NewEvent, OpenEventStore, ReadLogOptions, ReadStreamOptions } from './event-store.ts';
export type { JsonObject, Recorded, RecordedBytes } from './event-store.ts';
export { EventLog, EventStore } from './event-store.ts';
export type { Committed, CommitFeedItem } from './commit-feed.ts';
export { CommitFeed } from './commit-feed.ts';
export { envelopeBytes, parseEnvelope } from './envelope.ts';
export { openMemoryEventStore } from './memory-event-store.ts';
export { AccessDenied, AppendTooLarge, EventTooLarge, InvalidArgument, StoreError } from './store-errors.ts';
export { StoreUnavailable, StreamNotFound, StreamTombstoned, Timeout, Unsupported } from './store-errors.ts';
export { WrongExpectedRevision } from './store-errors.ts';

// For adapters alone: the rules that every store applies alike.
export { Bell } from './bell.ts';
export { draftEnvelope, sealEnvelope } from './envelope.ts';
export { repeatedAt } from './expected-revision.ts';
export type { Page, PageReader, PageRequest } from './pages.ts';
export { followPages, outset, readPages, streamOutset } from './pages.ts';
export type { PreparedAppend } from './prepared-append.ts';
export { checkStreamName, prepareAppend } from './prepared-append.ts';
export { checkFollow, checkReadLog, checkReadStream } from './read-options.ts';
export { RecordingClock } from './recording-clock.ts';
