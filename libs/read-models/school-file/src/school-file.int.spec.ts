import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandDesk, CommandGateway } from '#commands';
import type { RegisterCommand } from '#commands';
import { RecordAccess } from '#domain/access-records';
import type { AccessEvent } from '#domain/access-records';
import { OpenAccount } from '#domain/accounts';
import { RecordDecision, RecordFollowUp } from '#domain/decisions';
import { CloseClient, IssueKey, RegisterClient } from '#domain/machine-clients';
import { RecordSchoolChange, RegisterSchool } from '#domain/schools';
import { OpenCampaign } from '#domain/self-inspections';
import type { EventLog } from '#platform/event-store';
import { openMemoryEventStore } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import { findSchool, listSchools, schoolFile, schoolListProjection, schoolRow } from '#read-models/school-file';
import { keys, officer, onEachReadStore, rows } from '#testing';
import type { OpenReadStore, ReadStorePlace, ReadStorePlaces } from '#testing';

const commands: readonly RegisterCommand[] = [
  new RegisterSchool(rows.school()),
  new RegisterSchool(rows.school({ code: keys.otherSchool, name: '另一所100%学校ÉA' })),
  new RecordSchoolChange(rows.change({ value: '后来的名字', approvedOn: '2023-01-01' })),
  new RecordSchoolChange(rows.change({ value: '补录的旧名字', approvedOn: '2022-01-01' })),
  new RegisterSchool(rows.school({ principal: '新校长' }), '录入错误'),
  new OpenCampaign(rows.campaign({ schools: [keys.otherSchool] })),
  new RecordDecision(rows.decision()),
  new RecordFollowUp(rows.followUp({ school: null })),
  new RecordDecision(rows.decision({ school: keys.otherSchool, number: '另〔2022〕9号' })),
];

const deniedAbout = (about: string): AccessEvent => {
  const what = { action: 'READ_SCHOOL_FILE', reason: 'role-may-not', about, times: 1 };
  return {
    type: 'AccessDenied',
    data: { actor: keys.account, at: '2023-09-25T00:30:00.000Z', address: '::1', ...what },
  };
};

const logOf = async (told: readonly RegisterCommand[]): Promise<EventLog> => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school', clock: () => new Date('2023-09-25') });
  const gateway = new CommandGateway(new CommandDesk(store, log));
  for (const command of told)
    await gateway.execute(command, { actor: officer('王科员'), actorTrust: 'unverified', source: 'api' });
  return log;
};

/** The list over a log, folded to its end. */
const listOver = async (log: EventLog, place: ReadStorePlace) => {
  const store = await place.open([schoolRow]);
  const runner = new ProjectionRunner({ log, store, projections: [schoolListProjection()], report: () => undefined });
  await runner.start();
  await runner.waitFor('all', (await log.head()) ?? -1n, 20_000);
  const close = async (): Promise<void> => {
    await runner.stop();
    await store.close();
    await place.remove();
  };
  return { store, runner, close };
};

