import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { importPKCS8 } from 'jose';
import type { JWTPayload } from 'jose';
import { crc32 } from 'node:zlib';
import * as client from 'openid-client';
import { FalseIssuer } from '../../libs/platform/identity-provider/fake/false-issuer.ts';
import { RealProvider } from '../../libs/platform/identity-provider/fake/real-provider.ts';
import { publicUrl, redirectUri, settingsOf } from '../journeys/browser.ts';
import { publicSchool } from '../journeys/contents.ts';
import { Office, told } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import { accessRecordsOf } from './access-records.ts';

const audience = 'urn:redline';
const [ours, theirs] = ['3646016811', '3646016812'];
const clients = '/api/v1/machine-clients';

const withSchools = async (issuer: string): Promise<Office> => {
  const oidc = settingsOf({ REDLINE_TOKENS_ISSUER: issuer, REDLINE_TOKENS_AUDIENCE: audience });
  const office = await Office.open(undefined, { publicUrl, oidc });
  for (const code of [ours, theirs])
    await office.command('/api/v1/schools', {
      ...publicSchool(code),
      district: code === ours ? '460108' : '460105',
    });
  return office;
};

const ask = (office: Office, token: string, school = ours): Promise<Reply> =>
  office.get(`/api/v1/eligibility/${school}?year=2024&season=AUTUMN&on=2024-06-01`, {
    authorization: `Bearer ${token}`,
  });

/** A client of this id with a key of this content; what the key is, nobody keeps. */
const register = async (office: Office, id: string, wanted: object): Promise<Reply> => {
  await office.command(clients, { id, name: '中招平台', contact: '值班' });
  const issued = await office.command(`${clients}/${id}/keys`, { scopes: ['eligibility:read'], ...wanted });
  await office.get(`/api/v1/schools?minPosition=${issued.body.position}`);
  return issued;
};

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A well-formed key under an id, with a secret of its own. */
const keyUnder = (keyId: string): string => {
  const body = `ek_live_${keyId}_${'A'.repeat(43)}`;
  const places = [5, 4, 3, 2, 1, 0].map((place) => Math.floor(crc32(body) / 62 ** place) % 62);
  return `${body}_${places.map((digit) => digits.charAt(digit)).join('')}`;
};

const revoke = async (office: Office, id: string, keyId: string): Promise<void> => {
  const { body } = await office.command(`${clients}/${id}/keys/${keyId}/revocation`, { reason: '轮换' });
  await office.get(`/api/v1/schools?minPosition=${body.position}`);
};

