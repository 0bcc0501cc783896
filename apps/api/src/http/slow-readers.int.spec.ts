import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { requestLimits } from './limits.ts';
import { awaitPatiently } from './patience.ts';
import { cutOffSlowReaders } from './slow-readers.ts';

const idleMs = 150;
/** More than any kernel keeps for somebody who does not read. */
const long = Buffer.alloc(64 * 2 ** 20, 'a');

let server: Server;
const clients: Socket[] = [];
beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/long') response.end(long);
    else if (request.url === '/thinking') void after(idleMs * 6).then(() => response.end('thought'));
    else void awaitPatiently(request.socket, () => once(request, 'end'));
  });
  cutOffSlowReaders(server, idleMs);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  server.close();
});

/** The service's end of a connection that sent this. */
const sent = async (text: string, reads: boolean): Promise<{ client: Socket; served: Socket }> => {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  clients.push(client);
  client.on('error', () => undefined);
  if (reads) client.resume();
  else client.pause();
  const [served] = (await once(server, 'connection')) as [Socket];
  client.write(text);
  return { client, served };
};
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

it('ends a connection whose client takes nothing of its answer', async () => {
  const { served } = await sent(get('/long'), false);
  await once(served, 'close');
  expect(served.bytesWritten).toBeGreaterThan(0);
});

it('ends one that sent many requests and reads no answer', async () => {
  const { served } = await sent(get('/long').repeat(20), false);
  await once(served, 'close');
  expect(served.destroyed).toBe(true);
});

it('leaves alone who reads, and who waits for what is still being made', async () => {
  const { client } = await sent(get('/thinking'), true);
  const [text] = (await once(client.setEncoding('utf8'), 'data')) as [string];
  expect(text).toContain('200 OK');
});

it('ends one that is idle, as the socket alone would', async () => {
  const { served } = await sent('', true);
  await once(served, 'close');
  expect(served.bytesWritten).toBe(0);
});

it('lets nobody take longer over an answer than over a request, though Node grants the time twice', () => {
  expect(2 * requestLimits.readTimeoutMs).toBeLessThanOrEqual(requestLimits.requestTimeoutMs);
});
