import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CommandDesk, CommandGateway } from '#commands';
import type { RegisterCommand } from '#commands';
import { RecordAccess } from '#domain/access-records';
import {
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  ResetCredentials,
} from '#domain/accounts';
import { RegisterClient } from '#domain/machine-clients';
import { RegisterSchool } from '#domain/schools';
import { openMemoryEventStore } from '#platform/event-store';
import { ProjectionRunner, ProjectionWatch, runPartition } from '#platform/projection-runner';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import {
  accountProposalRow,
  accountRow,
  AccountRows,
  accountsProjection,
  accountsProjectionName as projection,
} from '#read-models/accounts';
import { all, keys, officer, onEachReadStore, rows } from '#testing';
import type { OpenReadStore, ReadStorePlace, ReadStorePlaces } from '#testing';

const [id, other] = [keys.account, 'chen-yi'];
const identity = { issuer: 'https://id.example.gov.cn', subject: '4f1c0a' };
const staff = { roles: ['SCHOOL_STAFF'], districts: [], schools: [keys.school], conflicts: [] } as const;
const visit = { at: '2023-09-25T00:30:00.000Z', address: '192.0.2.7', agent: 'Mozilla/5.0' };
const openedAt = '2023-09-25T00:00:00.000Z';

const commands: readonly RegisterCommand[] = [
  new RegisterSchool(rows.school()),
  new OpenAccount(rows.account()),
  new RecordAccess({ type: 'SignedIn', data: { account: id, ...visit, method: 'ENROLMENT' } }),
  new OpenAccount(rows.account({ account: other, roles: ['OFFICER', 'LEADER'], identity })),
  new RegisterClient(rows.machineClient()),
  new ResetCredentials({ account: id }, { reason: '手机遗失' }),
  new ChangeAccess({ account: id }, { ...staff, reason: '调任学校' }),
  new DisableAccount({ account: other }, { reason: '离职' }),
];
const first = { account: id, ...staff, identity: null, openedAt, disabled: false, disablingReason: null };
const second = {
  ...rows.account({ account: other, roles: ['LEADER', 'OFFICER'], identity }),
  openedAt,
  disabled: true,
  disablingReason: '离职',
};

const recorded = async () => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school', clock: () => new Date(openedAt) });
  const gateway = new CommandGateway(new CommandDesk(store, log));
  const recordBy = async (actor: string, ...told: readonly RegisterCommand[]): Promise<void> => {
    for (const command of told)
      await gateway.execute(command, { actor: officer(actor), actorTrust: 'verified', source: 'api' });
  };
  const record = (...told: readonly RegisterCommand[]): Promise<void> => recordBy('li.admin', ...told);
  await record(...commands);
  return { store, log, record, recordBy };
};

const dump = async ({ dataSource }: OpenReadStore) => [
  ...(await dataSource.getRepository(accountRow).find({ order: { stream: 'ASC' } })),
  ...(await dataSource.getRepository(accountProposalRow).find({ order: { stream: 'ASC' } })),
];

const [one, two] = ['chen.admin', 'li.admin'];
const office = { on: '2023-09-25', administrators: [one, two] };
const administrator = (account: string) =>
  rows.account({ account, roles: ['SECURITY_ADMINISTRATOR'], districts: 'all' });
/** Two administrators, one account that waits to be opened as one, and one that was approved. */
const withProposals = async ({ record, recordBy }: Awaited<ReturnType<typeof recorded>>): Promise<void> => {
  await record(...[one, two].map((account) => new OpenAccount(administrator(account), 'HOST')));
  await record(...['gao', 'hu'].map((account) => new OpenAccount(administrator(account), office)));
  await recordBy(one, new ApproveAdministrator({ account: 'hu', proposal: 1 }, office));
};

