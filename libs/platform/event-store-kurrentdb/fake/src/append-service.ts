import type { handleBidiStreamingCall, handleClientStreamingCall } from '@grpc/grpc-js';
import type * as types from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { FakeEvent, FakeExpected, FakeLog, Verdict } from './fake-log.ts';
import { appendAnswer, batchAnswer, eventFrom, expectedOf, nameOf, streamDeleted } from './messages.ts';
import type { Mischief } from './mischief.ts';

interface Begun {
  readonly name: string;
  readonly expected: FakeExpected;
  readonly events: FakeEvent[];
}

type Ruled = Verdict | { readonly kind: 'failed'; readonly failure: Error } | { readonly kind: 'silent' };

/** One append, unless a spec wants it to go wrong. */
const ruled = (log: FakeLog, mischief: Mischief, { name, events, expected }: Begun): Ruled => {
  const next = mischief.appends.shift();
  if (!next) return log.append(name, events, expected);
  if (next.commit) log.append(name, events, expected);
  return next.failure ? { kind: 'failed', failure: next.failure } : { kind: 'silent' };
};

type PlainAppend = handleClientStreamingCall<types.AppendReq, types.AppendResp>;
type BatchAppend = handleBidiStreamingCall<types.BatchAppendReq, types.BatchAppendResp>;

/** `Streams.Append`: one call per append. */
export const plainAppend =
  (log: FakeLog, mischief: Mischief): PlainAppend =>
  (call, answer) => {
    let begun: Begun | undefined;
    call.on('data', (request: types.AppendReq) => {
      const options = request.getOptions();
      const proposed = request.getProposedMessage();
      if (options) {
        const expected = expectedOf(options, () => options.getRevision());
        begun = { name: nameOf(options.getStreamIdentifier()), expected, events: [] };
      }
      if (proposed) begun?.events.push(eventFrom(proposed));
    });
    call.on('end', () => {
      if (!begun) return;
      const verdict = ruled(log, mischief, begun);
      if (verdict.kind === 'failed') answer(verdict.failure);
      else if (verdict.kind === 'deleted') answer(streamDeleted(begun.name));
      else if (verdict.kind !== 'silent') answer(null, appendAnswer(verdict));
    });
  };

/** `Streams.BatchAppend`: one call for many appends, told apart by their correlation ids. */
export const batchAppend =
  (log: FakeLog, mischief: Mischief): BatchAppend =>
  (call) => {
    const begun = new Map<string, Begun>();
    if (mischief.deaf) return;
    call.on('data', (request: types.BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      if (options) {
        const expected = expectedOf(options, () => options.getStreamPosition());
        begun.set(id, { name: nameOf(options.getStreamIdentifier()), expected, events: [] });
      }
      const append = begun.get(id);
      append?.events.push(...request.getProposedMessagesList().map(eventFrom));
      if (!append || !request.getIsFinal()) return;
      begun.delete(id);
      const verdict = ruled(log, mischief, append);
      if (verdict.kind === 'failed') call.emit('error', verdict.failure);
      else if (verdict.kind !== 'silent') {
        const answer = batchAnswer(append.name, verdict);
        answer.setCorrelationId(request.getCorrelationId());
        call.write(answer);
      }
    });
    call.on('end', () => call.end());
  };
