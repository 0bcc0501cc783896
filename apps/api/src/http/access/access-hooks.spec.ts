import { expect, it } from '@jest/globals';
import fastify from 'fastify';
import { addAccess } from './access-hooks.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { requiring } from './requires.ts';
import { SchoolGate } from './school-gate.ts';

const guarded = () => {
  const server = fastify();
  const doorkeeper = new Doorkeeper({ keys: { keyById: async () => undefined }, progress: { head: 0 } });
  addAccess(server, { doorkeeper, gate: new SchoolGate({ districtOf: async () => undefined }) });
  return server;
};

it('does not take a route that names no action', () => {
  expect(() => guarded().get('/open', () => 'here')).toThrow('GET /open does not name what it requires');
});

it('guards a route for the action that it names, and its HEAD once', async () => {
  const server = guarded();
  server.get('/boards', requiring('SIGN_BOARD'), () => 'here');
  server.get('/schools', requiring('LIST_SCHOOLS'), (request) => request.admitted.actor.id);
  const answers = await Promise.all([
    server.inject({ url: '/schools' }),
    server.inject({ url: '/schools', method: 'HEAD' }),
    server.inject({ url: '/boards' }),
    server.inject({ url: '/schools', headers: { authorization: 'Bearer x' } }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode < 400)).toEqual([true, true, false, false]);
  expect(answers.slice(2).map((answer) => answer.json<{ message: string }>().message)).toEqual([
    'role-may-not',
    'key-unknown',
  ]);
});
