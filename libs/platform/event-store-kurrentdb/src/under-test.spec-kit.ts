import { randomBytes } from 'node:crypto';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { EventStoreOptions, OpenEventStore } from '#platform/event-store';
import { FakeKurrentServer } from '#platform/event-store-kurrentdb/fake';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import type { OpenKurrentEventStore } from '#platform/event-store-kurrentdb';
import { placeText } from './commit-place.ts';
import { DenseLog } from './dense-log.spec-kit.ts';
import { OwnStore } from './own-store.spec-kit.ts';
import { OwnStreams } from './own-streams.spec-kit.ts';

/** The server of `KURRENTDB_URL`, if there is one; specs that need a fake's tricks run against the fake alone. */
export const realUrl = process.env['KURRENTDB_URL'];

/** One server and one connection for a whole file of specs, each of which has streams of its own. */
export class ServerUnderTest {
  readonly opened: OpenKurrentEventStore;
  readonly #client: KurrentDBClient;
  readonly #touched: OwnStreams[] = [];

  private constructor(
    readonly url: string,
    appendsAtOnce: number,
    readonly fake?: FakeKurrentServer,
  ) {
    this.opened = openKurrentEventStore({ url, appendsAtOnce, allowUnfit: true });
    this.#client = KurrentDBClient.connectionString(url);
  }

  /** A fake, or the real server where there is one and the path is the one it takes. */
  static async start({ path }: { path: 'batch' | 'plain' }): Promise<ServerUnderTest> {
    if (realUrl !== undefined && path === 'batch') return new ServerUnderTest(realUrl, 12);
    const fake = await FakeKurrentServer.start({ batchAppend: path === 'batch' });
    return new ServerUnderTest(fake.url, path === 'batch' ? 12 : 1, fake);
  }

  /** Where `$all` ends now. */
  async head(): Promise<string> {
    const newest = this.#client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 });
    for await (const { event } of newest) if (event) return placeText(event.position);
    return '0/0';
  }

  streams(): OwnStreams {
    const streams = new OwnStreams(`t${randomBytes(6).toString('hex')}`);
    this.#touched.push(streams);
    return streams;
  }

  async openEmpty(options: EventStoreOptions): Promise<OpenEventStore> {
    const streams = this.streams();
    const log = new DenseLog(this.opened.feed, streams, { options, place: await this.head() });
    return { store: new OwnStore(this.opened.store, streams, log), log, close: async () => undefined };
  }

  /** Leaves nothing that can be read: what was written goes with the server's next scavenge. */
  async stop(): Promise<void> {
    const touched = this.#touched.flatMap((streams) => streams.touched);
    for (const stream of touched) await this.#client.deleteStream(stream).catch(() => undefined);
    await this.opened.close();
    await this.#client.dispose();
    await this.fake?.stop();
  }
}
