import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicSchool } from './contents.ts';
import { Office, told } from './office.ts';

const [ours, theirs] = ['3646015001', '3646015002'];
const question = '?year=2024&season=AUTUMN&on=2024-06-01';
const wide = { scopes: ['eligibility:read'] };
const clients = '/api/v1/machine-clients';

let office: Office;
let issued = 0;
beforeAll(async () => {
  office = await Office.open();
  for (const code of [ours, theirs]) {
    const district = code === ours ? '460108' : '460105';
    await office.command('/api/v1/schools', { ...publicSchool(code), district });
  }
});
afterAll(() => office.close());

interface Issued {
  readonly client: string;
  readonly keyId: string;
  readonly key: string;
  readonly position: string;
}

/** A key of a client of its own, that can be used at once. */
const keyFor = async (wanted: object): Promise<Issued> => {
  issued += 1;
  const client = `platform-${issued}`;
  await office.command(clients, { id: client, name: '中招平台', contact: '值班' });
  const { status, body } = await office.command(`${clients}/${client}/keys`, wanted);
  expect(status).toBe(201);
  await office.getOnceKnown(`/api/v1/schools?minPosition=${body.position}`);
  return body as Issued;
};

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const ask = (school: string, key: string) => office.get(`/api/v1/eligibility/${school}${question}`, bearer(key));

describe('a key', () => {
  it('opens questions, and says how many are left', async () => {
    const { key } = await keyFor({ ...wide, requestsPerMinute: 30 });
    const first = await ask(ours, key);
    expect(first.body).toMatchObject({ mayEnrol: true });
    const second = await ask(ours, key);
    const left = [first, second].map(({ headers }) => headers.get('ratelimit-remaining'));
    expect(left).toEqual(['29', '28']);
    expect(second.headers.get('ratelimit-limit')).toBe('30');
  });

  it('says so once on every answer, also to what is refused, unchanged or none of its business', async () => {
    const { key } = await keyFor({ ...wide, schools: [ours], requestsPerMinute: 6 });
    const first = await ask(ours, key);
    const address = `/api/v1/eligibility/${ours}${question}`;
    const replies = [
      first,
      await office.get(address, { ...bearer(key), 'if-none-match': first.headers.get('etag') ?? '' }),
      await ask(theirs, key),
      await office.get(`/api/v1/eligibility/${ours}?year=x`, bearer(key)),
      await office.get('/api/v1/schools', bearer(key)),
      await office.send('POST', '/api/v1/eligibility/batch', { headers: bearer(key), body: { questions: [] } }),
      await ask(ours, key),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 304, 403, 400, 403, expect.any(Number), 429]);
    const left = replies.map(
      ({ headers }) => `${headers.get('ratelimit-remaining')}/${headers.get('ratelimit-limit')}`,
    );
    expect(left).toEqual(['5/6', '4/6', '3/6', '2/6', '1/6', '0/6', '0/6']);
  });

  it('opens nothing else', async () => {
    const { key } = await keyFor(wide);
    const headers = bearer(key);
    const answers = await Promise.all([
      office.get('/api/v1/schools', headers),
      office.get(`/api/v1/schools/${ours}/file`, headers),
      office.get('/metrics', headers),
      office.get(clients, headers),
      office.command('/api/v1/schools', publicSchool('3646015009'), { headers }),
      office.command(`${clients}/platform-1/keys`, wide, { headers }),
    ]);
    expect(answers.map(told)).toEqual([
      '403 role-may-not',
      '403 role-may-not',
      '403 scope-missing',
      '403 role-may-not',
      '403 role-may-not',
      '403 role-may-not',
    ]);
  });

  it('ends at its districts: in a question, in each item of a batch, and in the feed', async () => {
    const { key } = await keyFor({ ...wide, districts: ['460108'] });
    expect((await ask(ours, key)).status).toBe(200);
    expect(told(await ask(theirs, key))).toBe('403 other-district');
    const questions = [ours, theirs].map((school) => ({ school, year: 2024, season: 'AUTUMN', on: '2024-06-01' }));
    const batch = await office.send('POST', '/api/v1/eligibility/batch', { body: { questions }, headers: bearer(key) });
    expect(batch.body.answers[0]).toMatchObject({ mayEnrol: true });
    expect(batch.body.answers[1]).toMatchObject({ error: { status: 403, code: 'other-district' } });
    const schoolsIn = ({ body }: { body: { changes: { school: string }[] } }) =>
      new Set(body.changes.map(({ school }) => school));
    expect(schoolsIn(await office.get('/api/v1/eligibility/changes', bearer(key)))).toEqual(new Set([ours]));
    expect(schoolsIn(await office.get('/api/v1/eligibility/changes'))).toEqual(new Set([ours, theirs]));
  });

  it('ends at its schools, and at its addresses', async () => {
    const { key } = await keyFor({ ...wide, schools: [theirs] });
    expect(told(await ask(ours, key))).toBe('403 other-school');
    const { key: elsewhere } = await keyFor({ ...wide, addresses: ['192.0.2.0/24'] });
    expect(told(await ask(ours, elsewhere))).toBe('403 key-not-from-here');
  });

  it('opens nothing from its revocation on, and another key goes on', async () => {
    const { client, keyId, key } = await keyFor(wide);
    const next = await office.command(`${clients}/${client}/keys`, wide);
    expect(told(await office.command(`${clients}/${client}/keys`, wide))).toBe('422 too-many-live-keys');
    expect((await ask(ours, key)).status).toBe(200);
    const revoked = await office.command(`${clients}/${client}/keys/${keyId}/revocation`, { reason: '轮换' });
    await office.getOnceKnown(`/api/v1/schools?minPosition=${revoked.body.position}`);
    const refused = await ask(ours, key);
    expect(told(refused)).toBe('401 key-was-revoked');
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
    expect((await ask(ours, next.body.key)).status).toBe(200);
  });

  it('is never shown again', async () => {
    const { client, key } = await keyFor(wide);
    const secret = key.slice('ek_live_'.length + 9, -7); // it may hold a `_` of its own
    const { body } = await office.get(clients);
    expect(JSON.stringify(body)).toContain(client);
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(office.lines.join('')).not.toContain(secret);
  });
});

