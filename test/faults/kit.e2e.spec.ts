import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { acknowledgedLine, readAcknowledged } from './kit/appending.ts';
import { Disk } from './kit/disk.ts';
import { readDiskCalls } from './kit/disk-calls.ts';
import type { DiskCall } from './kit/disk-calls.ts';
import { brokenBy, everyEvent, examine, placesOf } from './kit/examine.ts';
import { Random } from './kit/random.ts';
import { withResults } from './results-table.ts';
import type { FaultRow } from './fault-row.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redline-kit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

describe('calls read from a trace', () => {
  it('tell what was done to the disk and what was said', () => {
    const [file, other] = [hex('/f/a/events.db'), hex('/g/x')];
    const trace = [
      `mkdir("${hex('/f/a')}", 0700) = 0`,
      `mkdir("${hex('/f/a')}", 0700) = -1 EEXIST (File exists)`,
      `openat(AT_FDCWD<${hex('/w')}>, "${file}", O_RDWR|O_CREAT, 0644) = 20<${file}>`,
      `openat(AT_FDCWD<${hex('/w')}>, "${file}", O_RDONLY) = 20<${file}>`,
      `pwrite64(20<${file}>, "${hex('abc')}", 3, 4096)    = 2`,
      `pwrite64(20<${other}>, "${hex('abc')}", 3, 0) = 3`,
      `ftruncate(20<${file}>, 7) = 0`,
      `fsync(20<${file}>) = 0`,
      `fdatasync(20<${file}>) = -1 EIO (Input/output error) (INJECTED)`,
      `fsync(21<${hex('/f')}>) = 0`,
      `write(1<${hex('pipe:[1]')}>, "${hex('done\n')}", 5) = 5`,
      `pwrite64(20<${file}>(deleted), "${hex('abc')}", 3, 0) = 3`,
      `unlink("${file}") = 0`,
      '+++ exited with 0 +++',
    ];
    const path = '/f/a/events.db';
    expect(readDiskCalls(trace.join('\n'), '/f')).toEqual([
      { kind: 'directory', path: '/f/a' },
      { kind: 'created', path },
      { kind: 'written', path, offset: 4096, bytes: Buffer.from('ab') },
      { kind: 'truncated', path, size: 7 },
      { kind: 'flushed', path },
      { kind: 'flush-failed', path },
      { kind: 'flushed', path: '/f' },
      { kind: 'said', text: 'done\n' },
      { kind: 'unlinked', path },
    ]);
  });

  it('refuse what the model does not know', () => {
    const file = hex('/f/events.db');
    expect(() => readDiskCalls(`rename("${file}", "${file}") = 0`, '/f')).toThrow('not modelled');
    expect(() => readDiskCalls(`pwritev(3<${file}>, [], 0) = 0`, '/f')).toThrow('not modelled');
    expect(() => readDiskCalls(`pwrite64(3<${file}>, "${hex('ab')}"..., 9, 0) = 9`, '/f')).toThrow('cut');
    expect(() => readDiskCalls(`write(1<x>, "${hex('ab')}"..., 9) = 9`, '/f')).toThrow('cut');
  });
});

const path = '/f/a';
const written = (text: string, offset = 0): DiskCall => ({ kind: 'written', path, offset, bytes: Buffer.from(text) });
const made: readonly DiskCall[] = [
  { kind: 'created', path },
  { kind: 'flushed', path: '/f' },
];

/** Every content that a power loss was seen to leave; `undefined` for no file. */
const contents = async (calls: readonly DiskCall[]): Promise<ReadonlySet<string | undefined>> => {
  const disk = new Disk('/f');
  for (const call of calls) disk.apply(call);
  const seen = new Set<string | undefined>();
  const random = new Random(7);
  for (let n = 0; n < 150; n += 1) {
    const into = mkdtempSync(join(folder, 'state-'));
    await disk.afterPowerLoss(random, into);
    seen.add(existsSync(join(into, 'a')) ? readFileSync(join(into, 'a'), 'utf8') : undefined);
  }
  return seen;
};

