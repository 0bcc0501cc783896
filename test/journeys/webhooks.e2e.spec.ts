import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { publicSchool } from './contents.ts';
import { Office, told } from './office.ts';

const [ours, theirs] = ['3646015101', '3646015102'];
const hooks = '/api/v1/webhooks';
const client = 'admission-platform';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A certificate for this machine, by an authority that nobody else knows. */
const makeCertificate = (folder: string): void => {
  const run = (line: string): void => {
    const { status, stderr } = spawnSync('openssl', line.split(' '), { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  run(`req -x509 ${key} -keyout ca.key -out ca.crt -days 2 -subj /CN=ca`);
  run(`req ${key} -keyout node.key -out node.csr -subj /CN=node`);
  writeFileSync(join(folder, 'node.ext'), 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n');
  run('x509 -req -in node.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out node.crt -days 2 -extfile node.ext');
};

let folder: string;
let receiver: Server;
let url: string;
let office: Office;
let status = 204;
let wake: () => void = () => undefined;
const received: Received[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redline-webhooks-'));
  makeCertificate(folder);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  receiver = createServer({ cert: read('node.crt'), key: read('node.key') }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(status, { location: `${url}/elsewhere` }).end();
      wake();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(receiver.address() as AddressInfo).port}/redline`;
  office = await Office.open(undefined, { webhooks: { networks: ['127.0.0.0/8'], ca: read('ca.crt') } });
  await seen(office.command('/api/v1/machine-clients', { id: client, name: '中招平台', contact: '值班' }));
});
afterAll(async () => {
  await office.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  rmSync(folder, { recursive: true });
});

const seen = async (command: ReturnType<Office['command']>) => {
  const reply = await command;
  expect([200, 201]).toContain(reply.status);
  await office.getOnceKnown(`/api/v1/schools?minPosition=${reply.body.position}`);
  return reply.body;
};
const register = (over: object = {}) =>
  office.command(hooks, { webhook: 'platform-changes', client, url, districts: ['460108'], ...over });
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo())
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
};
const listed = async (id: string) =>
  (await office.get(hooks)).body.webhooks.find(({ webhook }: { webhook: string }) => webhook === id);

describe('a webhook', () => {
  let secret: string;

  it('is registered with a secret that is shown once and made from a file of the owner alone', async () => {
    const body = await seen(register());
    ({ secret } = body);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await register()).body.secret).toBeNull();
    expect(JSON.stringify((await office.get(hooks)).body)).not.toContain(secret);
    expect(office.lines.join('')).not.toContain(secret);
    expect(statSync(join(office.directory, 'keys', 'webhooks.key')).mode & 0o777).toBe(0o600);
  });

  it('is pinged, and answers what came back', async () => {
    const { body } = await office.command(`${hooks}/platform-changes/ping`, undefined);
    expect(body).toMatchObject({ isTaken: true, status: 204, error: null });
    const [{ body: sent, headers } = { body: '', headers: {} }] = received.splice(0);
    const verified = new Webhook(secret).verify(sent, headers as Record<string, string>);
    expect(verified).toMatchObject({ type: 'ping', data: { webhook: 'platform-changes' } });
    status = 302;
    const elsewhere = await office.command(`${hooks}/platform-changes/ping`, undefined);
    expect(elsewhere.body).toMatchObject({ isTaken: false, status: 302, error: 'redirect-refused' });
    expect(received.splice(0)).toHaveLength(1);
    status = 204;
  });

  it('is told the items of the feed, in order, of its districts alone, as the secret proves', async () => {
    await seen(office.command('/api/v1/schools', { ...publicSchool(theirs), district: '460105' }));
    await seen(office.command('/api/v1/schools', { ...publicSchool(ours), district: '460108' }));
    const { body: feed } = await office.get('/api/v1/eligibility/changes?limit=1000');
    const wanted = feed.changes.filter(({ school }: { school: string }) => school === ours);
    await until(() => received.length >= wanted.length);
    const verifier = new Webhook(secret);
    const messages = received
      .splice(0)
      .map(({ body, headers }) => verifier.verify(body, headers as Record<string, string>));
    expect(messages).toEqual(
      wanted.map((data: { recordedAt: string }) => ({ type: 'eligibility.changed', timestamp: data.recordedAt, data })),
    );
    const { body: log } = await office.get(`${hooks}/platform-changes/deliveries`);
    expect(log.deliveries).toHaveLength(wanted.length);
    expect(log.deliveries[0]).toMatchObject({ no: 1, attempt: 1, status: 204, error: null });
  });

  it('is told everything again after a replay, with the same ids', async () => {
    const before = (await office.get(`${hooks}/platform-changes/deliveries`)).body.deliveries;
    await seen(office.command(`${hooks}/platform-changes/replay`, { reason: '恢复备份' }));
    await until(() => received.length >= before.length);
    const ids = received.splice(0).map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(before.map(({ messageId }: { messageId: string }) => messageId));
  });

  it('is told nothing after its removal', async () => {
    await seen(office.command(`${hooks}/platform-changes/removal`, { reason: '平台下线' }));
    expect(await listed('platform-changes')).toMatchObject({ standing: 'REMOVED', removalReason: '平台下线' });
    expect(told(await office.command(`${hooks}/platform-changes/ping`, undefined))).toBe('409 webhook-already-removed');
    expect(told(await office.command(`${hooks}/platform-changes/replay`, { reason: '再来' }))).toBe(
      '409 webhook-already-removed',
    );
  });
});

it('refuses what cannot be told', async () => {
  expect(told(await register({ webhook: 'b', url: 'http://platform.example/' }))).toBe('422 bad-webhook-url');
  expect(told(await register({ webhook: 'b', client: 'stranger' }))).toBe('422 unknown-client');
  expect(told(await register({ webhook: 'b', schools: ['364601'] }))).toBe('400 validation-failed');
  expect(told(await office.command(`${hooks}/nobody/ping`, undefined))).toBe('404 unknown-webhook');
  expect(told(await office.get(`${hooks}/nobody/deliveries`))).toBe('404 unknown-webhook');
  expect(told(await office.command(`${hooks}/nobody/removal`, { reason: '无' }))).toBe('404 unknown-webhook');
});

it('never speaks to an address inside that nobody named', async () => {
  await seen(register({ webhook: 'inside', url: 'https://10.0.0.1/' }));
  const { body } = await office.command(`${hooks}/inside/ping`, undefined);
  expect(body).toMatchObject({ isTaken: false, status: null, error: 'address-refused' });
});