const accountsFromRows = (places: ReadStorePlaces): void => {
  let bench: Awaited<ReturnType<typeof recorded>>;
  let place: ReadStorePlace;
  let store: OpenReadStore;
  let runner: ProjectionRunner;
  let reads: AccountRows;

  beforeEach(async () => {
    bench = await recorded();
    place = places.place();
    store = await place.open([accountRow, accountProposalRow]);
    const projections = [accountsProjection()];
    const limits = { catchUpEvents: 3, liveEvents: 2 };
    runner = new ProjectionRunner({ log: bench.log, store, projections, limits, report: () => undefined });
    reads = new AccountRows(store, runner);
  });
  afterEach(async () => {
    await runner.stop();
    await store.close();
    await place.remove();
  });
  const arrived = async (): Promise<void> => runner.waitFor('all', (await bench.log.head()) ?? -1n, 20_000);
  const begin = async (): Promise<void> => {
    await runner.start();
    await arrived();
  };

  it('finds an account with the access that it has now, by its id and by its identity', async () => {
    await begin();
    expect(await reads.accountById(id)).toEqual(first);
    expect(await reads.accountById(other)).toEqual(second);
    expect(await reads.accountByIdentity(identity)).toEqual(second);
    expect(await reads.accountById('wang.fan')).toBeUndefined();
    expect(await reads.accountByIdentity({ ...identity, subject: id })).toBeUndefined();
    expect(await reads.accountByIdentity({ ...identity, issuer: 'https://other.example' })).toBeUndefined();
  });

  it('lists both in the order of ids', async () => {
    await begin();
    expect(await reads.accounts()).toEqual([second, first]);
  });

  it('follows as somebody is disabled and enabled', async () => {
    await begin();
    await bench.record(
      new EnableAccount({ account: other }, { reason: '返岗' }),
      new DisableAccount({ account: id }, { reason: '停职' }),
    );
    await arrived();
    expect(await reads.accountById(other)).toMatchObject({ disabled: false, disablingReason: null });
    expect(await reads.accountById(id)).toMatchObject({ disabled: true, disablingReason: '停职' });
  });

  it('lets no later account take the identity of the first', async () => {
    await bench.record(new OpenAccount(rows.account({ account: 'latecomer', identity })));
    await begin();
    expect(await reads.accountByIdentity(identity)).toMatchObject({ account: other, disabled: true });
  });

  it('tells what waits for another administrator, and opens nothing by it', async () => {
    await withProposals(bench);
    await begin();
    const event = { type: 'AccountOpened', data: administrator('gao') };
    const made = { account: 'gao', proposal: 1, proposedBy: two, proposedAt: openedAt, expiresOn: '2023-10-08' };
    expect(await reads.waitingProposals()).toEqual([{ ...made, event, waits: true }]);
    expect(await reads.accountById('gao')).toBeUndefined();
    expect(await reads.lastProposalOf('hu')).toMatchObject({ proposal: 1, waits: false });
    expect(await reads.lastProposalOf(id)).toBeUndefined();
    expect((await reads.administrators()).toSorted()).toEqual([one, 'hu', two]);
  });

  it('lets it wait no longer once anything happened to the account, and counts who is disabled no longer', async () => {
    await withProposals(bench);
    await begin();
    await bench.record(
      new OpenAccount(rows.account({ account: 'gao' })),
      new DisableAccount({ account: 'hu' }, { reason: '离职' }),
    );
    await arrived();
    expect(await reads.waitingProposals()).toEqual([]);
    expect(await reads.accountById('gao')).toMatchObject({ roles: ['OFFICER'] });
    expect((await reads.administrators()).toSorted()).toEqual([one, two]);
  });

  it('counts an account as an administrator of which an event cannot be read', async () => {
    const strange = { id: randomUUID(), type: 'AccountNarrowed', data: {}, metadata: {} };
    const { stream = '' } = (await all(bench.log.read())).find(({ type }) => type === 'AccountOpened') ?? {};
    await bench.store.append(stream, [strange], 'any');
    await begin();
    expect(await reads.administrators()).toEqual([id]);
  });

  it('builds the same rows again', async () => {
    await withProposals(bench);
    await begin();
    const live = await dump(store);
    expect(live).toHaveLength(7);
    await runner.rebuild(projection);
    expect(await dump(store)).toEqual(live);
  });

  it('says nothing before the rows are filled', async () => {
    const notCurrent = { code: 'accounts-not-current' };
    await expect(reads.accountById(id)).rejects.toMatchObject(notCurrent);
    await expect(reads.accountByIdentity(identity)).rejects.toMatchObject(notCurrent);
    await expect(reads.accounts()).rejects.toMatchObject(notCurrent);
    await expect(reads.administrators()).rejects.toMatchObject(notCurrent);
    await expect(reads.waitingProposals()).rejects.toMatchObject(notCurrent);
  });

  it('lets nobody in by an account of which an event cannot be read, and others as before', async () => {
    const strange = { id: randomUUID(), type: 'AccountNarrowed', data: {}, metadata: {} };
    const { stream } = (await all(bench.log.read())).find(({ type }) => type === 'AccountAccessChanged') ?? {
      stream: '',
    };
    await bench.store.append(stream, [strange], 'any');
    await begin();
    await expect(reads.accountById(id)).rejects.toMatchObject({ code: 'accounts-not-current' });
    await expect(reads.accounts()).rejects.toMatchObject({ code: 'accounts-not-current' });
    expect(await reads.accountByIdentity(identity)).toEqual(second);
  });

  it('writes each row once, however many partitions share them out', async () => {
    await withProposals(bench);
    await begin();
    const whole = await dump(store);
    await runner.stop();
    const [shared, stop] = [places.place(), new AbortController()];
    const parts = await shared.open([accountRow, accountProposalRow]);
    const told: object[] = [];
    const common = { log: bench.log, store: parts, report: (problem: object) => void told.push(problem) };
    const watch = new ProjectionWatch({ ...common, projections: [accountsProjection()], partitions: 4 });
    const running = [0, 1, 2, 3].map((index) =>
      runPartition({
        ...common,
        projections: () => [accountsProjection()],
        partition: { index, of: 4 },
        signal: stop.signal,
      }),
    );
    try {
      watch.start();
      await watch.waitFor('all', (await bench.log.head()) ?? -1n, 20_000);
      expect(await dump(parts)).toEqual(whole);
      expect(await new AccountRows(parts, watch).accountById(id)).toEqual(first);
      expect(told).toEqual([]);
    } finally {
      stop.abort();
      await Promise.all(running);
      await watch.stop();
      await parts.close();
      await shared.remove();
    }
  });
};

describe('accounts of people', () => {
  onEachReadStore(
    { sqlite: (at) => SqliteReadStore.open(at), postgres: (at) => PostgresReadStore.open(at) },
    accountsFromRows,
  );
});
