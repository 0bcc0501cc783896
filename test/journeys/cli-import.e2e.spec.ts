import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, cp, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openLog, openRegister } from '#composition';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cli-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const start = (args: readonly string[]): ChildProcess => {
  const { REDLINE_DATA_DIR: _, ...env } = process.env;
  return spawn(process.execPath, ['--import', './tools/swc.mjs', 'apps/cli/src/main.ts', ...args], { env });
};

const ended = (child: ChildProcess, input = ''): Promise<Run> =>
  new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin?.on('error', () => {}).end(input); // a command that fails at once does not read its input
  });

const redline = (...args: readonly string[]): Promise<Run> => ended(start(args));
const small = 'test/acceptance/small/office.xlsx';
const fresh = (): Promise<string> => mkdtemp(join(folder, 'data-'));
/** Exactly one line that a person can read, and no stack trace. */
const oneLine = /^redline: [^\n]+\n$/;

const csv = async (name: string, text: string): Promise<string> => {
  const path = await mkdtemp(join(folder, 'csv-'));
  await writeFile(join(path, `${name}.csv`), text);
  return path;
};
const register = '学校标识码,学校名称,行政区划,办学性质\n';
const schools = (count: number): string =>
  register + Array.from({ length: count }, (_, i) => `${3_646_000_000 + i},示例学校${i},龙华区,公办\n`).join('');

