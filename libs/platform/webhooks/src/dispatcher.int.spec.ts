import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Leadership } from '#platform/leadership';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import { DeliveryBook, deliveryEntities, Dispatcher } from '#platform/webhooks';
import type { Attempt, Outcome, Sender, Target } from '#platform/webhooks';
import { onEachReadStore } from '#testing';
import type { OpenReadStore, ReadStorePlace, ReadStorePlaces } from '#testing';

const hourMs = 3_600_000;
const target = (id = 'one', over: Partial<Target> = {}): Target => ({
  id,
  url: `https://${id}.example/`,
  basis: 1,
  after: '1.0',
  secret: 'whsec_',
  ...over,
});

/** A feed of numbered messages, and receivers that take them or do not. */
class Bench {
  targets: Target[] = [target()];
  length = 5;
  nowMs = Date.parse('2023-09-25T08:00:00.000Z');
  down = new Set<string>();
  readonly sent: string[] = [];
  readonly errors: unknown[] = [];
  onAsked: () => void = () => undefined;
  onSend: () => void | Promise<void> = () => undefined;

  over(store: OpenReadStore): Dispatcher {
    const sender = {
      send: async ({ id, url }: Attempt): Promise<Outcome> => {
        this.sent.push(id);
        await this.onSend();
        const isTaken = !this.down.has(new URL(url).hostname.split('.')[0] ?? '');
        return { isTaken, status: isTaken ? 204 : 503, error: isTaken ? null : 'status', ms: 1 };
      },
    };
    return new Dispatcher({
      book: new DeliveryBook(store),
      sender: sender as unknown as Sender,
      targets: async () => {
        await Promise.resolve();
        setImmediate(() => this.onAsked());
        return this.targets;
      },
      page: ({ id }, after) => {
        const begin = after === null ? 1 : Number(after.split('.')[0]) + 1;
        const all = Array.from({ length: Math.max(0, this.length - begin + 1) }, (_, i) => begin + i);
        const messages = all.slice(0, 3).map((n) => ({ cursor: `${n}.0`, id: `${id}_${n}_0`, body: '{}' }));
        return Promise.resolve({ messages, next: messages.at(-1)?.cursor ?? null });
      },
      report: (error) => void this.errors.push(error),
      nowMs: () => this.nowMs,
      chance: () => 0,
    });
  }
}

