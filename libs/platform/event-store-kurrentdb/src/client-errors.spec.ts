import { describe, expect, it } from '@jest/globals';
import { Metadata, status } from '@grpc/grpc-js';
import { DeadlineExceededError, MaxAppendSizeExceededError, StreamDeletedError } from '@kurrent/kurrentdb-client';
import { StreamNotFoundError, UnsupportedError, WrongExpectedVersionError } from '@kurrent/kurrentdb-client';
import { Timeout } from '#platform/event-store';
import { asStoreError } from './client-errors.ts';

const attempt = { stream: 'case-1', expected: 4n, sizeBytes: () => 7 };

/** As grpc-js throws it; `exception` is the server's own word in the trailers. */
const grpcError = (code: number, trailers: Record<string, string> = {}): Error =>
  Object.assign(new Error(`${code} FAILED`), {
    code,
    details: 'failed',
    metadata: Metadata.fromHttp2Headers(trailers),
  });

const moved = { exception: 'not-leader', 'leader-endpoint-host': 'n2', 'leader-endpoint-port': '2113' };

describe('an error of the client', () => {
  it.each([
    ['a line that broke', grpcError(status.UNAVAILABLE), { code: 'store-unavailable', retryable: true }],
    [
      'an error before there was a channel',
      Object.assign(new Error('no line'), { code: 14, details: '' }),
      { code: 'store-unavailable', retryable: true },
    ],
    ['a server that failed', grpcError(status.INTERNAL), { code: 'store-unavailable', retryable: true }],
    ['another leader', grpcError(status.NOT_FOUND, moved), { code: 'store-unavailable', retryable: true }],
    ['a cancelled call', grpcError(status.CANCELLED), { code: 'store-unavailable', retryable: true }],
    ['a deadline', grpcError(status.DEADLINE_EXCEEDED), { code: 'timeout' }],
    ['an aborted call', grpcError(status.ABORTED), { code: 'timeout' }],
    ['a deadline of the batch', new DeadlineExceededError(), { code: 'timeout' }],
    ['no such user', grpcError(status.UNAUTHENTICATED), { code: 'access-denied' }],
    ['no such right', grpcError(status.PERMISSION_DENIED), { code: 'access-denied' }],
    [
      'no such right, in a trailer',
      grpcError(status.UNKNOWN, { exception: 'access-denied' }),
      { code: 'access-denied' },
    ],
    ['no such method', grpcError(status.UNIMPLEMENTED), { code: 'unsupported' }],
    ['an old server', new UnsupportedError('append', '25.1'), { code: 'unsupported' }],
    ['a bad argument', grpcError(status.INVALID_ARGUMENT), { code: 'invalid-argument' }],
    [
      'an append that is too large',
      new MaxAppendSizeExceededError(undefined, 1),
      { code: 'append-too-large', sizeBytes: 7 },
    ],
    ['a closed stream', StreamDeletedError.fromStreamName('case-1'), { code: 'stream-tombstoned', stream: 'case-1' }],
    ['no stream', new StreamNotFoundError(undefined, 'x'), { code: 'stream-not-found', stream: 'case-1' }],
    [
      'a number that is no code of gRPC',
      Object.assign(new Error('odd'), { code: 999 }),
      { code: 'store-unavailable', retryable: true },
    ],
    ['no error at all', 'odd', { code: 'store-unavailable', retryable: true }],
    ['an error of the port', new Timeout('late'), { code: 'timeout', message: 'late' }],
  ])('becomes one of the port: %s', (_, error, expected) => {
    expect(asStoreError(error, attempt)).toMatchObject(expected);
  });

  it.each([7n, 0n, 'no_stream'] as const)('says where the stream really is: %s', (current) => {
    const error = new WrongExpectedVersionError(null as never, { streamName: 'x', expected: 'any', current });
    expect(asStoreError(error, attempt)).toMatchObject({
      code: 'wrong-expected-revision',
      stream: 'case-1',
      expected: 4n,
      actual: current,
    });
  });
});
