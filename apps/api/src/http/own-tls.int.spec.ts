import { afterEach, beforeEach, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import type { FastifyHttpsOptions, FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { Certificates, until } from '#testing';
import { endWithAnswers } from './draining.ts';
import { faultOf, renewCertificate, servedWith } from './own-tls.ts';
import type { TlsPair } from './own-tls.ts';
import { cutOffSlowReaders } from './slow-readers.ts';

let pairs: Certificates[];
let service: FastifyInstance;
let current: TlsPair;
let reports: unknown[];

const pairOf = (certificates: Certificates): TlsPair => ({
  cert: readFileSync(certificates.of('node.crt'), 'utf8'),
  key: readFileSync(certificates.of('node.key'), 'utf8'),
});

beforeEach(async () => {
  pairs = [new Certificates(), new Certificates()];
  current = pairOf(pairs[0] as Certificates);
  reports = [];
  const options: FastifyHttpsOptions<Server> = { https: servedWith(current), return503OnClosing: false };
  service = Fastify(options);
  endWithAnswers(service);
  cutOffSlowReaders(service.server, 200);
  renewCertificate(service, { current: () => current, report: (error) => void reports.push(error), everyMs: 20 });
  service.get('/', async () => 'whole');
  service.get('/long', async () => Buffer.alloc(64 * 2 ** 20, 'a'));
  await service.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await service.close();
  for (const pair of pairs) pair.remove();
});

const connected = async (): Promise<TLSSocket> => {
  const socket = connect({
    port: (service.server.address() as AddressInfo).port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
  });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
};
const shown = async (): Promise<string> => {
  const socket = await connected();
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
};
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

it('an exchanged certificate is served without a restart; one that is none is reported, and the old one stays', async () => {
  const first = await shown();
  const { cert } = pairOf(pairs[1] as Certificates);
  current = { ...current, cert }; // its key is not there yet
  await until(() => reports.length > 0);
  expect(String(reports[0])).toContain('the key is not that of the certificate');
  expect(await shown()).toBe(first);
  current = pairOf(pairs[1] as Certificates);
  await until(async () => (await shown()) !== first);
});

it.each([
  ['nothing', { cert: '', key: '' }],
  ['text', { cert: 'certificate', key: 'key' }],
])('%s is no certificate, and nothing of the key is told', (_, pair) => {
  expect(faultOf(pair)).toMatch(/^[A-Za-z_ ]+$/);
});

it('a service that closes ends the connection with its answer', async () => {
  const socket = await connected();
  socket.write(get('/'));
  const all = text(socket);
  await once(service.server, 'request');
  await service.close();
  expect(await all).toMatch(/200 OK[^]*whole/);
});

it('whoever takes nothing of an answer is cut off', async () => {
  const client = await connected();
  client.pause();
  client.write(get('/long'));
  const [{ socket }] = (await once(service.server, 'request')) as [IncomingMessage];
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
  client.destroy();
});
