import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cluster } from '../journeys/cluster.ts';
import { campaign, provenCase, publicSchool, veto } from '../journeys/contents.ts';
import { Office } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import { codeOf } from '../journeys/people.ts';

// What there is once (a document number, a service, an acceptance) or twice (a client's keys), wanted by many at once.

const school = '3646016501';
const contenders = 8;

const openings = {
  'one process': async () => {
    const office = await Office.open();
    return { offices: [office], close: () => office.close() };
  },
  'two services of a cluster': async () => {
    const cluster = await Cluster.start();
    await cluster.startWorker();
    const offices = [await Office.open(cluster.place)];
    offices.push(await Office.open(cluster.place));
    const close = async (): Promise<void> => {
      for (const office of offices) await office.close();
      await cluster.stop();
    };
    return { offices, close };
  },
} as const;

describe.each(Object.entries(openings))('at %s', (_, open) => {
  let offices: readonly Office[];
  let close: () => Promise<void>;
  let first: Office;
  beforeAll(async () => {
    ({ offices, close } = await open());
    [first] = offices as [Office];
    for (const office of offices) await office.getOnceKnown('/health/ready');
    await first.gather();
    await seen(await first.command('/api/v1/schools', publicSchool(school)));
    await seen(await first.command('/api/v1/violation-cases', provenCase('2022-501', school)));
  });
  afterAll(() => close?.());

  /** Every service sees it before anybody goes on. */
  const seen = async ({ status, body }: Reply): Promise<void> => {
    expect([200, 201]).toContain(status);
    for (const office of offices) await office.getOnceKnown(`/api/v1/schools?minPosition=${body.position}`);
  };

  interface Order {
    readonly path: string;
    readonly body: object;
    readonly who?: string;
  }

  /** Sends them all at once, turn about to each service. Answers the statuses, once everybody sees what was recorded. */
  const atOnce = async (orderOf: (n: number) => Order): Promise<readonly number[]> => {
    const sending = Array.from({ length: contenders }, (_each, n) => {
      const { path, body, who } = orderOf(n);
      const office = offices[n % offices.length] ?? first;
      return office.command(path, body, who === undefined ? {} : { actor: who });
    });
    const replies = await Promise.all(sending);
    for (const reply of replies) if (reply.status < 300) await seen(reply);
    return replies.map(({ status }) => status);
  };
  const head = async (): Promise<number> => Number((await first.getOnceKnown('/health/ready')).body.logHead);

  /** What became of them: how many were recorded, how far the log has grown, and every answer that was no refusal. */
  const outcomeOf = async (orderOf: (n: number) => Order) => {
    const before = await head();
    const statuses = await atOnce(orderOf);
    const others = statuses.filter((status) => ![201, 409, 412, 422].includes(status));
    return { taken: statuses.filter((status) => status === 201).length, grown: (await head()) - before, others };
  };
  const one = { taken: 1, grown: 1, others: [] };

  it('2.3.4 L2 a document number is given to one decision', async () => {
    const draft = veto('演教职成〔2022〕51号', school, '2022-501');
    const orderOf = (n: number): Order => ({ path: '/api/v1/decisions', body: { ...draft, reason: `第${n}份` } });
    expect(await outcomeOf(orderOf)).toEqual(one);
  });

  it('2.3.4 L2 a decision is served once', async () => {
    const path = `/api/v1/decisions/${encodeURIComponent('演教职成〔2022〕51号')}/schools/${school}/service`;
    const orderOf = (n: number): Order => ({ path, body: { servedOn: `2022-05-1${n}` }, who: '李明' });
    expect(await outcomeOf(orderOf)).toEqual(one);
  });

  it('2.3.4 L2 a report is accepted once', async () => {
    await seen(await first.command('/api/v1/self-inspection-campaigns', campaign('RACE')));
    const report = `/api/v1/self-inspection-campaigns/RACE/reports/${school}`;
    const item = { itemNo: '1', category: 'HIDDEN_ENROLMENT', foundOn: '2022-03-10', status: 'NOT_RECTIFIED' };
    await seen(await first.command(report, { filedOn: '2022-03-15', signedOn: '2022-03-15', items: [item] }));
    const path = `${report}/acceptance`;
    expect(await outcomeOf((n) => ({ path, body: { on: `2022-03-2${n}` } }))).toEqual(one);
  });

  it('2.3.4 L2 a client has two live keys, however many are asked for at once', async () => {
    const client = '/api/v1/machine-clients';
    await seen(await first.command(client, { id: 'platform', name: '中招平台', contact: '值班' }));
    const asked = { path: `${client}/platform/keys`, body: { scopes: ['eligibility:read'] } };
    expect(await outcomeOf(() => asked)).toEqual({ taken: 2, grown: 2, others: [] });
  });

  it('2.3.4 L2 an invitation makes one person, whoever is faster', async () => {
    const opened = await first.command('/api/v1/accounts', { account: 'racer', name: '赛', roles: ['OFFICER'] });
    await seen(opened);
    const { invitation } = opened.body;
    const password = 'four unrelated words, and one more';
    const begun = await first.send('POST', '/api/v1/enrolment', { body: { invitation, password }, who: null });
    const code = codeOf(begun.body.secret as string);
    const entering = Array.from({ length: contenders }, (_each, n) =>
      (offices[n % offices.length] ?? first).send('POST', '/api/v1/enrolment/confirmation', {
        body: { invitation, code },
        who: null,
      }),
    );
    const statuses = (await Promise.all(entering)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => ![201, 401, 422, 429].includes(status))).toEqual([]);
  });
});