const deliveries = (places: ReadStorePlaces): void => {
  let place: ReadStorePlace;
  let store: OpenReadStore;
  let book: DeliveryBook;
  let bench: Bench;
  beforeEach(async () => {
    place = places.place();
    store = await place.open([...deliveryEntities]);
    book = new DeliveryBook(store);
    await book.prepare();
    bench = new Bench();
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  it('delivers in order, once, and keeps a log', async () => {
    const dispatcher = bench.over(store);
    for (let n = 0; n < 4; n += 1) await dispatcher.turn();
    expect(bench.sent).toEqual(['one_2_0', 'one_3_0', 'one_4_0', 'one_5_0']);
    const log = await book.deliveries('one', 0, 10);
    expect(log.map(({ no, messageId, attempt, status }) => [no, messageId, attempt, status])).toEqual([
      [1, 'one_2_0', 1, 204],
      [2, 'one_3_0', 1, 204],
      [3, 'one_4_0', 1, 204],
      [4, 'one_5_0', 1, 204],
    ]);
    expect(await book.deliveries('one', 3, 10)).toHaveLength(1);
  });

  it('tries one message for three days, with the same id, then suspends; a replay goes on', async () => {
    const dispatcher = bench.over(store);
    bench.down.add('one');
    const beganMs = bench.nowMs;
    const at: number[] = [];
    for (let hour = 0; hour < 24 * 5; hour += 1) {
      const before = bench.sent.length;
      await dispatcher.turn();
      if (bench.sent.length > before) at.push(bench.nowMs - beganMs);
      bench.nowMs += hourMs;
    }
    expect(new Set(bench.sent)).toEqual(new Set(['one_2_0']));
    expect(bench.sent).toHaveLength(10);
    expect(at.at(-1)).toBeGreaterThan(3 * 24 * hourMs);
    expect((await book.standings()).get('one')).toMatchObject({ isSuspended: true, cursor: '1.0', failures: 10 });
    bench.down.clear();
    bench.targets = [target('one', { basis: 9, after: null })];
    await dispatcher.turn();
    expect(bench.sent.slice(10)).toEqual(['one_1_0', 'one_2_0', 'one_3_0']);
    expect((await book.standings()).get('one')).toMatchObject({ isSuspended: false, failures: 0 });
    expect((await book.deliveries('one', 10, 1))[0]).toMatchObject({ no: 11, attempt: 1 });
  });

  it('holds nobody else back', async () => {
    bench.targets = [target('one'), target('two')];
    bench.down.add('one');
    const dispatcher = bench.over(store);
    await dispatcher.turn();
    await dispatcher.turn();
    expect(bench.sent.filter((id) => id.startsWith('one'))).toEqual(['one_2_0']);
    expect(bench.sent.filter((id) => id.startsWith('two'))).toHaveLength(4);
  });

  it('goes on after a restart in the middle, without loss', async () => {
    const stopping = new AbortController();
    bench.onSend = () => (bench.sent.length === 2 ? stopping.abort() : undefined);
    await bench.over(store).turn(stopping.signal);
    await store.close();
    store = await place.open([...deliveryEntities]);
    bench.onSend = () => undefined;
    const next = bench.over(store);
    await next.turn();
    await next.turn();
    expect([...new Set(bench.sent)]).toEqual(['one_2_0', 'one_3_0', 'one_4_0', 'one_5_0']);
  });

  it('tells a webhook that was removed meanwhile nothing more', async () => {
    const dispatcher = bench.over(store);
    let looked: Promise<void> | undefined;
    bench.onSend = async () => {
      bench.targets = [];
      const asked = new Promise<void>((resolve) => {
        bench.onAsked = resolve;
      });
      looked ??= dispatcher.turn();
      await asked;
    };
    await dispatcher.turn();
    await looked;
    expect(bench.sent).toEqual(['one_2_0']);
  });

  it('forgets attempts after 30 days', async () => {
    const dispatcher = bench.over(store);
    await dispatcher.turn();
    bench.nowMs += 31 * 24 * hourMs;
    bench.targets = [];
    await dispatcher.turn();
    expect(await book.deliveries('one', 0, 10)).toEqual([]);
    expect((await book.standings()).get('one')).toMatchObject({ cursor: '4.0' });
  });
};

onEachReadStore({ sqlite: (at) => SqliteReadStore.open(at), postgres: (at) => PostgresReadStore.open(at) }, deliveries);

describe('of two dispatchers', () => {
  onEachReadStore({ postgres: (at) => PostgresReadStore.open(at) }, (places) => {
    it('one sends, and the other takes over', async () => {
      const place = places.place();
      const stores = [await place.open([...deliveryEntities]), await place.open([...deliveryEntities])];
      await new DeliveryBook(stores[0] as OpenReadStore).prepare();
      const bench = new Bench();
      bench.length = 1;
      const leaders = stores.map((store, n) => {
        const work = (fenced: unknown, signal: AbortSignal) => bench.over(fenced as OpenReadStore).run(signal);
        const report = (error: unknown): void => void bench.errors.push(error);
        return new Leadership({ store, name: 'webhooks', owner: `worker-${n}`, leaseMs: 3_000, report, work });
      });
      for (const leader of leaders) leader.start();
      const until = async (isSo: () => boolean): Promise<void> => {
        while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
      };
      await until(() => leaders.some(({ isLeading }) => isLeading));
      bench.length = 3;
      await until(() => bench.sent.length >= 2);
      expect(leaders.filter(({ isLeading }) => isLeading)).toHaveLength(1);
      expect(bench.sent).toEqual(['one_2_0', 'one_3_0']);
      await leaders.find(({ isLeading }) => isLeading)?.stop();
      await until(() => leaders.some(({ isLeading }) => isLeading));
      bench.length = 4;
      await until(() => bench.sent.length >= 3);
      expect(bench.sent).toEqual(['one_2_0', 'one_3_0', 'one_4_0']);
      for (const leader of leaders) await leader.stop();
      for (const store of stores) await store.close();
    });
  });
});
