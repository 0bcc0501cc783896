import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../apps/api/src/server.ts';
import { builtFiles, entryOf, instructions, ours, read } from './docker-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redline-image-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the image', () => {
  const steps = instructions('docker/Dockerfile');
  const named = (name: string): readonly string[] => steps.filter(([each]) => each === name).map(([, rest]) => rest);
  const copied = named('COPY').filter((rest) => !rest.startsWith('--from='));
  const sources = copied.flatMap((rest) => rest.split(/\s+/).slice(0, -1));

  it('copies what is there, and what .dockerignore lets through', () => {
    expect(sources.filter((path) => !existsSync(path))).toEqual([]);
    const lines = read('.dockerignore').split('\n');
    expect(lines.flatMap((line) => (line.startsWith('!') ? line.slice(1) : [])).toSorted()).toEqual(sources.toSorted());
    for (const kept of ['*', '**/*.spec.ts', 'libs/testing', 'libs/platform/event-store-kurrentdb/fake'])
      expect(lines).toContain(kept);
  });

  it('is of one libc and one major of Node that package.json allows', () => {
    const [build, final] = named('FROM');
    expect([build, final]).toEqual(['node:${NODE_MAJOR}-bookworm AS build', 'node:${NODE_MAJOR}-bookworm-slim']);
    const { engines, version } = JSON.parse(read('package.json')) as { engines: { node: string }; version: string };
    const least = Number(/^>=(\d+)/.exec(engines.node)?.[1]);
    expect(Number(/^NODE_MAJOR=(\d+)$/.exec(named('ARG')[0] ?? '')?.[1])).toBeGreaterThanOrEqual(least);
    expect(named('LABEL')[0]).toContain(`image.version="${version}"`);
    expect([...new Set(ours.map(({ service }) => service.image))]).toEqual([`redline:${version}`]);
  });

  it('runs as a user without rights, with production packages alone, and stops by SIGTERM', () => {
    expect([named('USER'), named('STOPSIGNAL'), named('VOLUME')]).toEqual([['node'], ['SIGTERM'], ['/data']]);
    expect(named('RUN').join('\n')).toMatch(/npm ci\n.*npm prune --omit=dev/);
    const final = steps.slice(steps.findLastIndex(([name]) => name === 'FROM'));
    expect(final.flatMap(([name, rest]) => (name === 'COPY' ? rest : []))).toEqual([
      '--from=build /app/node_modules node_modules',
      '--from=build /app/dist dist',
      'LICENSE ./',
    ]);
  });

  it('starts programs that the build makes', () => {
    const built = builtFiles();
    const told = [...read('docker/Dockerfile').matchAll(/dist\/[\w/.-]+\.js/g)].map(([path]) => path);
    const commands = [...told, ...ours.flatMap(({ service }) => entryOf(service) ?? [])];
    expect(commands.length).toBeGreaterThan(6);
    expect(commands.filter((path) => !built.has(path))).toEqual([]);
  });

  it('asks the service for its health where the service tells it', async () => {
    const [, command] = /CMD (\[.*\])$/.exec(named('HEALTHCHECK')[0] ?? '') ?? [];
    const [program = '', ...args] = JSON.parse(command ?? '[]') as string[];
    const exitOf = (port: string): Promise<number> =>
      new Promise((resolve) => {
        const env = { PATH: process.env['PATH'], PORT: port };
        execFile(program, args, { env }, (error) => resolve(error ? Number(error.code) : 0));
      });
    const place = { mode: 'embedded', dataDirectory: join(folder, 'data') } as const;
    const config = { place, host: '127.0.0.1', port: 0, logLevel: 'silent' } as const;
    const server = await startServer(config);
    const { port } = new URL(server.url);
    try {
      for (let n = 0; n < 100 && (await fetch(`${server.url}/health/ready`)).status !== 200; n += 1);
      expect(await exitOf(port)).toBe(0);
    } finally {
      await server.close();
    }
    expect(await exitOf(port)).toBe(1);
  });
});
