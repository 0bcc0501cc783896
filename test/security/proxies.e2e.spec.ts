import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicSchool } from '../journeys/contents.ts';
import { Office, told } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import { codeOf, wangFang } from '../journeys/people.ts';
import { accessRecordsOf } from './access-records.ts';

const [client, another, spoofed] = ['203.0.113.7', '203.0.113.8', '10.9.8.7'];
const school = '3646016901';

/** As what stands in front would add to what the client wrote. */
const throughProxy = (address: string, said = ''): Readonly<Record<string, string>> => ({
  'x-forwarded-for': said === '' ? address : `${said}, ${address}`,
});

const guess = (office: Office, headers: Readonly<Record<string, string>>, account = 'wangfang'): Promise<Reply> =>
  office.send('POST', '/api/v1/session', {
    body: { account, password: 'not the right one', code: '000000' },
    headers,
    who: null,
  });

const lastAddress = async (office: Office, type: string): Promise<unknown> =>
  (await accessRecordsOf(office)).findLast((one) => one.type === type)?.data['address'];

const keyFrom = async (office: Office, id: string, addresses: readonly string[]): Promise<string> => {
  const clients = '/api/v1/machine-clients';
  await office.command(clients, { id, name: '中招平台', contact: '值班' });
  const { body } = await office.command(`${clients}/${id}/keys`, { scopes: ['eligibility:read'], addresses });
  await office.getOnceKnown(`/api/v1/schools?minPosition=${body.position}`);
  return body.key as string;
};
const ask = (office: Office, key: string, headers: Readonly<Record<string, string>>): Promise<Reply> =>
  office.get(`/api/v1/eligibility/${school}`, { authorization: `Bearer ${key}`, ...headers });

describe('behind a proxy that is trusted', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open(undefined, { trustedProxies: ['127.0.0.1/32'] });
    await office.gather();
    await office.command('/api/v1/schools', publicSchool(school));
  });
  afterAll(() => office.close());

  it('15.3.4 L2 the address on record is the one that the proxy saw, whatever the client wrote before it', async () => {
    expect(told(await guess(office, throughProxy(client, `${spoofed}, 127.0.0.1`)))).toBe('401 sign-in-refused');
    expect(await lastAddress(office, 'SignInRefused')).toBe(client);
    const cookie = await office.cookieOf('李明');
    const denied = await office.get('/metrics', { cookie, ...throughProxy(another, spoofed) });
    expect(told(denied)).toBe('403 role-may-not');
    expect(await lastAddress(office, 'AccessDenied')).toBe(another);
    expect(office.lines.join('')).not.toContain(spoofed);
  });

  it('15.3.4 L2 whoever fails is made to wait by that address, is not freed by writing others, and holds up nobody else', async () => {
    for (let n = 0; n < 4; n += 1) await guess(office, throughProxy(client, `10.0.0.${n}`));
    for (let n = 0; n < 4; n += 1)
      expect(told(await guess(office, throughProxy(client, `10.0.1.${n}`)))).toBe('429 sign-in-too-often');
    const { account, password, secret } = await office.people.signedIn(wangFang);
    const rightly = { account, password, code: codeOf(secret, 1) };
    const elsewhere = await office.send('POST', '/api/v1/session', {
      body: rightly,
      headers: throughProxy(another),
      who: null,
    });
    expect(elsewhere.status).toBe(201);
    expect(await lastAddress(office, 'SignedIn')).toBe(another);
  });

  it('15.3.4 L2 a key that is for some addresses is held to that address', async () => {
    const key = await keyFrom(office, 'ranged', [`${client}/32`]);
    expect((await ask(office, key, throughProxy(client))).status).toBe(200);
    expect(told(await ask(office, key, throughProxy(another, client)))).toBe('403 key-not-from-here');
    expect(told(await ask(office, key, {}))).toBe('403 key-not-from-here');
  });

  it('15.3.4 L2 an address that is none is nobody’s', async () => {
    const key = await keyFrom(office, 'ranged-too', ['0.0.0.0/0', '::/0']);
    for (const junk of ['unknown', '1.2.3', '203.0.113.7:80x', '<script>'])
      expect(told(await ask(office, key, throughProxy(junk)))).toBe('403 key-not-from-here');
  });
});

describe('without a trusted proxy', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open(undefined, { trustedProxies: ['192.0.2.1'] });
    await office.gather();
    await office.command('/api/v1/schools', publicSchool(school));
  });
  afterAll(() => office.close());

  const everyHeader = {
    'x-forwarded-for': client,
    'x-real-ip': client,
    'x-client-ip': client,
    'true-client-ip': client,
    'cf-connecting-ip': client,
    forwarded: `for=${client}`,
  };

  it('15.3.4 L2 the address is the connection’s, in records and for keys and waits', async () => {
    expect(told(await guess(office, everyHeader))).toBe('401 sign-in-refused');
    expect(await lastAddress(office, 'SignInRefused')).toBe('127.0.0.1');
    const key = await keyFrom(office, 'ranged', [`${client}/32`]);
    expect(told(await ask(office, key, everyHeader))).toBe('403 key-not-from-here');
    for (let n = 0; n < 4; n += 1) await guess(office, { 'x-forwarded-for': `203.0.113.${n}` });
    expect(told(await guess(office, { 'x-forwarded-for': another }))).toBe('429 sign-in-too-often');
    expect(office.lines.join('')).not.toContain('203.0.113.');
  });
});
