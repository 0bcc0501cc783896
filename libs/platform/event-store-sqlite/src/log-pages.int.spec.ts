import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenEventStore } from '#platform/event-store';
import { all, anEvent } from '#testing';
import { connect } from './connection.ts';
import { InternedNames } from './interned-names.ts';
import { LogPages } from './log-pages.ts';
import { storeOver } from './open-event-store.ts';

describe('pages of the log', () => {
  let directory: string;
  let db: Database;
  let opened: OpenEventStore;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'redline-'));
    db = connect(directory, false);
    opened = storeOver(db, { directory, sequenceKeyName: 'school' }, () => undefined);
    const events = Array.from({ length: 200 }, (_, n) =>
      anEvent({ type: `Type${n % 100}`, metadata: { school: String(n % 50) } }),
    );
    await opened.store.append('a-1', events, 'no_stream');
  });
  afterEach(async () => {
    await opened.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** How SQLite means to run the statements that one page prepares. */
  const plansOf = (filter: object): string => {
    const prepared: string[] = [];
    const spied = new Proxy(db, {
      get: (target, name) =>
        name === 'prepare'
          ? (sql: string) => (prepared.push(sql), target.prepare(sql))
          : Reflect.get(target, name, target),
    });
    const pages = new LogPages(spied, new InternedNames(db, 'keys'));
    pages.page({ after: -1, direction: 'forward', limit: 10, filter: filter as { keys: string[] } });
    const sql = prepared.at(-1) ?? '';
    const bound = Array.from({ length: sql.split('?').length - 1 }, () => 1);
    const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...bound) as { detail: string }[];
    return rows.map(({ detail }) => detail).join('; ');
  };

  it('merges the index ranges of sequence keys and of types, without a scan or a sort', () => {
    const [keys, types] = [plansOf({ keys: ['1', '2'] }), plansOf({ types: ['Type1'] })];
    expect(keys).toMatch(/MERGE.*events_by_key \(key_id=\? AND rowid>\? AND rowid<\?\).*events_by_key/);
    expect(types).toMatch(/MERGE.*events_by_type \(type_id=\? AND rowid>\? AND rowid<\?\)/);
    for (const plan of [keys, types]) expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('scans a window in row order for stream prefixes', () => {
    expect(plansOf({ streams: ['a-'] })).toMatch(/^SEARCH e USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/);
    expect(plansOf({ streams: ['a-'] })).not.toMatch(/TEMP B-TREE/);
  });

  it('do not pass a log that has lost an event for a shorter one', async () => {
    db.exec('DROP TRIGGER events_are_never_removed; DELETE FROM events WHERE position = 120');
    const damaged = expect.objectContaining({ code: 'store-unavailable', retryable: false });
    await expect(all(opened.log.read())).rejects.toEqual(damaged);
    await expect(all(opened.log.read({ direction: 'backward' }))).rejects.toEqual(damaged);
    await expect(opened.log.readBytes({ limit: 200 })).rejects.toThrow('no event at position 120');
    expect(await opened.log.readBytes({ after: 120n, limit: 200 })).toHaveLength(79);
  });

  it('answers a prefix of more types than it would merge', async () => {
    const positions = (await all(opened.log.read({ filter: { types: ['Type'] } }))).map((e) => Number(e.position));
    expect(positions).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });
});
