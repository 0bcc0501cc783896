import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { until } from '#testing';
import { Cluster } from './cluster.ts';
import { provenCase, publicSchool } from './contents.ts';
import { Office } from './office.ts';
import type { Reply } from './office.ts';
import type { Person } from './people.ts';

// Two services over one log and one vault: what is sealed at one is opened at the other, and what is erased is gone from both.

const school = '3646016601';
const caseNo = '2022-066';
const districts = ['460108'];
const officer: Person = { account: 'officer-p', name: '周经办', roles: ['OFFICER'], districts };
const approver: Person = { account: 'approver-p', name: '吴审批', roles: ['APPROVER'], districts };
const name = '李小明';
const person = { caseNo, capacity: 'GUARDIAN', minor: false, name };
const wanted = { purpose: 'SERVICE', reason: '送达文书' };
const at = (...rest: readonly string[]): string => ['/api/v1/schools', school, 'persons', '1', ...rest].join('/');

let cluster: Cluster;
let one: Office;
let other: Office;
beforeAll(async () => {
  cluster = await Cluster.start();
  one = await Office.open(cluster.place);
  await cluster.startWorker();
  other = await Office.open(cluster.place);
  for (const office of [one, other]) await until(async () => (await office.get('/health/ready')).status === 200);
  await one.command('/api/v1/schools', { ...publicSchool(school), district: '460108' });
  const { body } = await one.command('/api/v1/violation-cases', provenCase(caseNo, school));
  for (const office of [one, other]) await office.getOnceKnown(`/api/v1/schools?minPosition=${body.position}`);
});
afterAll(async () => {
  await one?.close();
  await other?.close();
  await cluster?.stop();
});

const post = (office: Office, path: string, sending: { readonly who: Person; readonly body: object }): Promise<Reply> =>
  office.send('POST', path, sending);
const said = ({ status, body }: Reply): readonly unknown[] => [status, body.code ?? body.outcome];

it('a person sealed at one service is shown at the other, and after the erasure at neither', async () => {
  expect(said(await one.send('PUT', at(), { who: officer, body: person }))).toEqual([201, 'recorded']);
  expect((await post(other, at('look'), { who: officer, body: wanted })).body).toMatchObject({ name });
  const erasure = { ground: 'UNLAWFUL', reason: '不应收集' };
  expect(said(await post(other, at('erasure-proposal'), { who: officer, body: erasure }))).toEqual([201, 'recorded']);
  expect(said(await post(one, at('erasure'), { who: approver, body: { ground: 'UNLAWFUL' } }))).toEqual([
    201,
    'recorded',
  ]);
  for (const office of [one, other])
    expect(said(await post(office, at('look'), { who: officer, body: wanted }))).toEqual([
      409,
      'person-already-erased',
    ]);
  const client = new pg.Client({ connectionString: cluster.place.postgresUrl });
  await client.connect();
  const { rows: keys } = await client.query('SELECT * FROM vault.subject_key');
  const { rows: events } = await client.query('SELECT convert_from(bytes, $1) AS text FROM sequenced_events', ['UTF8']);
  await client.end();
  expect(keys).toEqual([]);
  expect(JSON.stringify(events)).toContain('PersonErased');
  expect(JSON.stringify(events)).not.toContain(name);
});
