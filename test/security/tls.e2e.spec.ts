import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import type { RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { connect as connectInClear } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { Certificates } from '#testing';
import { readConfig } from '../../apps/api/src/config.ts';
import { startServer } from '../../apps/api/src/server.ts';
import type { RunningServer } from '../../apps/api/src/server.ts';

let certificates: Certificates;
let directory: string;
let server: RunningServer;
let ca: string;
beforeAll(async () => {
  certificates = new Certificates();
  ca = readFileSync(certificates.of('ca.crt'), 'utf8');
  directory = await mkdtemp(join(tmpdir(), 'redline-tls-'));
  const config = readConfig({
    REDLINE_DATA_DIR: directory,
    REDLINE_TLS_CERTIFICATE_FILE: certificates.of('node.crt'),
    REDLINE_TLS_KEY_FILE: certificates.of('node.key'),
    REDLINE_PUBLIC_URL: 'https://redline.example',
    PORT: '0',
    LOG_LEVEL: 'silent',
  });
  server = await startServer(config);
});
afterAll(async () => {
  await server?.close();
  await rm(directory, { recursive: true, force: true });
  certificates?.remove();
});

const asked = async (options: RequestOptions): Promise<IncomingMessage> => {
  const request = get(`${server.url}/health/ready`, { ca, agent: false, ...options });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
};

/** What comes back over a connection that sends this and waits for its end. */
const saidTo = async (line: string): Promise<string> => {
  const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', ca });
  await once(socket, 'secureConnect');
  socket.write(line);
  return text(socket);
};

describe('a service with a certificate of its own', () => {
  it('12.2.1 L1 is asked over TLS by whoever knows its authority', async () => {
    expect(server.url).toMatch(/^https:/);
    const { statusCode, headers } = await asked({});
    expect(statusCode).toBe(200);
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
  });

  it.each([
    [
      'with an authority that is a stranger',
      () => ({ ca: readFileSync(certificates.of('stranger.crt'), 'utf8') }),
      /unable to verify/,
    ],
    [
      'in a TLS older than 1.2',
      () => ({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }) as const,
      /alert protocol version/, // the service's own word, not the client's
    ],
  ])('12.2.1 L1 is not asked %s', async (_, options, message) => {
    const refusal = { message: expect.stringMatching(message) };
    await expect(asked(options())).rejects.toMatchObject(refusal);
  });

  it('12.2.1 L1 answers nothing in clear', async () => {
    const socket = connectInClear(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    expect(await text(socket).catch(() => '')).not.toMatch(/HTTP|"status"/);
  });

  it('answers what Node’s parser refuses as a problem', async () => {
    const said = await saidTo('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n');
    expect(said).toMatch(/^HTTP\/1.1 400 [^]*application\/problem\+json[^]*malformed-request/);
  });
});
