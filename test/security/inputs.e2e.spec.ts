import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { operationsOf } from '../journeys/any-request/described-operations.ts';
import type { Operation } from '../journeys/any-request/described-operations.ts';
import { publicSchool } from '../journeys/contents.ts';
import { Office, told } from '../journeys/office.ts';
import { OpenApiCheck } from '../journeys/openapi-check.ts';
import { bareAnswer, bareRequest } from './bare-line.ts';
import { examplePath, exampleText } from './examples.ts';
import { injections } from './injections.ts';

const school = '3646016201';
let office: Office;
let commands: readonly Operation[];

beforeAll(async () => {
  office = await Office.open();
  await office.gather();
  const { body } = await office.command('/api/v1/schools', publicSchool(school));
  await office.get(`/api/v1/schools?minPosition=${body.position}`);
  commands = operationsOf(office.document).filter(({ body: taken }) => taken?.type === 'application/json');
});
afterAll(() => office.close());

const send = (operation: Operation, text: string) =>
  office.command(examplePath(operation), text, {
    method: operation.method,
    headers: { 'content-type': 'application/json' },
  });
const head = async (): Promise<string> => (await office.get('/health/ready')).body.logHead as string;

describe('an address', () => {
  it.each([
    ['/api/v1/schools/%2536%2534', 400],
    ['/api/v1/eligibility/%2533646016201', 404],
    [`/api/v1/schools/${school}%252Ffile`, 400],
    [`/api/v1/schools/${school}%2Ffile`, 400],
    ['/api/v1/schools?district=%2534%2536', 400],
    ['/api%2Fv1%2Fschools', 404],
    ['/api/v1/%73chools', 200],
    ['/api/ui/%2e%2e%2fpackage.json', 404],
    ['/api/ui/../../package.json', 404],
    ['/api/ui/..%5cpackage.json', 404],
    ['/api/v1/eligibility/%E0%A4%A', 400],
    ['/api/v1/eligibility/%C0%AF', 400],
  ])('1.1.1 L2 is decoded once: %s is answered %i', async (path, status) => {
    expect(
      (await bareAnswer(office.url, bareRequest(`GET ${path}`, [`Cookie: ${await office.cookieOf('王芳')}`]))).status,
    ).toBe(status);
  });
});

describe('200 injections', () => {
  it('are 200', () => expect(new Set(injections).size).toBe(200));

  it('1.2.4 L1 change nothing and find nothing, through every parameter of every question', async () => {
    const before = await head();
    const questions = operationsOf(office.document).filter(
      ({ method, template }) => method === 'GET' && !template.endsWith('/stream'),
    );
    const statuses = new Set<number>();
    const found: unknown[] = [];
    for (const operation of questions)
      for (const { name, in: place } of operation.parameters.filter(
        (one) => one.in !== 'header' && one.name !== 'minPosition',
      ))
        for (const text of injections) {
          const sent = encodeURIComponent(text);
          const path =
            place === 'path'
              ? operation.template.replace(`{${name}}`, sent)
              : `${examplePath(operation)}?${name}=${sent}`;
          const reply = await office.get(path.replaceAll(/\{[^}]+\}/g, school));
          statuses.add(reply.status);
          if (reply.status === 200)
            found.push(...((reply.body.items ?? reply.body.changes ?? []) as readonly unknown[]));
        }
    expect(statuses).toEqual(new Set([200, 400, 404]));
    expect(found).toEqual([]);
    expect(await head()).toBe(before);
  });

  it('1.2.4 L1 are text like any other in what is recorded', async () => {
    for (const [at, text] of injections.entries()) {
      const code = String(3_646_017_000 + at);
      const { status } = await office.command('/api/v1/schools', {
        ...publicSchool(code),
        name: text,
        principal: text,
      });
      expect([200, 201, 400]).toContain(status);
      if (status === 400) continue;
      const { body } = await office.get(`/api/v1/schools/${code}?minPosition=${Number(await head())}`);
      expect([body.school?.name ?? body.name]).toEqual([text.normalize('NFC').trim()]);
    }
  });
});

