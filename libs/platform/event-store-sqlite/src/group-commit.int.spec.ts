import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenEventStore } from '#platform/event-store';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { all, anEvent, codeOf, someEvents } from '#testing';
import { connect } from './connection.ts';
import { storeOver } from './open-event-store.ts';

let directory: string;
let db: Database;
let opened: OpenEventStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'redline-'));
  db = connect(directory, false);
  opened = storeOver(db, { directory }, () => undefined);
});
afterEach(async () => {
  await opened.close();
  rmSync(directory, { recursive: true, force: true });
});
const append = (stream: string, count = 1): Promise<unknown> =>
  opened.store.append(stream, someEvents(count), 'no_stream');

describe('group commit', () => {
  it('answers only what another connection can already read, and nothing before', async () => {
    const other = openSqliteEventStore({ directory, readOnly: true });
    const events = [anEvent(), anEvent()];
    const appended = events.map((event, n) => opened.store.append(`a-${n}`, [event], 'any'));
    expect(await other.log.head()).toBeUndefined();
    await Promise.all(
      appended.map(async (promise, n) => {
        await promise;
        expect(await other.log.find(events[n]?.id ?? '')).toMatchObject({ stream: `a-${n}` });
      }),
    );
    await other.close();
  });

  it('puts what was appended together into one transaction, up to the size of a group', async () => {
    const commits: number[] = [];
    const other = openSqliteEventStore({ directory, readOnly: true });
    const heads = Array.from({ length: 150 }, async (_, n) => {
      await append(`a-${n}`);
      commits.push(Number(await other.log.head()) + 1);
    });
    await Promise.all(heads);
    expect([...new Set(commits)]).toEqual([64, 128, 150]);
    await other.close();
  });

  it('refuses one append and keeps the others, also when it failed half way', async () => {
    db.exec(`CREATE TRIGGER no_thirteenth BEFORE INSERT ON events WHEN NEW.revision = 12
             BEGIN SELECT RAISE(ABORT, 'thirteen'); END`);
    const settled = await Promise.all([
      codeOf(append('a-1', 2)),
      codeOf(append('a-2', 15)),
      codeOf(append('a-1', 2)),
      codeOf(append('a-3', 2)),
    ]);
    expect(settled).toEqual([undefined, 'store-unavailable', 'wrong-expected-revision', undefined]);
    await append('a-4');
    const recorded = await all(opened.log.read());
    expect(recorded.map((e) => e.stream)).toEqual(['a-1', 'a-1', 'a-3', 'a-3', 'a-4']);
    expect(recorded.map((e) => Number(e.position))).toEqual([0, 1, 2, 3, 4]);
    await expect(all(opened.store.readStream('a-2'))).rejects.toMatchObject({ code: 'stream-not-found' });
    expect(await opened.store.append('a-2', someEvents(3), 'no_stream')).toEqual({ revision: 2n, position: 7n });
  });

  it('records on close what was appended before', async () => {
    const appended = Array.from({ length: 100 }, (_, n) => append(`a-${n}`));
    await opened.close();
    expect(await Promise.all(appended)).toHaveLength(100);
    opened = openSqliteEventStore({ directory });
    expect(await opened.log.head()).toBe(99n);
  });
});

describe('group commit on a bad day', () => {
  it('refuses a whole group when the disk is full, and goes on once there is room', async () => {
    await append('a-1');
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages + 2}`);
    const full = await Promise.allSettled([append('b-1'), append('b-2', 100), append('b-3')]);
    for (const { reason } of full as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'store-unavailable', retryable: true });
    expect(await all(opened.log.read())).toHaveLength(1);
    db.pragma('max_page_count = 1000000');
    await Promise.all([append('b-1'), append('b-2', 100)]);
    expect((await all(opened.log.read())).map((e) => Number(e.position))).toEqual(
      Array.from({ length: 102 }, (_, n) => n),
    );
  });

  it('writes nothing more after a failure that is no refusal, and still reads', async () => {
    await append('a-1');
    db.pragma('query_only = ON');
    const lost = await Promise.allSettled([append('b-1'), append('b-2')]);
    db.pragma('query_only = OFF');
    for (const { reason } of lost as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'store-unavailable', retryable: false });
    await expect(append('b-3')).rejects.toMatchObject({ code: 'store-unavailable', retryable: false });
    expect(await all(opened.log.read())).toHaveLength(1);
  });

  it('waits out another process that holds the write lock, group by group', async () => {
    const other = connect(directory, false);
    other.exec('BEGIN IMMEDIATE');
    await expect(append('a-1')).rejects.toMatchObject({ code: 'store-unavailable', retryable: true });
    other.close();
    await append('a-1');
    expect(await opened.log.head()).toBe(0n);
  });
});
