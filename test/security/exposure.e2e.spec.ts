import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '#testing';
import { startProgram } from '../faults/kit/child.ts';
import type { RecordedChild } from '../faults/kit/child.ts';
import { Programs } from '../faults/kit/programs.ts';
import { Office } from '../journeys/office.ts';
import { bareAnswer, bareRequest } from './bare-line.ts';
import { listenersOf } from './processes.ts';

const described = ['/api', '/api/openapi.json', '/api/ui/start.js', '/api/ui/swagger-ui.css', '/api/v1/version'];

const startsInspector = /Debugger listening|Starting inspector/;

describe('a service for more than its own machine', () => {
  let office: Office;
  let key: string;
  beforeAll(async () => {
    office = await Office.open(undefined, { publicUrl: 'https://redline.example', apiDescription: 'signed-in' });
    const clients = '/api/v1/machine-clients';
    await office.command(clients, { id: 'platform', name: '中招平台', contact: '值班' });
    const issued = await office.command(`${clients}/platform/keys`, { scopes: ['eligibility:read'] });
    await office.get(`/api/v1/schools?minPosition=${issued.body.position}`);
    key = issued.body.key as string;
  });
  afterAll(() => office.close());

  const statusesOf = (paths: readonly string[], headers: Readonly<Record<string, string>> = {}) =>
    Promise.all(
      ['GET', 'HEAD'].flatMap((method) =>
        paths.map(async (path) => (await fetch(`${office.url}${path}`, { method, headers })).status),
      ),
    );

  it('13.4.5 L2 describes itself to whoever says who they are, whatever they may do, and to no stranger', async () => {
    expect(new Set(await statusesOf(described))).toEqual(new Set([401]));
    for (const who of ['王芳', 'auditor', 'operator'])
      expect(new Set(await statusesOf(described, { cookie: await office.cookieOf(who) }))).toEqual(new Set([200]));
    expect(new Set(await statusesOf(described, { authorization: `Bearer ${key}` }))).toEqual(new Set([200]));
    expect(new Set(await statusesOf(described, { authorization: 'Bearer x' }))).toEqual(new Set([401]));
  });

  it('13.4.5 L2 shows its measurements to operators alone, and to strangers no more than that it is well', async () => {
    expect(await statusesOf(['/metrics'])).toEqual([401, 401]);
    expect(await statusesOf(['/metrics'], { authorization: `Bearer ${key}` })).toEqual([403, 403]);
    expect(await statusesOf(['/metrics'], { cookie: await office.cookieOf('operator') })).toEqual([200, 200]);
    expect(await statusesOf(['/health/live', '/health/ready'])).toEqual([200, 200, 200, 200]);
  });

  it('13.4.5 L2 has nothing where such things usually are', async () => {
    const usual = ['/docs', '/swagger', '/swagger-ui', '/api-json', '/api/docs', '/openapi.json', '/graphql', '/debug'];
    const others = ['/status', '/actuator/env', '/json/list', '/server-status', '/.git/HEAD', '/.env', '/package.json'];
    expect(new Set(await statusesOf([...usual, ...others]))).toEqual(new Set([404]));
  });
});

describe('a service that is started as the documentation says', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const wrongs = ['GET /nowhere', 'GET /api/v1/schools', 'GET /api/v1/schools/%E0%A4%A', 'POST /api/v1/session'];
  const children: RecordedChild[] = [];
  let programs: Programs;
  let folder: string;
  beforeAll(async () => {
    programs = await Programs.compiled();
    folder = await mkdtemp(join(tmpdir(), 'redline-exposure-'));
  });
  afterAll(async () => {
    for (const child of children) child.kill();
    await Promise.all(children.map(({ ended }) => ended));
    await rm(folder, { recursive: true, force: true });
    await programs.remove();
  });

  const started = async (settings: Readonly<Record<string, string>>) => {
    const [, ...words] = scripts.start.replace('dist', programs.folder).split(' ');
    const env = { REDLINE_DATA_DIR: join(folder, String(children.length)), PORT: '0', ...settings };
    const child = startProgram([process.execPath, ...words], { cwd: programs.folder, env });
    children.push(child);
    await child.spoken('Redline:');
    return { child, url: child.said('Redline:')[0]?.slice('Redline: '.length) ?? '' };
  };

  it('13.4.2 L2 answers what goes wrong alike in every environment, without a stack', async () => {
    const answersIn = async (settings: Readonly<Record<string, string>>) => {
      const { url } = await started(settings);
      const answers = await Promise.all(
        wrongs.map((line) => bareAnswer(url, bareRequest(line, ['Content-Length: 0']))),
      );
      return answers.map(({ status, body }) => {
        const { traceId: _, ...told } = JSON.parse(body) as { readonly traceId: string };
        return { status, told };
      });
    };
    const plain = await answersIn({});
    expect(plain.map(({ status }) => status)).toEqual([404, 401, 400, 400]);
    expect(JSON.stringify(plain)).not.toMatch(/stack|node_modules|\.[jt]s\b/);
    expect(await answersIn({ NODE_ENV: 'production' })).toEqual(plain);
    expect(await answersIn({ NODE_ENV: 'development', DEBUG: '*', REDLINE_DEBUG: '1' })).toEqual(plain);
  });

  it('13.4.2 L2 opens no inspector, not even when it is signalled to', async () => {
    const bare = startProgram([process.execPath, '--eval', 'console.log("here now"); setInterval(() => {}, 1e6)'], {
      cwd: folder,
      env: {},
    });
    children.push(bare);
    await bare.spoken('here');
    bare.signal('SIGUSR1');
    await until(() => startsInspector.test(bare.errors)); // what Node does unless somebody takes the signal
    bare.kill();
    await bare.ended; // and lets go of the inspector's port
    expect(scripts.start).not.toContain('inspect');
    const { child, url } = await started({});
    expect(listenersOf(child.pid)).toEqual([Number(new URL(url).port)]);
    for (let n = 0; n < 5; n += 1) {
      child.signal('SIGUSR1');
      await until(async () => (await fetch(`${url}/health/live`)).ok);
    }
    expect(listenersOf(child.pid)).toEqual([Number(new URL(url).port)]);
    expect(child.errors).not.toMatch(startsInspector);
  });
});
