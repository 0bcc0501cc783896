import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster } from './cluster.ts';
import { publicSchool } from './contents.ts';
import { Office } from './office.ts';

// After a failover gone wrong the address of PostgreSQL leads to a server that only follows.
let cluster: Cluster;
let office: Office;

beforeAll(async () => {
  cluster = await Cluster.start();
  office = await Office.open(cluster.place);
  await cluster.startWorker();
});
afterAll(async () => {
  await office?.close();
  await cluster?.stop();
});

const question = (school: string) => `/api/v1/eligibility/${school}?year=2024&season=AUTUMN&on=2024-06-01`;

it('answers nothing from a standby, whose rows may be old, and takes no command', async () => {
  for (const code of ['3646041001', '3646041002']) {
    const { body } = await office.command('/api/v1/schools', publicSchool(code));
    expect((await office.getOnceKnown(`${question('3646041001')}&minPosition=${body.position}`)).status).toBe(200);
  }
  await cluster.postgres.restartAsStandby();
  // Never asked before, so not in memory: the rows are there, and the server would show them.
  expect((await office.get(question('3646041002'))).status).toBe(503);
  for (let n = 0; n < 200 && (await office.get(question('3646041001'))).status === 200; n += 1) await pause(50);
  expect((await office.get(question('3646041001'))).body).toMatchObject({ status: 503 });
  expect((await office.get('/health/ready')).status).toBe(503);
  expect((await office.command('/api/v1/schools', publicSchool('3646041003'))).status).toBe(503);
});
