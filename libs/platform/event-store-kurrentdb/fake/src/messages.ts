// Between the log of the fake and the messages of the client's own generated stubs.
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import status from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type * as sharedTypes from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import type * as streamsTypes from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { Metadata, status as codes } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { FakeEvent, FakeExpected, FakeRecord, Verdict } from './fake-log.ts';

type ReadResp = streamsTypes.ReadResp;
type Proposed = streamsTypes.AppendReq.ProposedMessage | streamsTypes.BatchAppendReq.ProposedMessage;

export const nameOf = (identifier: sharedTypes.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? '').toString();

const identifierOf = (name: string): sharedTypes.StreamIdentifier => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name).toString('base64'));
  return identifier;
};

export const eventFrom = (message: Proposed): FakeEvent => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

interface Options {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
}

export const expectedOf = (options: Options, exact: () => string): FakeExpected => {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return options.hasAny() ? 'any' : BigInt(exact());
};

const ticksPerMs = 10_000n;

export const eventMessage = (record: FakeRecord): ReadResp => {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(record.id);
  recorded.setId(id);
  recorded.setStreamIdentifier(identifierOf(record.stream));
  recorded.setStreamRevision(String(record.revision));
  recorded.setCommitPosition(String(record.position));
  recorded.setPreparePosition(String(record.position));
  recorded.setData(Buffer.from(record.data));
  recorded.setCustomMetadata(Buffer.from(record.metadata));
  recorded.getMetadataMap().set('type', record.type);
  recorded.getMetadataMap().set('content-type', record.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(record.createdMs) * ticksPerMs));
  const event = new streams.ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(String(record.position));
  const message = new streams.ReadResp();
  message.setEvent(event);
  return message;
};

export const confirmationMessage = (): ReadResp => {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId('fake');
  const message = new streams.ReadResp();
  message.setConfirmation(confirmation);
  return message;
};

export const checkpointMessage = (position: bigint): ReadResp => {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const message = new streams.ReadResp();
  message.setCheckpoint(checkpoint);
  return message;
};

export const caughtUpMessage = (): ReadResp => {
  const message = new streams.ReadResp();
  message.setCaughtUp(new streams.ReadResp.CaughtUp());
  return message;
};

export const notFoundMessage = (name: string): ReadResp => {
  const notFound = new streams.ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(name));
  const message = new streams.ReadResp();
  message.setStreamNotFound(notFound);
  return message;
};

/** A failed call, as the server words it: `exception` and what belongs to it travel as trailers. */
export const failure = (code: number, details: string, trailers: Readonly<Record<string, string>> = {}): ServiceError =>
  Object.assign(new Error(details), { code, details, metadata: Metadata.fromHttp2Headers(trailers) });

export const streamDeleted = (name: string): ServiceError =>
  failure(codes.FAILED_PRECONDITION, `Event stream '${name}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': name,
  });

/** The verdict as the plain append answers it. */
export const appendAnswer = (verdict: Exclude<Verdict, { kind: 'deleted' }>): streamsTypes.AppendResp => {
  const answer = new streams.AppendResp();
  if (verdict.kind === 'wrong') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (verdict.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(verdict.current));
    answer.setWrongExpectedVersion(wrong);
    return answer;
  }
  const success = new streams.AppendResp.Success();
  success.setCurrentRevision(String(verdict.revision));
  if (verdict.position === undefined) success.setNoPosition(new shared.Empty());
  else success.setPosition(positionOf(new streams.AppendResp.Position(), verdict.position));
  answer.setSuccess(success);
  return answer;
};

const positionOf = <P extends { setCommitPosition(v: string): unknown; setPreparePosition(v: string): unknown }>(
  message: P,
  position: bigint,
): P => {
  message.setCommitPosition(String(position));
  message.setPreparePosition(String(position));
  return message;
};

/** The verdict as the batch append answers it: refusals are packed into a status. */
export const batchAnswer = (stream: string, verdict: Verdict): streamsTypes.BatchAppendResp => {
  const answer = new streams.BatchAppendResp();
  answer.setStreamIdentifier(identifierOf(stream));
  if (verdict.kind === 'written') {
    const success = new streams.BatchAppendResp.Success();
    success.setCurrentRevision(String(verdict.revision));
    if (verdict.position === undefined) success.setNoPosition(new empty.Empty());
    else success.setPosition(positionOf(new shared.AllStreamPosition(), verdict.position));
    answer.setSuccess(success);
  } else if (verdict.kind === 'deleted') {
    answer.setError(packed('StreamDeleted', new shared.StreamDeleted()));
  } else {
    const wrong = new shared.WrongExpectedVersion();
    if (verdict.current === undefined) wrong.setCurrentNoStream(new empty.Empty());
    else wrong.setCurrentStreamRevision(String(verdict.current));
    answer.setError(packed('WrongExpectedVersion', wrong));
  }
  return answer;
};

const packed = (type: string, message: { serializeBinary(): Uint8Array }): InstanceType<typeof status.Status> => {
  const details = new any.Any();
  details.pack(message.serializeBinary(), `event_store.client.${type}`);
  const error = new status.Status();
  error.setMessage(type);
  error.setDetails(details);
  return error;
};