describe('a machine with a token of a real authorization server', () => {
  let real: RealProvider;
  let office: Office;
  beforeAll(async () => {
    real = await RealProvider.start({ redirectUri, accounts: {}, audience });
    office = await withSchools(real.issuer);
  });
  afterAll(async () => {
    await office.close();
    await real.stop();
  });

  /** Client credentials, proved with a key (private_key_jwt). */
  const tokenFor = async (scope: string, resource = audience): Promise<string> => {
    const proof = client.PrivateKeyJwt(await importPKCS8(real.privateKey, 'ES256'));
    const config = await client.discovery(new URL(real.issuer), 'admissions', {}, proof, {
      execute: [client.allowInsecureRequests],
    });
    return (await client.clientCredentialsGrant(config, { resource, scope })).access_token;
  };

  it('is nobody known until its client is registered, and then asks within what its key says', async () => {
    const token = await tokenFor('eligibility:read');
    expect(told(await ask(office, token))).toBe('403 token-client-unknown');
    await register(office, 'admissions', { districts: ['460108'], requestsPerMinute: 30 });
    const first = await ask(office, token);
    expect(first.body).toMatchObject({ mayEnrol: true });
    expect(first.headers.get('ratelimit-limit')).toBe('30');
    const left = [first, await ask(office, await tokenFor('eligibility:read'))].map(({ headers }) =>
      headers.get('ratelimit-remaining'),
    );
    expect(left).toEqual(['29', '28']);
    expect(told(await ask(office, token, theirs))).toBe('403 other-district');
    expect(told(await office.get('/api/v1/schools', { authorization: `Bearer ${token}` }))).toBe('403 role-may-not');
  });

  it('opens no scope that the token has not, and none that the key has not', async () => {
    expect(told(await ask(office, await tokenFor('log:read')))).toBe('403 scope-missing');
    const both = await tokenFor('eligibility:read log:read');
    expect((await ask(office, both)).status).toBe(200);
    expect(told(await office.get('/api/v1/access-records', { authorization: `Bearer ${both}` }))).toBe(
      '403 scope-missing',
    );
  });

  it('needs no secret: a key for tokens alone says what they open, as often a minute, until it is revoked', async () => {
    const keysOf = async (): Promise<{ keyId: string; use: string }[]> =>
      (await office.get(clients)).body.clients[0].keys;
    const [secret] = await keysOf();
    const wanted = { use: 'TOKENS', districts: ['460105'], requestsPerMinute: 7 };
    const { status, body } = await register(office, 'admissions', wanted);
    expect([status, body.use, body.key]).toEqual([201, 'TOKENS', null]);
    const { keyId } = body as { keyId: string };
    const token = await tokenFor('eligibility:read');
    const first = await ask(office, token, theirs);
    expect([first.status, first.headers.get('ratelimit-limit')]).toEqual([200, '7']);
    const second = await ask(office, await tokenFor('eligibility:read'), theirs);
    const left = [first, second].map(({ headers }) => headers.get('ratelimit-remaining'));
    expect(left).toEqual(['6', '5']);
    expect(told(await ask(office, token, ours))).toBe('403 other-district');
    expect((await keysOf()).map((key) => [key.keyId, key.use])).toEqual([
      [secret?.keyId, 'SECRET'],
      [keyId, 'TOKENS'],
    ]);
    expect(told(await ask(office, keyUnder(keyId), theirs))).toBe('401 key-unknown');
    // A later secret changes nothing for tokens; without either of them they open nothing.
    await revoke(office, 'admissions', secret?.keyId ?? '');
    const later = await register(office, 'admissions', {});
    expect(told(await ask(office, token, ours))).toBe('403 other-district');
    await revoke(office, 'admissions', keyId);
    expect((await ask(office, token, ours)).status).toBe(200);
    await revoke(office, 'admissions', later.body.keyId as string);
    expect(told(await ask(office, token))).toBe('403 token-client-unknown');
    await register(office, 'admissions', { use: 'TOKENS' });
    expect((await ask(office, token)).status).toBe(200);
  });

  it('9.2.3 L2 is refused with a token for somebody else', async () => {
    const answer = await ask(office, await tokenFor('eligibility:read', 'urn:other'));
    expect(told(answer)).toBe('401 token-refused');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="redline", error="invalid_token"');
  });
});

