import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ServerWritableStream, handleServerStreamingCall } from '@grpc/grpc-js';
import type * as types from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { FakeLog, FakeRecord } from './fake-log.ts';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage } from './messages.ts';
import { nameOf, notFoundMessage, streamDeleted } from './messages.ts';
import type { Mischief } from './mischief.ts';

type Call = ServerWritableStream<types.ReadReq, types.ReadResp>;
type Options = types.ReadReq.Options;

const backwards = streams.ReadReq.Options.ReadDirection.BACKWARDS;
const checkpointEvents = 32;

export interface Served {
  readonly log: FakeLog;
  readonly mischief: Mischief;
  /** Those to `$all` that are open now. */
  readonly subscriptions: Set<object>;
}

/** `Streams.Read`: streams and `$all`, in both directions, and subscriptions to `$all`. */
export const read =
  ({ log, mischief, subscriptions }: Served): handleServerStreamingCall<types.ReadReq, types.ReadResp> =>
  (call) => {
    const failure = mischief.reads.shift();
    const options = call.request.getOptions();
    if (failure || !options) call.emit('error', failure ?? new Error('a read without options'));
    else if (options.hasSubscription()) {
      subscriptions.add(call);
      void subscribed(call, log, mischief).finally(() => subscriptions.delete(call));
    } else if (!mischief.silentReads)
      void sent(call, options.hasAll() ? allRecords(log, options) : streamRecords(call, log, options));
  };

const streamRecords = (call: Call, log: FakeLog, options: Options): readonly FakeRecord[] | undefined => {
  const stream = options.getStream();
  const name = nameOf(stream?.getStreamIdentifier());
  const found = log.read(name);
  if (found === 'tombstoned') call.emit('error', streamDeleted(name));
  if (found === 'not-found') {
    call.write(notFoundMessage(name));
    call.end();
  }
  if (typeof found === 'string') return undefined;
  const isBackward = options.getReadDirection() === backwards;
  const from = stream?.hasRevision() ? BigInt(stream.getRevision()) : isBackward ? 2n ** 63n : 0n;
  const matching = found.filter(({ revision }) => (isBackward ? revision <= from : revision >= from));
  return counted(isBackward ? matching.toReversed() : matching, options);
};

const allRecords = (log: FakeLog, options: Options): readonly FakeRecord[] => {
  const isBackward = options.getReadDirection() === backwards;
  const all = options.getAll();
  const from = all?.hasPosition()
    ? BigInt(all.getPosition()?.getCommitPosition() ?? 0)
    : all?.hasEnd()
      ? 2n ** 63n
      : 0n;
  const matching = log.all
    .filter(({ position }) => (isBackward ? position <= from : position >= from)) // reads include their beginning
    .filter(matcher(options));
  return counted(isBackward ? matching.toReversed() : matching, options);
};

const counted = (records: readonly FakeRecord[], options: Options): readonly FakeRecord[] =>
  records.slice(0, Number(options.getCount()));

const matcher = (options: Options): ((record: FakeRecord) => boolean) => {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const expression = filter.getEventType() ?? filter.getStreamIdentifier();
  const wordOf = (record: FakeRecord): string => (filter.hasEventType() ? record.type : record.stream);
  const prefixes = expression?.getPrefixList() ?? [];
  if (prefixes.length > 0) return (record) => prefixes.some((prefix) => wordOf(record).startsWith(prefix));
  const pattern = new RegExp(expression?.getRegex() ?? '');
  return (record) => pattern.test(wordOf(record));
};

const sent = async (call: Call, records: readonly FakeRecord[] | undefined): Promise<void> => {
  if (!records) return;
  for (const record of records) await write(call, eventMessage(record));
  call.end();
};

/** Keeps the client's pace. */
const write = async (call: Call, message: types.ReadResp): Promise<void> => {
  if (call.cancelled || call.write(message)) return;
  await new Promise<void>((resolve) => {
    const goOn = (): void => {
      call.off('drain', goOn).off('cancelled', goOn);
      resolve();
    };
    call.on('drain', goOn).on('cancelled', goOn);
  });
};

const subscribed = async (call: Call, log: FakeLog, mischief: Mischief): Promise<void> => {
  const options = call.request.getOptions() as Options;
  const { matches, interval } = { matches: matcher(options), interval: intervalOf(options) };
  await write(call, confirmationMessage());
  for (const position of mischief.falseCheckpoints) await write(call, checkpointMessage(position));
  let next = firstIndex(log, options, mischief);
  let caughtUp = false;
  for (let looked = 1; !call.cancelled;) {
    const record = mischief.muted ? undefined : log.all[next];
    if (!record) {
      if (!caughtUp && !mischief.muted) await write(call, caughtUpMessage());
      caughtUp ||= !mischief.muted;
      await newsFor(call, log);
      continue;
    }
    if (matches(record)) await write(call, eventMessage(record));
    if (looked % interval === 0) await write(call, checkpointMessage(record.position));
    next += 1;
    looked += 1;
  }
};

const intervalOf = (options: Options): number =>
  options.hasFilter()
    ? checkpointEvents * Math.max(1, options.getFilter()?.getCheckpointintervalmultiplier() ?? 1)
    : Number.POSITIVE_INFINITY;

const firstIndex = (log: FakeLog, options: Options, { repeatsFirst }: Mischief): number => {
  const all = options.getAll();
  if (all?.hasEnd()) return log.all.length;
  const position = BigInt(all?.getPosition()?.getCommitPosition() ?? -1);
  const index = log.all.findIndex((record) =>
    repeatsFirst ? record.position >= position : record.position > position,
  );
  return index < 0 ? log.all.length : index; // subscriptions leave their beginning out
};

const newsFor = (call: Call, log: FakeLog): Promise<void> =>
  new Promise((resolve) => {
    const woken = (): void => {
      stop();
      call.off('cancelled', woken);
      resolve();
    };
    const stop = log.listen(woken);
    call.on('cancelled', woken);
    if (call.cancelled) woken();
  });
