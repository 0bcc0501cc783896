import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { InvalidArgument } from '#platform/event-store';
import type { CommitFeed, EventStore, StoreError } from '#platform/event-store';
import { debugPrintsPassword, readConnection } from './connection-string.ts';
import type { Connection } from './connection-string.ts';
import { KurrentCommitFeed } from './kurrent-commit-feed.ts';
import { KurrentEventStore } from './kurrent-event-store.ts';
import { UnfitServer, inspectServers } from './server-check.ts';
import type { ServerReport } from './server-check.ts';
import { Turnstile } from './turnstile.ts';

export interface KurrentEventStoreOptions {
  /** `kurrentdb://user:password@host:port,…?tlsCaFile=…`; the password stays in here. */
  readonly url: string;
  /** For development and specs: `check` reports what it finds instead of refusing it. */
  readonly allowUnfit?: boolean;
  /** An append without an answer for so long fails with Timeout, a read too; 10,000 unless told. */
  readonly timeoutMs?: number;
  /** Appends on their way at once, 12 at most and by default: with more, a broken line would end the process. */
  readonly appendsAtOnce?: number;
  /** The feed looks after so long a silence whether it was cut off; 30,000 unless told. */
  readonly quietMs?: number;
  /** The feed's first pause after a failure, with jitter; 100 unless told, up to 64 times that. */
  readonly retryDelayMs?: number;
  /** Hears of every failure that the feed mends by itself. */
  readonly onFeedTrouble?: (error: StoreError) => void;
}

/** Streams in KurrentDB, and everything in them in the order of commit. Nothing works after `close`. */
export interface OpenKurrentEventStore {
  readonly store: EventStore;
  readonly feed: CommitFeed;
  /**
   * Looks at every node; to be called before the service says that it is ready.
   * @throws UnfitServer for one in memory or unsafe, unless allowed; StoreUnavailable when none answers
   */
  check(): Promise<ServerReport>;
  /** Waits for the appends that were begun. */
  close(): Promise<void>;
}

/** The client's stream of appends buffers 16 messages; beyond, an error on it becomes an unhandled rejection. */
const safeAppendsAtOnce = 12;

/**
 * Opens the event store of a KurrentDB cluster. Nothing is asked of it before the first use.
 * @throws InvalidArgument for a connection string that cannot be used, without repeating it
 */
export const openKurrentEventStore = (options: KurrentEventStoreOptions): OpenKurrentEventStore => {
  const { timeoutMs = 10_000, quietMs = 30_000, retryDelayMs = 100, appendsAtOnce = safeAppendsAtOnce } = options;
  const connection = readConnection(options.url);
  const client = clientOf(connection);
  const ending = new AbortController();
  const turnstile = new Turnstile(Math.min(appendsAtOnce, safeAppendsAtOnce));
  const onTrouble = options.onFeedTrouble ?? (() => undefined);
  const closed = ending.signal;
  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    ending.abort();
    await turnstile.empty();
    await client.dispose();
  };
  return {
    store: new KurrentEventStore({ client, turnstile, timeoutMs, closed }),
    feed: new KurrentCommitFeed({ client, timeoutMs, quietMs, retryDelayMs, onTrouble, closed }),
    check: async () => {
      const report = await inspectServers(connection);
      if (report.unfit.length > 0 && !options.allowUnfit) throw new UnfitServer(report.unfit);
      return report;
    },
    close: () => (closing ??= end()),
  };
};

const clientOf = ({ text, user }: Connection): KurrentDBClient => {
  if (user && debugPrintsPassword(process.env['DEBUG']))
    throw new InvalidArgument('DEBUG lets the KurrentDB client print the password: leave kdb:connection out of it');
  try {
    return KurrentDBClient.connectionString(text);
  } catch {
    // The client's error holds the whole string, so it is not passed on.
    throw new InvalidArgument('the KurrentDB client does not accept the connection string, or cannot read its files');
  }
};
