import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'redline-serve-spec-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (env: Readonly<Record<string, string>>): ChildProcess =>
  spawn(
    process.execPath,
    ['--import', './tools/swc.mjs', 'apps/cli/src/main.ts', 'serve', '--data', join(folder, 'data')],
    { env: { ...process.env, LOG_LEVEL: 'silent', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );

const textOf = async (stream: AsyncIterable<unknown> | null, until: RegExp): Promise<string> => {
  let text = '';
  for await (const chunk of stream ?? []) {
    text += String(chunk);
    if (until.test(text)) break;
  }
  return text;
};

describe('redline serve', () => {
  it('starts the service, and a signal ends it by itself', async () => {
    const program = start({ PORT: '0' });
    const exited = once(program, 'exit');
    const url = /http:\/\/[^ ]+/.exec(await textOf(program.stdout, /http:.*\n/))?.[0] ?? '';
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    program.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
  });

  it('fails as the service fails, with its one line', async () => {
    const program = start({ PORT: 'http' });
    const exited = once(program, 'exit');
    expect(await textOf(program.stderr, /never/)).toMatch(/^redline: PORT [^\n]+\n$/);
    expect(await exited).toEqual([1, null]);
  });
});
