import { expect, it } from '@jest/globals';
import fastify from 'fastify';
import { nobody } from '#policy';
import type { Action, Actor } from '#policy';
import { addAccess } from './access-hooks.ts';
import type { Denial } from './access-hooks.ts';
import { stranger } from './admitted.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { requiring } from './requires.ts';
import { SchoolGate } from './school-gate.ts';

const [ours, theirs] = ['3646015001', '3646015002'];
const denials: Denial[] = [];
const officer: Actor = { ...nobody, id: 'wang.fang', roles: ['OFFICER'], districts: ['460108'] };

const guarded = (opened: ReadonlySet<Action> = new Set()) => {
  const server = fastify();
  const doorkeeper = new Doorkeeper({
    sessions: { admit: async () => ({ ...stranger, actor: officer }) },
    keys: { keyById: async () => undefined, keyForTokens: async () => undefined },
    tokens: {
      verify: async () => ({ issuer: '', clientId: 'unheard-of', subject: '', scopes: [], expiresMs: 0, claims: {} }),
    },
    progress: { head: 0 },
  });
  const gate = new SchoolGate({ districtOf: async (code) => (code === ours ? '460108' : '460105') });
  addAccess(server, { doorkeeper, gate, opened, denied: (denial) => denials.push(denial) });
  server.setErrorHandler((error, request, reply) => {
    request.problemCode = (error as Error).message;
    void reply.code(request.problemCode === 'sign-in-needed' ? 401 : 403).send(error);
  });
  return server;
};
const cookie = `__Host-sid=${'a'.repeat(43)}`;

it('does not take a route that names no action', () => {
  expect(() => guarded().get('/open', () => 'here')).toThrow('GET /open does not name what it requires');
});

it('guards a route for the action that it names, and its HEAD once', async () => {
  const server = guarded();
  server.get('/boards', requiring('SIGN_BOARD'), () => 'here');
  server.get('/schools', requiring('LIST_SCHOOLS'), (request) => request.admitted.actor.id);
  const answers = await Promise.all([
    server.inject({ url: '/schools', headers: { cookie } }),
    server.inject({ url: '/schools', method: 'HEAD', headers: { cookie } }),
    server.inject({ url: '/boards', headers: { cookie } }),
    server.inject({ url: '/schools', headers: { authorization: 'Bearer x' } }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode < 400)).toEqual([true, true, false, false]);
  expect(answers.slice(2).map((answer) => answer.json<{ message: string }>().message)).toEqual([
    'role-may-not',
    'key-unknown',
  ]);
});

it('asks nobody who they are for what the operator opens, and takes no wrong key there', async () => {
  const urls = ['/described', '/schools'];
  const answered = async (opened: ReadonlySet<Action>, headers = {}) => {
    const server = guarded(opened);
    server.get('/described', requiring('READ_API_DESCRIPTION'), () => 'here');
    server.get('/schools', requiring('LIST_SCHOOLS'), () => 'here');
    return Promise.all(urls.map(async (url) => (await server.inject({ url, headers })).statusCode));
  };
  const opened = new Set<Action>(['READ_API_DESCRIPTION']);
  expect(await answered(opened)).toEqual([200, 401]);
  expect(await answered(new Set())).toEqual([401, 401]);
  expect(await answered(new Set(), { cookie })).toEqual([200, 200]);
  expect(await answered(opened, { authorization: 'Bearer x' })).toEqual([403, 403]);
});

it('asks a stranger who they are, and leaves what stands in a body to the command desk', async () => {
  const server = guarded();
  server.get('/schools/:code', requiring('READ_SCHOOL'), () => 'here');
  server.post('/decisions', requiring('RECORD_DECISION'), () => 'here');
  server.post('/cases', requiring('RECORD_CASE'), () => 'here');
  server.post('/cases/:school', requiring('RECORD_CASE'), () => 'here');
  const send = async (method: 'GET' | 'POST', url: string, headers: Readonly<Record<string, string>> = { cookie }) => {
    const answer = await server.inject({ method, url, headers });
    return answer.statusCode === 200 ? 'here' : answer.json<{ message: string }>().message;
  };
  expect(await send('GET', `/schools/${ours}`, {})).toBe('sign-in-needed');
  expect(await send('GET', `/schools/${ours}`)).toBe('here');
  expect(await send('GET', `/schools/${theirs}`)).toBe('other-district');
  expect(await send('POST', '/cases')).toBe('here');
  expect(await send('POST', `/cases/${theirs}`)).toBe('here');
  expect(await send('POST', '/decisions')).toBe('here');
});

it('tells of each denial to somebody who is known, and of none to a stranger', async () => {
  const server = guarded();
  server.get('/schools/:code', requiring('READ_SCHOOL'), () => 'here');
  denials.splice(0);
  await server.inject({ url: `/schools/${theirs}` });
  await server.inject({ url: `/schools/${theirs}`, headers: { cookie } });
  expect(denials).toEqual([
    { actor: 'wang.fang', action: 'READ_SCHOOL', reason: 'other-district', about: theirs, address: '127.0.0.1' },
  ]);
});

it('tells of a client that its issuer vouches for and nobody registered, and of no key that is unknown', async () => {
  const server = guarded();
  server.get('/schools/:code', requiring('READ_SCHOOL'), () => 'here');
  denials.splice(0);
  for (const shown of ['x', 'x'.repeat(300)])
    await server.inject({ url: `/schools/${ours}`, headers: { authorization: `Bearer ${shown}` } });
  const reason = 'token-client-unknown';
  expect(denials).toEqual([
    { actor: 'machine:unheard-of', action: 'READ_SCHOOL', reason, about: ours, address: '127.0.0.1' },
  ]);
});
