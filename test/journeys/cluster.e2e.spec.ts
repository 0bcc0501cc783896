import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AskedQuestion } from '#read-models/eligibility';
import { until } from '#testing';
import { Cluster } from './cluster.ts';
import { publicSchool } from './contents.ts';
import { Office, told } from './office.ts';

// Two services and two workers over one (fake) KurrentDB and one real PostgreSQL.
let cluster: Cluster;
let one: Office;
let other: Office;

const isReady = async (office: Office): Promise<boolean> => (await office.get('/health/ready')).status === 200;

beforeAll(async () => {
  cluster = await Cluster.start();
  one = await Office.open(cluster.place);
  await cluster.startWorker();
  await cluster.startWorker();
  other = await Office.open(cluster.place);
  await until(async () => (await isReady(one)) && (await isReady(other)));
});
afterAll(async () => {
  await one?.close();
  await other?.close();
  await cluster?.stop();
});

interface Status {
  readonly partitions: readonly number[];
  readonly sequencer: { readonly isLeading: boolean };
}

const status = async (at: number): Promise<Status> => {
  const response = await fetch(`${cluster.workers[at]?.url}/health/ready`);
  return (await response.json()) as Status;
};

it('answers at one service what was commanded at the other', async () => {
  const registered = await one.command('/api/v1/schools', publicSchool('3646019001'));
  expect(registered.status).toBe(201);
  const asked = `/api/v1/eligibility/3646019001?year=2024&season=AUTUMN&on=2024-06-01&minPosition=${registered.body.position}`;
  for (const office of [one, other]) expect((await office.getOnceKnown(asked)).body).toMatchObject({ mayEnrol: true });
  const list = await other.get('/api/v1/schools');
  expect(list.body).toMatchObject({ total: 1 });
});

it('answers a command once, at whichever service it is repeated', async () => {
  const headers = { 'idempotency-key': 'cluster-1' };
  const [first, again] = await Promise.all(
    [one, other].map((office) => office.command('/api/v1/schools', publicSchool('3646019002'), { headers })),
  );
  expect(again?.body).toEqual(first?.body);
  expect((await one.command('/api/v1/schools', publicSchool('3646019002'), { headers })).body).toEqual(first?.body);
});

it('forgets at both services what an event makes old', async () => {
  const address = '/api/v1/eligibility/3646019002?year=2024&season=AUTUMN&on=2024-06-01';
  const before = await other.get(address);
  const change = { kind: 'PRINCIPAL_CHANGED', approvedOn: '2024-01-01', value: '新校长' };
  const changed = await one.command('/api/v1/schools/3646019002/changes', change);
  await other.getOnceKnown(`${address}&minPosition=${changed.body.position}`);
  const after = await other.get(address);
  expect([before.body.position === after.body.position, after.body.position]).toEqual([false, changed.body.position]);
});

it('imports an office and answers its worked cases', async () => {
  const folder = join(process.cwd(), 'test/acceptance/small');
  const report = await one.upload({ 'office.xlsx': readFileSync(join(folder, 'office.xlsx')) });
  expect(report.status).toBe(200);
  const cases = readFileSync(join(folder, 'cases.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AskedQuestion & { expect: { state: string; mayEnrol: boolean } });
  const questions = cases.map(({ school, year, season, major, on }) => ({ school, year, season, major, on }));
  await other.getOnceKnown(`/api/v1/schools?minPosition=${report.body.position}`);
  const batch = await other.send('POST', '/api/v1/eligibility/batch', { body: { questions } });
  const answers = batch.body.answers as { state: string; mayEnrol: boolean }[];
  expect(answers.map(({ state, mayEnrol }) => ({ state, mayEnrol }))).toEqual(
    cases.map(({ expect: { state, mayEnrol } }) => ({ state, mayEnrol })),
  );
});

it('shares the read models out between the workers', async () => {
  await until(async () => (await status(0)).partitions.length === 2 && (await status(1)).partitions.length === 2);
  const all = [...(await status(0)).partitions, ...(await status(1)).partitions];
  expect(all.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
});

it('asks KurrentDB for its events once, however many services and workers there are', async () => {
  await until(() => cluster.kurrent.subscriptions.size > 0);
  expect(cluster.kurrent.subscriptions.size).toBe(1);
});

it('goes on with the other worker when the leading one is gone', async () => {
  const leads = (await status(0)).sequencer.isLeading ? 0 : 1;
  await cluster.workers.splice(leads, 1)[0]?.close();
  await until(async () => {
    const { partitions, sequencer } = await status(0);
    return partitions.length === 4 && sequencer.isLeading;
  });
  const registered = await one.command('/api/v1/schools', publicSchool('3646019003'));
  const asked = `/api/v1/eligibility/3646019003?year=2024&season=AUTUMN&on=2024-06-01&minPosition=${registered.body.position}`;
  expect((await other.getOnceKnown(asked)).body).toMatchObject({ mayEnrol: true });
  expect(cluster.kurrent.subscriptions.size).toBe(1);
});

it('rebuilds a read model at whichever worker is asked', async () => {
  const post = (name: string) => fetch(`${cluster.workers[0]?.url}/projections/${name}/rebuild`, { method: 'POST' });
  expect(await (await post('eligibility')).json()).toEqual({ rebuilt: 'eligibility' });
  expect((await post('nothing')).status).toBe(404);
  await until(async () => isReady(other));
  expect((await other.get('/api/v1/eligibility/3646019001?year=2024&season=AUTUMN')).body).toMatchObject({
    mayEnrol: true,
  });
});

it('says 503 rather than something old when no worker is left', async () => {
  await cluster.stopWorkers();
  const lost = await one.command('/api/v1/schools', publicSchool('3646019004'), {
    headers: { 'idempotency-key': 'late' },
  });
  expect(lost.status).toBe(503);
  const address = '/api/v1/eligibility/3646019001?year=2024&season=AUTUMN&on=2024-06-01';
  // Nothing new has been put in order, so what is known is still all there is.
  expect((await other.get(address)).status).toBe(200);
  await cluster.startWorker();
  await until(async () => isReady(other));
  const again = await other.command('/api/v1/schools', publicSchool('3646019004'), {
    headers: { 'idempotency-key': 'late' },
  });
  expect(again.status).toBe(201);
  expect(told(await one.command('/api/v1/schools', { code: 'x' }))).toMatch(/^400 /);
});

it('names no password in any log', () => {
  expect(
    [...one.lines, ...other.lines, ...cluster.lines].filter((line) => /redline@|changeit|password/i.test(line)),
  ).toEqual([]);
});