it('2.4.1 L2 the flood of one key takes nothing from another: its answers come in between, and its allowance is its own', async () => {
  const perMinute = 500;
  const flooding = await keyFor({ ...wide, requestsPerMinute: 20 });
  const other = await keyFor({ ...wide, requestsPerMinute: perMinute });
  const end = new AbortController();
  let refusedSoFar = 0;
  const flood = Array.from({ length: 16 }, async () => {
    while (!end.signal.aborted) if ((await ask(ours, flooding.key)).status === 429) refusedSoFar += 1;
  });
  const answers = [];
  for (let n = 0; n < 100; n += 1) {
    const before = refusedSoFar;
    const { status, headers } = await ask(ours, other.key);
    answers.push({ status, left: headers.get('ratelimit-remaining'), wasFlooded: refusedSoFar > before });
  }
  end.abort();
  await Promise.all(flood);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const left = answers.map((answer) => Number(answer.left));
  // One less each time, unless a new minute has begun.
  expect(left.filter((one, n) => n > 0 && one !== (left[n - 1] ?? 0) - 1 && one !== perMinute - 1)).toEqual([]);
  expect(answers.filter(({ wasFlooded }) => wasFlooded).length).toBeGreaterThan(5);
  expect(refusedSoFar).toBeGreaterThan(16);
});

it('2.4.1 L2 the flood of one key is told to wait, and another key is answered', async () => {
  const [flooding, other] = [await keyFor({ ...wide, requestsPerMinute: 20 }), await keyFor(wide)];
  const answers = [];
  for (let n = 0; n < 60; n += 1) answers.push(await ask(ours, flooding.key));
  const stopped = answers.filter(({ status }) => status === 429);
  expect(stopped.length).toBeGreaterThanOrEqual(20); // a minute may end in between
  expect(told(stopped[0] as (typeof answers)[0])).toBe('429 too-many-requests');
  expect(Number(stopped[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask(ours, other.key)).status).toBe(200);
});