const fileAndList = (places: ReadStorePlaces): void => {
  let log: EventLog;
  let list: Awaited<ReturnType<typeof listOver>>;
  let store: OpenReadStore;

  beforeAll(async () => {
    log = await logOf(commands);
    list = await listOver(log, places.place());
    ({ store } = list);
  });

  afterAll(() => list.close());

  const anySchool = { q: null, district: null, after: null, limit: 10 };

  it('lists schools as the register stands, whatever the order of recording', async () => {
    const { items, total, next } = await listSchools(store, { ...anySchool, q: keys.school });
    expect(items).toMatchObject([{ code: keys.school, name: '后来的名字', principal: '新校长', mergedInto: null }]);
    expect([total, next]).toEqual([1, null]);
  });

  it('finds schools by part of a name or code, and pages', async () => {
    const codes = async (search: object) =>
      (await listSchools(store, { ...anySchool, ...search })).items.map((school) => school.code);
    expect(await codes({})).toEqual([keys.school, keys.otherSchool]);
    expect(await codes({ q: '后来' })).toEqual([keys.school]);
    expect(await codes({ q: '0%' })).toEqual([keys.otherSchool]);
    expect(await codes({ q: '0_学' })).toEqual([]);
    expect(await codes({ q: '校éa' })).toEqual([keys.otherSchool]);
    expect(await codes({ q: '校ÉA' })).toEqual([keys.otherSchool]);
    expect(await codes({ q: '364601' })).toEqual([keys.school, keys.otherSchool]);
    expect(await codes({ after: keys.school })).toEqual([keys.otherSchool]);
    expect(await codes({ district: '460108' })).toEqual([]);
    expect(await listSchools(store, { ...anySchool, limit: 1 })).toMatchObject({ total: 2, next: keys.school });
  });

  it('finds one school with what is recorded about it', async () => {
    expect(await findSchool(log, keys.school)).toMatchObject({
      school: { name: rows.school().name, principal: '新校长' },
      revision: 3,
      position: 6,
      counts: { changes: 2, decisions: 1, cases: 0 },
    });
    expect(await findSchool(log, '3646019999')).toBeUndefined();
  });

  const wholeFile = (code: string) => schoolFile(log, code, { after: -1, limit: 100 });

  it('tells a school its whole history in both dates, with what was decided for all', async () => {
    const { items, next } = await wholeFile(keys.school);
    expect(items.map(({ type, days }) => [type, days['effectiveOn'] ?? days['servedOn']])).toEqual([
      ['SchoolRegistered', undefined],
      ['SchoolRenamed', '2023-01-01'],
      ['SchoolRenamed', '2022-01-01'],
      ['SchoolAmended', undefined],
      ['DecisionMade', '2022-05-10'],
      ['DecisionLifted', '2022-07-10'],
    ]);
    expect(items[0]).toMatchObject({
      position: '0',
      revision: '0',
      actor: '王科员',
      actorTrust: 'unverified',
      source: 'api',
      workbook: null,
    });
    expect(next).toBeNull();
  });

  it('gives the file in parts that join', async () => {
    const first = await schoolFile(log, keys.school, { after: -1, limit: 4 });
    const rest = await schoolFile(log, keys.school, { after: Number(first.next), limit: 4 });
    expect([...first.items, ...rest.items]).toEqual((await wholeFile(keys.school)).items);
    expect([first.items.length, rest.items.length, rest.next]).toEqual([4, 2, null]);
  });

  it('leaves out what concerns others alone', async () => {
    expect((await wholeFile(keys.otherSchool)).items.map(({ type }) => type)).toEqual([
      'SchoolRegistered',
      'SelfInspectionCampaignOpened',
      'DecisionMade',
    ]);
  });

  it('has the same rows and the same files when machines and people are recorded in between', async () => {
    const machines: readonly RegisterCommand[] = [
      new RegisterClient(rows.machineClient()),
      new IssueKey(rows.machineKey({ schools: [keys.school, keys.otherSchool] })),
      new CloseClient({ client: keys.client }, { reason: '平台下线', closedAt: '2022-09-01T08:00:00.000Z' }),
      new OpenAccount(rows.account({ roles: ['SCHOOL_STAFF'], schools: [keys.school] })),
      new RecordAccess(deniedAbout(keys.school)),
    ];
    const mixed = await logOf(commands.flatMap((command, at) => [command].concat(machines.slice(at, at + 1))));
    expect(await mixed.head()).toBeGreaterThan((await log.head()) ?? -1n);
    const other = await listOver(mixed, places.place());
    const rowsOf = (one: OpenReadStore) => one.dataSource.getRepository(schoolRow).find({ order: { code: 'ASC' } });
    const fileIn = async (one: EventLog, code: string) =>
      (await schoolFile(one, code, { after: -1, limit: 100 })).items.map(({ position: _place, ...entry }) => entry);
    try {
      expect(await other.runner.parked('school-list')).toEqual([]);
      expect(await rowsOf(other.store)).toEqual(await rowsOf(store));
      for (const code of [keys.school, keys.otherSchool])
        expect(await fileIn(mixed, code)).toEqual(await fileIn(log, code));
    } finally {
      await other.close();
    }
  });
};

describe('the file and the list of schools', () => {
  onEachReadStore(
    { sqlite: (at) => SqliteReadStore.open(at), postgres: (at) => PostgresReadStore.open(at) },
    fileAndList,
  );
});