describe('an access token', () => {
  let issuer: FalseIssuer;
  let office: Office;
  beforeAll(async () => {
    issuer = await FalseIssuer.start();
    office = await withSchools(issuer.issuer);
  });
  beforeEach(() => issuer.instead.clear());
  afterAll(async () => {
    await office.close();
    await issuer.stop();
  });

  const tokenOf = (id: string, change: JWTPayload = {}): Promise<string> => {
    const iat = Math.floor(Date.now() / 1_000);
    const right = { iss: issuer.issuer, aud: audience, sub: id, client_id: id, iat, exp: iat + 300 };
    return issuer.sign({ ...right, scope: 'eligibility:read', ...change }, { typ: 'at+jwt' });
  };

  it('lets nobody in while the server is away, and keys open all the same', async () => {
    const { body } = await register(office, 'patient', {});
    issuer.answers('/.well-known/openid-configuration', 503);
    expect(told(await ask(office, await tokenOf('patient')))).toBe('503 provider-unavailable');
    expect((await ask(office, body.key as string)).status).toBe(200);
    issuer.instead.clear();
    await new Promise((done) => setTimeout(done, 1_100));
    expect((await ask(office, await tokenOf('patient'))).status).toBe(200);
  });

  it('opens nothing from the revocation of its client’s last key on, and its closing', async () => {
    const [first, second] = [
      await register(office, 'rotating', {}),
      await office.command(`${clients}/rotating/keys`, { scopes: ['eligibility:read'], schools: [theirs] }),
    ];
    await office.get(`/api/v1/schools?minPosition=${second.body.position}`);
    const token = await tokenOf('rotating');
    // The newest key says what the client may.
    expect(told(await ask(office, token))).toBe('403 other-school');
    await revoke(office, 'rotating', second.body.keyId as string);
    expect((await ask(office, token)).status).toBe(200);
    await revoke(office, 'rotating', first.body.keyId as string);
    expect(told(await ask(office, token))).toBe('403 token-client-unknown');
    await register(office, 'closing', {});
    expect((await ask(office, await tokenOf('closing'))).status).toBe(200);
    const { body } = await office.command(`${clients}/closing/closing`, { reason: '下线' });
    await office.get(`/api/v1/schools?minPosition=${body.position}`);
    expect(told(await ask(office, await tokenOf('closing')))).toBe('403 token-client-unknown');
  });

  it('16.3.2 L2 of a client that is not known here is a denial on record, whatever it is called', async () => {
    await register(office, 'left', {});
    const { body } = await office.command(`${clients}/left/closing`, { reason: '下线' });
    await office.get(`/api/v1/schools?minPosition=${body.position}`);
    const names = ['unheard-of', 'left', '\u{202E}反\u{20BB7}'.repeat(80)];
    for (const name of names)
      for (let n = 0; n < 3; n += 1)
        expect(told(await ask(office, await tokenOf(name)))).toBe('403 token-client-unknown');
    const denials = (await accessRecordsOf(office)).filter(({ data }) => data['reason'] === 'token-client-unknown');
    const mine = denials.slice(-names.length).map(({ data }) => data);
    expect(mine.map(({ actor }) => actor)).toEqual([
      'machine:unheard-of',
      'machine:left',
      expect.stringMatching(/^machine:(?:\u{FFFD}反\u{20BB7}){60,}/u),
    ]);
    for (const { action, about, times, address } of mine)
      expect([action, about, times, address]).toEqual(['ASK_ELIGIBILITY', ours, 1, '127.0.0.1']);
    // What was asked and refused is on record; what is no token of the issuer is not.
    await ask(office, await tokenOf('unheard-of', { aud: 'urn:other' }));
    expect((await accessRecordsOf(office)).filter(({ data }) => data['reason'] === 'token-refused')).toEqual([]);
    expect(office.lines.filter((line) => line.includes('"access record"'))).toEqual([]);
  });

  it('is taken from its addresses alone, and as often as its key says', async () => {
    await register(office, 'elsewhere', { addresses: ['192.0.2.0/24'] });
    expect(told(await ask(office, await tokenOf('elsewhere')))).toBe('403 key-not-from-here');
    await register(office, 'hasty', { requestsPerMinute: 2 });
    const [one, other] = [await tokenOf('hasty'), await tokenOf('hasty', { jti: 'another' })];
    expect([(await ask(office, one)).status, (await ask(office, other)).status]).toEqual([200, 200]);
    const stopped = await ask(office, other);
    expect(told(stopped)).toBe('429 too-many-requests');
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('9.2.1 L1 is told apart when it is expired, and refused in every other way', async () => {
    await register(office, 'timely', {});
    const nowS = Math.floor(Date.now() / 1_000);
    expect(told(await ask(office, await tokenOf('timely', { iat: nowS - 300, exp: nowS - 1 })))).toBe(
      '401 token-expired',
    );
    for (const change of [{ aud: 'urn:other' }, { iss: 'https://elsewhere.example' }, { exp: nowS + 7_200 }])
      expect(told(await ask(office, await tokenOf('timely', change)))).toBe('401 token-refused');
    const brief = await tokenOf('timely', { exp: nowS + 2 });
    expect((await ask(office, brief)).status).toBe(200);
    await new Promise((done) => setTimeout(done, 2_500));
    expect(told(await ask(office, brief))).toBe('401 token-expired');
  });

  it('is nothing where no authorization server is set up', async () => {
    const without = await Office.open();
    expect(told(await ask(without, await tokenOf('timely')))).toBe('401 key-unknown');
    await without.close();
  });

  it('is in no line of the log', async () => {
    const token = await tokenOf('timely', { aud: 'urn:other' });
    await ask(office, token);
    expect(office.lines.join('')).not.toContain(token.split('.')[2]);
  });
});
