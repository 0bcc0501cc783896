import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '#testing';
import { startProgram } from '../faults/kit/child.ts';
import type { RecordedChild } from '../faults/kit/child.ts';
import { Programs } from '../faults/kit/programs.ts';
import { operationsOf } from '../journeys/any-request/described-operations.ts';
import type { Operation } from '../journeys/any-request/described-operations.ts';
import type { OpenApiDocument } from '../journeys/openapi-check.ts';
import { called, usually } from '../journeys/office.ts';
import { People, setupTokenIn } from '../journeys/people.ts';
import { examplePath, exampleText } from './examples.ts';

// The service stands in a process that can say what its objects inherit now and did not at first.

let programs: Programs;
let folder: string;
let child: RecordedChild;
let url: string;
let people: People;
let operations: readonly Operation[];
beforeAll(async () => {
  programs = await Programs.compiled();
  folder = await mkdtemp(join(tmpdir(), 'redline-prototypes-'));
  const env = { REDLINE_DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'error' };
  child = startProgram([process.execPath, programs.child('watched-service')], { cwd: programs.folder, env });
  await child.spoken('Redline:');
  url = child.said('Redline:')[0]?.slice('Redline: '.length) ?? '';
  people = new People(url, setupTokenIn(child.lines.join('\n')));
  for (const who of ['administrator', '王芳', 'approver']) await people.cookieOf(called(who));
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApiDocument;
  operations = operationsOf(document).filter(({ method }) => method === 'POST' || method === 'PUT');
});
afterAll(async () => {
  child?.kill();
  await child?.ended;
  await rm(folder, { recursive: true, force: true });
  await programs?.remove();
});

/** Names as JSON writes them, some of which only a parser sees. */
const names = ['"__proto__"', '"constructor"', '"prototype"', '"\\u005f_proto__"', '"con\\u0073tructor"'];
const members = ['{"polluted":1}', '{"prototype":{"polluted":1}}', 'null'];

const form = 'application/x-www-form-urlencoded';
/** The one route of a protocol that speaks forms; there is no provider here. */
const takesForms = ({ body }: Operation): boolean => body?.type === form;

/** The example with one member more, once in each of its objects; an object of its own where there is no example. */
const pollutedBodies = (operation: Operation): readonly string[] => {
  const text = operation.body?.type === 'application/json' ? exampleText(operation) : '{}';
  return [...text.matchAll(/\{/g)].flatMap(({ index }) =>
    names.flatMap((name) =>
      members.map((member) => {
        const rest = text.slice(index + 1);
        return `${text.slice(0, index + 1)}${name}:${member}${rest.startsWith('}') ? '' : ','}${rest}`;
      }),
    ),
  );
};

const cookieFor = (path: string): Promise<string> => people.cookieOf(called(usually(path) ?? '王芳'));

interface Sending {
  readonly body: string;
  readonly query?: string;
  readonly type?: string;
}

const send = async (operation: Operation, { body, query = '', type = 'application/json' }: Sending) => {
  const path = examplePath(operation);
  const headers = { 'content-type': type, cookie: await cookieFor(path) };
  const { status } = await fetch(`${url}${path}${query}`, { method: operation.method, headers, body });
  return status;
};

/** What every object of the service inherits now and did not when it started. */
const inherited = async (): Promise<readonly string[]> => {
  const before = child.said('inherited').length;
  child.signal('SIGUSR2');
  await until(() => child.said('inherited').length > before);
  return JSON.parse(child.said('inherited').at(-1)?.slice('inherited '.length) ?? '') as string[];
};
const head = async (): Promise<string> =>
  ((await (await fetch(`${url}/health/ready`)).json()) as { logHead: string }).logHead;

it('15.3.6 L2 members of prototypes in the body of every POST and PUT, at every depth, are refused and change none', async () => {
  const before = await head();
  const wrong: string[] = [];
  let sent = 0;
  for (const operation of operations.filter((one) => !takesForms(one)))
    for (const body of pollutedBodies(operation)) {
      const status = await send(operation, { body });
      sent += 1;
      if (status !== 400) wrong.push(`${operation.method} ${operation.template} ${status} ${body.slice(0, 200)}`);
    }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(operations.length).toBeGreaterThan(40);
  expect(sent).toBeGreaterThan(operations.length * names.length);
  expect(await inherited()).toEqual([]);
  expect(await head()).toBe(before);
});

it('15.3.6 L2 nor do they in queries, headers and forms', async () => {
  const queries = ['__proto__[polluted]=1', '__proto__.polluted=1', 'constructor[prototype][polluted]=1'];
  const part = (name: string): string => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n1\r\n--x--\r\n`;
  for (const operation of operations) {
    const path = examplePath(operation);
    for (const query of queries)
      expect(await send(operation, { query: `?${query}`, body: '{"__proto__":1}' })).toBeGreaterThanOrEqual(400);
    expect(await send(operation, { body: '__proto__[polluted]=1', type: form })).toBe(
      takesForms(operation) ? 404 : 415,
    );
    const parts = await send(operation, { body: part('__proto__'), type: 'multipart/form-data; boundary=x' });
    expect(parts).toBe(operation.body?.type === 'multipart/form-data' ? 400 : 415);
    const headers = { ['__proto__']: '{"polluted":1}', constructor: '1', cookie: '__proto__=1; constructor=1' };
    expect((await fetch(`${url}${path}`, { method: operation.method, headers })).status).toBeGreaterThanOrEqual(400);
  }
  expect(await inherited()).toEqual([]);
});

it('15.3.6 L2 would be seen from inside', async () => {
  child.signal('SIGHUP');
  await child.spoken('spoilt');
  expect(await inherited()).toEqual(['Object.spoilt']);
});