describe('a command', () => {
  it.each([
    ['__proto__', '{"__proto__":{"isAdmin":true},'],
    ['an escaped __proto__', '{"\\u005f\\u005fproto__":{"isAdmin":true},'],
    ['constructor', '{"constructor":{"prototype":{"isAdmin":true}},'],
  ])('1.5.2 L2 changes no prototype by %s', async (_, opening) => {
    for (const operation of commands) {
      const reply = await send(operation, exampleText(operation).replace('{', opening));
      expect([operation.template, told(reply)]).toEqual([operation.template, '400 forbidden-key']);
    }
    expect(({} as { readonly isAdmin?: true }).isAdmin).toBeUndefined();
  });

  it.each([
    ['a name twice', '{"reason":1,"reason":2}', 'duplicate-key'],
    ['a name twice, inside', '{"items":[{"on":1,"\\u006fn":2}]}', 'duplicate-key'],
    ['NaN', '{"count":NaN}', 'malformed-json'],
    ['a number that is none', '{"count":1e999}', 'bad-number'],
    ['a byte order mark', '\ufeff{}', 'malformed-json'],
    ['a comment', '{/**/}', 'malformed-json'],
    ['seventeen levels', '['.repeat(17) + ']'.repeat(17), 'json-too-deep'],
  ])('1.5.3 L3 with %s is refused, by every route and by the command line', async (_, text, code) => {
    for (const operation of commands) expect(told(await send(operation, text))).toBe(`400 ${code}`);
  });

  it('1.5.3 L3 in another charset than UTF-8, or in bytes that are none, is refused', async () => {
    const type = { 'content-type': 'application/json; charset=gbk' };
    expect(told(await office.command('/api/v1/schools', '{}', { headers: type }))).toBe('415 unsupported-media-type');
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    const response = await fetch(`${office.url}/api/v1/schools`, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/json', cookie: await office.cookieOf('王芳') },
    });
    expect(((await response.json()) as { code: string }).code).toBe('malformed-json');
  });

  it('2.2.1 L1 is held to the schema of its route: a field that is not known, or missing, is named', async () => {
    const empty: (readonly [template: string, status: number])[] = [];
    for (const operation of commands) {
      const example = operation.body?.example as Readonly<Record<string, unknown>>;
      const unknown = await send(operation, JSON.stringify({ ...example, isApproved: true }));
      expect([operation.template, unknown.status]).toEqual([operation.template, 400]);
      expect(JSON.stringify(unknown.body)).toContain('unknown-field');
      if (operation.template === '/api/v1/exports/schools') continue; // everything may be left out
      empty.push([operation.template, (await send(operation, '{}')).status]);
    }
    expect(empty).toHaveLength(commands.length - 1);
    expect(empty.filter(([, status]) => status !== 400)).toEqual([]);
  });

  it('15.3.3 L2 cannot set what it is not asked for: who acted, when, and what follows', async () => {
    for (const field of ['actor', 'actorTrust', 'recordedAt', 'revision', 'position', 'mergedInto', 'outcome']) {
      const reply = await office.command('/api/v1/schools', { ...publicSchool('3646016202'), [field]: 'x' });
      expect([field, told(reply)]).toEqual([field, '400 validation-failed']);
    }
  });
});

it('15.3.1 L1 answers with the fields that are described, and no other', async () => {
  const closed = JSON.parse(JSON.stringify(office.document), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value && !('additionalProperties' in value)
      ? { ...value, additionalProperties: false }
      : value,
  ) as typeof office.document;
  const check = new OpenApiCheck(closed);
  const asked = [`/api/v1/eligibility/${school}`, '/api/v1/eligibility/changes', '/health/ready', '/api/v1/version'];
  const listed = [`/api/v1/schools/${school}`, '/api/v1/schools', `/api/v1/schools/${school}/file`, '/api/v1/nowhere'];
  for (const path of [...asked, ...listed]) {
    const reply = await office.get(path);
    expect(check.faultsOf({ ...reply, method: 'GET', path })).toEqual([]);
  }
  const reply = await office.command('/api/v1/schools', publicSchool('3646016299'));
  expect(check.faultsOf({ ...reply, method: 'POST', path: '/api/v1/schools' })).toEqual([]);
});

it('1.5.3 L3 the command line reads questions as the service does', () => {
  const ask = (line: string): string =>
    spawnSync(
      process.execPath,
      ['--import', './tools/swc.mjs', 'apps/cli/src/main.ts', 'ask', '--data', office.directory],
      {
        input: `${line}\n`,
        encoding: 'utf8',
      },
    ).stdout;
  const lines = [`{"school":"${school}","school":"1"}`, `{"school":"${school}","__proto__":{}}`, '{"school":NaN}'];
  for (const answer of ask(lines.join('\n')).trim().split('\n')) expect(answer).toContain('malformed-question');
  expect(ask(`{"school":"${school}"}`)).toContain('"mayEnrol"');
});
