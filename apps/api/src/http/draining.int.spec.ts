import { afterEach, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { endWithAnswers } from './draining.ts';

const clients: Socket[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

/** A service that gives its answers when it is closing. */
const opened = async (): Promise<{ service: FastifyInstance; asked: Promise<unknown> }> => {
  const service = Fastify({ return503OnClosing: false, keepAliveTimeout: 72_000 });
  endWithAnswers(service);
  const moments = new EventEmitter();
  service.get('/plain', async () => {
    moments.emit('asked');
    await once(moments, 'answer');
    return 'whole';
  });
  service.get('/streamed', (_, reply) => {
    moments.emit('asked');
    void reply.hijack();
    reply.raw.write('begun');
    moments.once('answer', () => reply.raw.end('whole'));
  });
  service.addHook('preClose', (done) => {
    moments.emit('answer');
    done();
  });
  const asked = once(moments, 'asked');
  await service.listen({ port: 0, host: '127.0.0.1' });
  return { service, asked };
};

const client = (service: FastifyInstance, path: string) => {
  const socket = connect((service.server.address() as AddressInfo).port, '127.0.0.1');
  clients.push(socket);
  let all = '';
  socket.setEncoding('utf8').on('data', (part: string) => (all += part));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return { all: () => all, heard: once(socket, 'data'), ended: once(socket, 'end') };
};

it('a service that closes ends with the answer under way, and tells its client, whoever keeps silent', async () => {
  const { service, asked } = await opened();
  const { all, ended } = client(service, '/plain');
  await asked;
  await Promise.all([ended, service.close()]);
  expect(all()).toMatch(/200 OK[^]*connection: close[^]*whole/i);
});

it('also where the answer had begun', async () => {
  const { service, asked } = await opened();
  const { all, ended, heard } = client(service, '/streamed');
  await Promise.all([asked, heard]);
  await Promise.all([ended, service.close()]);
  expect(all()).toMatch(/begun[^]*whole/);
});
