import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import type { Recorded } from '#platform/event-store';
import { all, anEvent, runProgram, startProgram } from '#testing';

/** Appends without end from eight callers, two events at a time, and prints each id once it is acknowledged. */
const appending = `
  import { randomUUID } from 'node:crypto';
  import { writeSync } from 'node:fs';
  import { openSqliteEventStore } from '#platform/event-store-sqlite';
  const { store } = openSqliteEventStore({ directory: process.argv.at(-1) });
  const noted = (caller, n) => ({ id: randomUUID(), type: 'Noted', data: { caller, n, text: 'x'.repeat(300) }, metadata: {} });
  const caller = async (name) => {
    for (let n = 0; ; n += 1) {
      const events = [noted(name, n), noted(name, n)];
      await store.append('note-' + name, events, n === 0 ? 'no_stream' : BigInt(2 * n - 1));
      writeSync(1, events.map(({ id }) => id + '\\n').join(''));
    }
  };
`;
const endless = `${appending}
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(caller));`;
const untilRefused = `${appending}
  await Promise.allSettled([1, 2, 3].map(caller)).then(([{ reason }]) => console.log(reason.code, reason.retryable));
  await store.append('note-9', [noted(9, 0)], 'any').catch((error) => console.log('again', error.code, error.retryable));
  process.exit(0);`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'redline-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Lets a child append, kills it a little after its first acknowledgement, and answers every id it acknowledged. */
const killedWhileAppending = async (graceMs: number): Promise<string[]> => {
  const child = startProgram({ text: endless, argument: directory });
  const acknowledged: string[] = [];
  const lines = createInterface(child.stdout);
  lines.on('line', (id) => acknowledged.push(id));
  await new Promise((resolve) => lines.once('line', resolve));
  await after(graceMs);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('close', resolve));
  return acknowledged.filter((id) => id.length === 36);
};

const everything = async (readOnly: boolean): Promise<Recorded[]> => {
  const opened = openSqliteEventStore({ directory, readOnly });
  const events = await all(opened.log.read());
  await opened.close();
  return events;
};

/** Dense positions, gap-free revisions, and each stream's pairs whole. */
const expectWhole = (events: readonly Recorded[]): void => {
  expect(events.map((e) => Number(e.position))).toEqual(events.map((_, n) => n));
  for (const stream of new Set(events.map((e) => e.stream))) {
    const revisions = events.filter((e) => e.stream === stream).map((e) => Number(e.revision));
    expect(revisions).toEqual(revisions.map((_, n) => n));
    expect(revisions.length % 2).toBe(0);
  }
};

describe('a writer that dies', () => {
  it.each([0, 40, 150])('%i ms after its first acknowledgement has lost nothing acknowledged', async (graceMs) => {
    const acknowledged = await killedWhileAppending(graceMs);
    const seenByReader = await everything(true);
    const events = await everything(false);
    expect(seenByReader).toEqual(events);
    expectWhole(events);
    const recorded = new Set(events.map((e) => e.id));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((id) => !recorded.has(id))).toEqual([]);
  });

  it('leaves a WAL that the next writer writes anew and flushes before it builds upon it', async () => {
    await killedWhileAppending(20);
    const left = statSync(join(directory, 'events.db-wal')).size;
    const text = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { openSync, writeSync, fsyncSync } = fs;
      let [wal, bytes] = [-1, 0];
      fs.openSync = (path, ...rest) => {
        const descriptor = openSync(path, ...rest);
        if (path.endsWith('events.db-wal')) wal = descriptor;
        return descriptor;
      };
      fs.writeSync = (descriptor, ...rest) => {
        const written = writeSync(descriptor, ...rest);
        if (descriptor === wal) bytes += written;
        return written;
      };
      fs.fsyncSync = (descriptor) => {
        fsyncSync(descriptor);
        if (descriptor === wal) console.log('flushed', bytes);
      };
      syncBuiltinESMExports();
      const { openSqliteEventStore } = await import('#platform/event-store-sqlite');
      await openSqliteEventStore({ directory: process.argv.at(-1) }).close();`;
    const before = await everything(true);
    expect(left).toBeGreaterThan(0);
    expect(await runProgram({ text, argument: directory })).toMatch(new RegExp(`^flushed ${left}\n`));
    expect(await everything(true)).toEqual(before);
  });

  it('leaves a log that opens to a clean prefix, wherever its WAL is torn', async () => {
    await killedWhileAppending(60);
    const wal = join(directory, 'events.db-wal');
    const whole = join(directory, '..', `${directory.split('/').at(-1)}-copy`);
    mkdirSync(whole);
    for (const file of ['events.db', 'events.db-wal']) copyFileSync(join(directory, file), join(whole, file));
    const lengths: number[] = [];
    const { size } = statSync(wal);
    for (let part = 0; part < 8; part += 1) {
      rmSync(join(directory, 'events.db-shm'), { force: true });
      for (const file of ['events.db', 'events.db-wal']) copyFileSync(join(whole, file), join(directory, file));
      truncateSync(wal, Math.floor((size * part) / 8) + part * 7);
      const opened = openSqliteEventStore({ directory });
      const events = await all(opened.log.read());
      expectWhole(events);
      lengths.push(events.length);
      await opened.store.append('note-after', [anEvent()], 'any');
      expect(await opened.log.head()).toBe(BigInt(events.length));
      await opened.close();
    }
    rmSync(whole, { recursive: true });
    expect(lengths.toSorted((a, b) => a - b)).toEqual(lengths);
  });
});

describe('a disk that fails', () => {
  it('ends all writing, and what was acknowledged is there', async () => {
    // Beyond the largest allowed file, SQLite gets EFBIG: an I/O error, not a full disk.
    const printed = await runProgram({ text: untilRefused, argument: directory, prefix: 'ulimit -f 600;' });
    const lines = printed.trim().split('\n');
    expect(lines).toEqual(expect.arrayContaining(['store-unavailable false', 'again store-unavailable false']));
    const events = await everything(false);
    expectWhole(events);
    const recorded = new Set(events.map((e) => e.id));
    const acknowledged = lines.filter((line) => line.length === 36);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((id) => !recorded.has(id))).toEqual([]);
  });
});