describe('redline import', () => {
  it('ends with 0 when everything went in, with --data before or after the command', async () => {
    const data = await fresh();
    const first = await redline('--data', data, 'import', small);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('全部登记，没有退回的行。');
    const again = await redline('import', small, '--data', data, '--json');
    const report = JSON.parse(again.stdout) as { sheets: Record<string, { read: number; unchanged: number }> };
    expect(again.code).toBe(0);
    expect(Object.values(report.sheets).every(({ read, unchanged }) => read === unchanged)).toBe(true);
  });

  it('ends with 2 when rows were refused, and says which and why in Chinese or English', async () => {
    const path = await csv('学校名册', `${register}3646012001,一校,龙华区,私立\n3646012002,二校,龙华区,公办\n`);
    const report = join(folder, 'report.xlsx');
    const zh = await redline('import', path, '--data', await fresh(), '--report', report);
    expect(zh.code).toBe(2);
    expect(zh.stdout).toContain('学校名册 · 第 2 行 · 办学性质 · “私立”');
    expect((await stat(report)).size).toBeGreaterThan(1000);
    const en = await redline('import', path, '--data', await fresh(), '--lang', 'en');
    expect(en.stdout).toContain('The value is not one of those that this column allows.');
  });

  it('keeps the frozen shape with --json', async () => {
    const path = await csv('学校名册', `${register}3646012001,,龙华区,公办\n`);
    const { code, stdout } = await redline('import', path, '--data', await fresh(), '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ file: path, rows: 1 }],
      sheets: { 学校名册: { read: 1, recorded: 0, unchanged: 0, corrected: 0, refused: 1 } },
      refused: [{ file: path, sheet: '学校名册', row: 2, column: '学校名称', value: '', code: 'required' }],
      position: '0',
    });
  });

  it('ends with 1 and one line, and records nothing, when a path is wrong or the report would replace a ledger', async () => {
    const data = join(await fresh(), 'new');
    const copy = join(folder, 'ledger.xlsx');
    await cp(small, copy);
    const runs = [
      await redline('import', small, join(folder, 'none.xlsx'), '--data', data),
      await redline('import', copy, '--report', copy, '--data', data),
      await redline('import', small, '--report', join(folder, 'none', 'r.xlsx'), '--data', data),
    ];
    for (const { code, stdout, stderr } of runs) expect([code, stdout, oneLine.test(stderr)]).toEqual([1, '', true]);
    expect(runs[0]?.stderr).toContain('none.xlsx');
    expect(await readFile(copy)).toEqual(await readFile(small));
    await expect(stat(data)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('an import that was killed', () => {
  it('is finished by importing again: the log is that of a clean import', async () => {
    const path = await csv('学校名册', schools(6_000));
    const [killed, clean] = [await fresh(), await fresh()];
    const child = start(['import', path, '--data', killed]);
    const over = new Promise((resolve) => child.once('close', (_, signal) => resolve(signal)));
    while ((await walBytes(killed)) < 400_000 && child.exitCode === null) await pause(5);
    child.kill('SIGKILL');
    expect(await over).toBe('SIGKILL');
    const again = await redline('import', path, '--data', killed, '--json');
    const counts = (JSON.parse(again.stdout) as { sheets: Record<string, { recorded: number; unchanged: number }> })
      .sheets;
    expect(counts['学校名册']?.unchanged).toBeGreaterThan(0);
    expect(counts['学校名册']?.recorded).toBeGreaterThan(0);
    await redline('import', path, '--data', clean);
    expect(await eventsIn(killed)).toEqual(await eventsIn(clean));
  });
});

const walBytes = (data: string): Promise<number> =>
  stat(join(data, 'events.db-wal')).then(
    ({ size }) => size,
    () => 0,
  );

/** Everything that an event says but its id and when it was recorded. */
const eventsIn = async (data: string): Promise<readonly object[]> => {
  const opened = openLog(data);
  const events: object[] = [];
  for await (const { type, data: said, stream, revision, position } of opened.log.read())
    events.push({ type, said, stream, revision, position });
  await opened.close();
  return events;
};

describe('a data directory that cannot be used', () => {
  it('is refused to a second writer, and free again when the first has ended', async () => {
    const data = await fresh();
    const first = openRegister(data);
    const { code, stdout, stderr } = await redline('import', small, '--data', data);
    await first.close();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain('另有程序正在写入数据目录');
    expect((await redline('import', small, '--data', data)).code).toBe(0);
  });

  it('is told in one line when nobody can write there', async () => {
    const { code, stderr } = await redline('import', small, '--data', await unwritable(), '--lang', 'en');
    expect([code, oneLine.test(stderr)]).toEqual([1, true]);
    expect(stderr).toContain('The data directory cannot be used');
  });

  it('is left alone when a later release wrote it', async () => {
    const data = await fresh();
    await openRegister(data).close();
    await raiseFormat(join(data, 'events.db'));
    const before = await readFile(join(data, 'events.db'));
    for (const run of [
      await redline('import', small, '--data', data),
      await ended(start(['ask', '--data', data]), '{}\n'),
    ]) {
      expect([run.code, run.stdout, oneLine.test(run.stderr)]).toEqual([1, '', true]);
      expect(run.stderr).toContain('数据由更新版本的程序写入');
    }
    expect(await readFile(join(data, 'events.db'))).toEqual(before);
  });
});

/** A directory that cannot be written: permissions do not stop root, for whom a file stands where it would be made. */
const unwritable = async (): Promise<string> => {
  const data = await fresh();
  if (process.getuid?.() === 0) {
    await writeFile(join(data, 'taken'), '');
    return join(data, 'taken', 'data');
  }
  await chmod(data, 0o500);
  return data;
};

/** SQLite's user_version, bytes 60 to 63 of the file. */
const raiseFormat = async (file: string): Promise<void> => {
  const handle = await open(file, 'r+');
  await handle.write(Buffer.from([0, 0, 0, 99]), 0, 4, 60);
  await handle.close();
};

describe('redline ask', () => {
  it('answers line by line, names what is wrong in its place, and ends with 2', async () => {
    const data = await fresh();
    await redline('import', small, '--data', data);
    const lines = [
      '\uFEFF{"school":"3646011000"}', // as Windows programs begin a text
      '',
      '\uFEFF{"school":"3646011000"}',
      'no json',
      '[]',
      '{"school":"3646012001","year":1999,"season":"AUTUMN"}',
    ];
    const { code, stdout, stderr } = await ended(
      start(['ask', '--data', data]),
      `${lines.join('\n')}\n{"school":"9999999999"}`,
    );
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { state?: string; error?: { code: string } });
    expect([code, stderr]).toEqual([2, '']);
    expect(answers.map(({ error }) => error?.code)).toEqual([
      undefined,
      'malformed-question',
      'malformed-question',
      'malformed-question',
      'malformed-question',
      'bad-year',
      'school-not-registered',
    ]);
    expect(answers[0]?.state).toBeDefined();
  });
});

describe('redline template', () => {
  it('writes a workbook that imports, never over one that holds something', async () => {
    const out = join(folder, '模板.xlsx');
    expect((await redline('template', '--out', out)).code).toBe(0);
    expect((await redline('import', out, '--data', await fresh())).code).toBe(0);
    const before = await readFile(out);
    const again = await redline('template', '--out', out);
    expect([again.code, oneLine.test(again.stderr)]).toEqual([1, true]);
    expect(await readFile(out)).toEqual(before);
  });
});

describe('a mistaken call', () => {
  it.each([['no-such-command'], ['import'], ['import', small, '--no-such-option'], ['import', small, '--lang', 'fr']])(
    'ends with 1: %s',
    async (...args) => {
      const { code, stdout } = await redline(...args);
      expect([code, stdout]).toEqual([1, '']);
    },
  );
});