describe('a disk after a power loss', () => {
  it('has what was flushed, and perhaps what was not', async () => {
    expect(await contents([...made, written('one'), { kind: 'flushed', path }])).toEqual(new Set(['one']));
    expect(await contents([...made, written('one')])).toEqual(new Set(['', 'one']));
    const both = await contents([
      ...made,
      written('one'),
      { kind: 'flushed', path },
      written('two'),
      written('six', 3),
    ]);
    expect(both).toEqual(new Set(['one', 'two', 'twosix', 'onesix']));
    const shorter = await contents([
      ...made,
      written('one'),
      { kind: 'flushed', path },
      { kind: 'truncated', path, size: 1 },
    ]);
    expect(shorter).toEqual(new Set(['one', 'o']));
  });

  it('has a file only when its name was flushed, and an old one perhaps after it was removed', async () => {
    const flushed: DiskCall = { kind: 'flushed', path };
    expect(await contents([{ kind: 'created', path }, written('one'), flushed])).toEqual(new Set([undefined, 'one']));
    expect(await contents([...made, written('one'), flushed, { kind: 'unlinked', path }])).toEqual(
      new Set(['one', undefined]),
    );
  });

  it('tears a write in sectors', async () => {
    const states = await contents([...made, written(`${'a'.repeat(512)}${'b'.repeat(512)}`)]);
    const starts = [...states].map((text) => `${text?.[0] ?? ''}${text?.[512] ?? ''}`);
    expect(new Set(starts)).toEqual(new Set(['', 'a', 'ab', '\0b']));
  });

  it('never gets back what a failed flush has lost, unless it is written again', async () => {
    const failed: readonly DiskCall[] = [...made, written('one'), { kind: 'flush-failed', path }];
    expect(await contents([...failed, { kind: 'flushed', path }])).toEqual(new Set(['', 'one']));
    expect(await contents([...failed, written('one'), { kind: 'flushed', path }])).toEqual(new Set(['one']));
  });
});

describe('an examination', () => {
  const event = (type: string) => ({ id: randomUUID(), type, data: {}, metadata: {} });

  it('finds what is missing, what is half and what does not open', async () => {
    const opened = openSqliteEventStore({ directory: folder });
    const { position = 0n } = await opened.store.append('note-1', [event('Noted'), event('Noted')], 'any');
    const [first] = await everyEvent(opened);
    await opened.close();
    const known = { position: 0, id: first?.event.id ?? '', sha256: '0'.repeat(64) };
    expect(position).toBe(1n);
    expect(readAcknowledged(acknowledgedLine(known).trim())).toEqual(known);
    expect(brokenBy(await examine(folder, []))).toEqual([]);
    expect(brokenBy(await examine(folder, [known]))).toEqual(['1 acknowledged events lost']);
    const half = openSqliteEventStore({ directory: folder });
    await half.store.append('note-2', [event('Noted')], 'any');
    await half.close();
    expect(brokenBy(await examine(folder, []))).toEqual(['half an append in note-2']);
    expect(brokenBy(await examine(join(folder, 'events.db'), []))[0]).toMatch(/^does not open: .* cannot be used/);
    expect(readdirSync(folder)).toContain('events.db');
    const gap = { ...event('Noted'), stream: 'a-1', revision: 1n, recordedAt: '', position: 1n, data: {} };
    expect(placesOf([gap])).toEqual(['positions have a gap', 'revisions of a-1 have a gap']);
  });
});

describe('the table of results', () => {
  const row = (id: string): FaultRow => ({
    id,
    fault: 'f',
    mustHold: 'm',
    quick: 1,
    full: 1,
    trial: () => Promise.reject(new Error('not started')),
  });

  it('keeps the lines of rows that were not run, and never calls one passed that was not', () => {
    const empty = 'before\n<!-- results: written by npm run test:faults -->\n<!-- end of results -->\nafter\n';
    const on = '2023-09-10';
    const passed = { row: row('K1'), on, outcome: { trials: 1000, failures: [], seen: 's', unrun: ['x'] } };
    const first = withResults(empty, [passed], ['D1', 'K1']);
    const second = withResults(first, [{ row: row('D1'), on, outcome: { notRun: 'no strace' } }], ['D1', 'K1']);
    const lines = second.split('\n').filter((line) => line.startsWith('| ') && !line.includes('---'));
    expect(lines.slice(1)).toEqual([
      '| D1 | f | m | 2023-09-10 | **not run** |  | no strace |',
      '| K1 | f | m | 2023-09-10 | 1,000 | 0 | s; **not run**: x |',
    ]);
    expect(second.startsWith('before\n') && second.endsWith('after\n')).toBe(true);
    expect(() => withResults('', [], [])).toThrow('has no');
  });
});
