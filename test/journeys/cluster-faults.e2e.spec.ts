import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openLogAt } from '#composition';
import { EligibilityDesk, LogRows, readQuestion } from '#read-models/eligibility';
import { all, TcpProxy, until } from '#testing';
import { Cluster } from './cluster.ts';
import { publicSchool } from './contents.ts';
import { Office, told } from './office.ts';
import { codeOf, wangFang } from './people.ts';

// Rows N1, N2 and K2 of the table of faults, a few trials each: every acknowledged command is in the log once,
// whatever happens to the line between the programs and their database, or to the database itself.
let cluster: Cluster;
let proxy: TcpProxy;
let office: Office;
let schools = 0;
const acknowledged: string[] = [];
/** What commands were answered before they were acknowledged. */
const refused: number[] = [];

beforeAll(async () => {
  cluster = await Cluster.start();
  proxy = await TcpProxy.to(cluster.postgres.port);
  const postgresUrl = cluster.place.postgresUrl.replace(String(cluster.postgres.port), String(proxy.port));
  const faulty = { ...cluster.place, postgresUrl };
  await cluster.startWorker(faulty);
  await cluster.startWorker(faulty);
  office = await Office.open(faulty);
  await eventually(async () => (await office.get('/health/ready')).status === 200);
  await office.gather();
});
afterAll(async () => {
  await office?.close();
  await cluster?.stop();
  await proxy?.stop();
});

/** Once it is so; an error on the way there is one more reason to wait. */
const eventually = (isSo: () => Promise<boolean>): Promise<void> => until(() => isSo().catch(() => false));

/** Registers a school as a client does that retries with the same key until it knows. */
const register = async (): Promise<void> => {
  schools += 1;
  const code = `364602${String(schools).padStart(4, '0')}`;
  await eventually(async () => {
    const headers = { 'idempotency-key': code };
    const { status } = await office.command('/api/v1/schools', publicSchool(code), { headers });
    if (status >= 300) refused.push(status);
    return status < 300;
  });
  acknowledged.push(code);
};

/** The log holds what was acknowledged, once and without gaps; rows and log answer alike. Answers the schools compared. */
const compared = async (): Promise<readonly string[]> => {
  const { log, close } = await openLogAt(cluster.place);
  const events = await all(log.read());
  expect(events.map(({ position }) => Number(position))).toEqual(events.map((_, n) => n));
  const codes = events.flatMap(({ metadata }) => metadata['school'] ?? []);
  expect(codes.toSorted()).toEqual([...new Set(codes)].toSorted());
  const head = events.at(-1)?.position;
  const desk = new EligibilityDesk(new LogRows(log));
  for (const school of codes) {
    const query = `year=2024&season=AUTUMN&on=2024-06-01&minPosition=${head}`;
    const { body } = await office.getOnceKnown(`/api/v1/eligibility/${school}?${query}`);
    const question = { school, year: 2024, season: 'AUTUMN', on: '2024-06-01' };
    expect(body).toEqual(JSON.parse(JSON.stringify(await desk.answer(readQuestion(question, '2024-06-01')))));
  }
  await close();
  return codes;
};

const faults: readonly (readonly [string, () => Promise<void>])[] = [
  ['connections ended politely', async () => proxy.cut('politely')],
  ['connections reset', async () => proxy.cut('by reset')],
  [
    'a slow line',
    async () => {
      proxy.line = 'slow';
      await pause(1_500);
    },
  ],
  [
    'a line that swallows everything',
    async () => {
      proxy.line = 'swallowing';
      await pause(2_000);
      proxy.cut('by reset');
    },
  ],
  [
    'no way to connect',
    async () => {
      proxy.line = 'closed';
      proxy.cut('by reset');
      await pause(1_500);
    },
  ],
  [
    'PostgreSQL shot down and started again',
    async () => {
      await cluster.postgres.crash();
      await pause(500);
      await cluster.postgres.restart();
    },
  ],
  [
    'KurrentDB gone for a while',
    async () => {
      await cluster.kurrent.goAway();
      await pause(1_000);
      await cluster.kurrent.comeBack();
    },
  ],
];

it.each(faults)(
  '16.5.3 L2 loses and doubles nothing with %s',
  async (_, fault) => {
    const working = (async () => {
      for (let n = 0; n < 6; n += 1) await register();
    })();
    await pause(150);
    await fault();
    proxy.line = 'open';
    await working;
    expect(await compared()).toEqual(expect.arrayContaining(acknowledged));
  },
  180_000,
);

it('16.5.2 L2 while PostgreSQL is away the service lives, lets nobody in, answers nothing of the register, and comes back', async () => {
  const [school = ''] = acknowledged;
  const cookie = await office.cookieOf('王芳');
  const { account, password, secret } = await office.people.signedIn(wangFang);
  const question = `/api/v1/eligibility/${school}?year=2024&season=AUTUMN&on=2024-06-01`;
  const before = await office.get(question, { cookie });
  await cluster.postgres.crash();
  try {
    const rightly = { account, password, code: codeOf(secret, 1) };
    const answers = await Promise.all([
      office.get(question, { cookie }),
      office.get('/api/v1/schools', { cookie }),
      office.command('/api/v1/schools', publicSchool('3646029999'), { headers: { cookie } }),
      office.send('POST', '/api/v1/session', { body: rightly, who: null }),
      office.get('/health/ready'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect((await office.get('/health/live')).status).toBe(200);
    // Whoever says nothing of themselves, and whoever says what is none, are strangers as before.
    expect(told(await office.send('GET', '/api/v1/schools', { who: null }))).toBe('401 sign-in-needed');
  } finally {
    await cluster.postgres.restart();
  }
  await eventually(async () => (await office.get(question, { cookie })).status === 200);
  expect((await office.get(question, { cookie })).body).toEqual(before.body);
  expect((await office.getOnceKnown('/api/v1/schools/3646029999', { cookie })).status).toBe(404);
});

it('16.5.3 L2 really broke something: commands were refused meanwhile, each as one that may be sent again', () => {
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused)).toEqual(new Set([503]));
});
