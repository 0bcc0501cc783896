import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CommandDesk, CommandGateway } from '#commands';
import type { RegisterCommand } from '#commands';
import { CloseClient, IssueKey, IssueKeyForTokens, RegisterClient, RevokeKey } from '#domain/machine-clients';
import { RegisterSchool } from '#domain/schools';
import { OpenCampaign } from '#domain/self-inspections';
import { openMemoryEventStore } from '#platform/event-store';
import { ProjectionRunner, ProjectionWatch, runPartition } from '#platform/projection-runner';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import {
  clientRow,
  clientsInLog,
  keyRow,
  MachineClientRows,
  machineClientsProjection,
  machineClientsProjectionName as projection,
} from '#read-models/machine-clients';
import { all, keys, officer, onEachReadStore, rows } from '#testing';
import type { OpenReadStore, ReadStorePlace, ReadStorePlaces } from '#testing';

const other = 'provincial-exchange';
const revokedAt = '2022-09-01T08:00:00.000Z';
const second = { keyId: 'key00002', secretHash: 'cd'.repeat(32) };
const ofOther = { client: other, keyId: 'key00003', secretHash: 'ef'.repeat(32), schools: [keys.school] };

const commands: readonly RegisterCommand[] = [
  new RegisterSchool(rows.school()),
  new RegisterClient(rows.machineClient({ id: other, name: '省级交换平台' })),
  new RegisterClient(rows.machineClient()),
  new IssueKey(rows.machineKey()),
  new OpenCampaign(rows.campaign({ schools: [keys.school] })),
  new IssueKey(rows.machineKey(ofOther)),
  new IssueKey(rows.machineKey(second)),
  new RevokeKey({ client: keys.client, keyId: keys.keyId }, { reason: '轮换', revokedAt }),
  new CloseClient({ client: other }, { reason: '平台下线', closedAt: revokedAt }),
];

const recorded = async () => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school' });
  const gateway = new CommandGateway(new CommandDesk(store, log));
  const record = async (...told: readonly RegisterCommand[]): Promise<void> => {
    for (const command of told)
      await gateway.execute(command, { actor: officer('安全管理员'), actorTrust: 'verified', source: 'cli' });
  };
  await record(...commands);
  return { store, log, record };
};

const dump = async ({ dataSource }: OpenReadStore) => ({
  clients: await dataSource.getRepository(clientRow).find({ order: { stream: 'ASC' } }),
  keys: await dataSource.getRepository(keyRow).find({ order: { stream: 'ASC', keyId: 'ASC' } }),
});

const clientsAndKeys = (places: ReadStorePlaces): void => {
  let bench: Awaited<ReturnType<typeof recorded>>;
  let place: ReadStorePlace;
  let store: OpenReadStore;
  let runner: ProjectionRunner;
  let reads: MachineClientRows;

  beforeEach(async () => {
    bench = await recorded();
    place = places.place();
    store = await place.open([clientRow, keyRow]);
    const projections = [machineClientsProjection()];
    const limits = { catchUpEvents: 3, liveEvents: 2 };
    runner = new ProjectionRunner({ log: bench.log, store, projections, limits, report: () => undefined });
    reads = new MachineClientRows(store, runner);
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

  it('finds the newest key of a client that still opens something', async () => {
    await begin();
    const [atFirst, later] = [Date.parse(revokedAt), Date.parse(rows.machineKey().expiresAt)];
    expect(await reads.keyForTokens(keys.client, atFirst)).toEqual({ ...rows.machineKey(second), revokedAt: null });
    expect(await reads.keyForTokens(keys.client, later)).toBeUndefined();
    for (const client of [other, 'nobody', '']) expect(await reads.keyForTokens(client, atFirst)).toBeUndefined();
    await bench.record(new RevokeKey({ client: keys.client, keyId: second.keyId }, { reason: '泄露', revokedAt }));
    await arrived();
    expect(await reads.keyForTokens(keys.client, atFirst)).toBeUndefined();
  });

  it('lets tokens stand for the newest key that is for them alone, while it lives, and else for the newest', async () => {
    const { client, keyId } = keys;
    const revoked = (id: string) => new RevokeKey({ client, keyId: id }, { reason: '轮换', revokedAt });
    const third = { keyId: 'key00005', secretHash: '12'.repeat(32) };
    await bench.record(new IssueKeyForTokens(rows.tokenKey({ scopes: ['log:read'] })));
    await bench.record(revoked(second.keyId), new IssueKey(rows.machineKey(third)));
    await begin();
    const [now, expired] = [Date.parse(revokedAt), Date.parse(rows.tokenKey().expiresAt)];
    const forTokens = { ...rows.tokenKey({ scopes: ['log:read'] }), secretHash: null, revokedAt: null };
    expect(await reads.keyForTokens(client, now)).toEqual(forTokens);
    expect(await reads.keyForTokens(client, expired)).toBeUndefined();
    expect(await reads.keyById('token001')).toEqual(forTokens);
    const uses = (await reads.clients())[0]?.keys.map((key) => [key.keyId, key.use]);
    expect(uses).toEqual([
      [keyId, 'SECRET'],
      [second.keyId, 'SECRET'],
      ['token001', 'TOKENS'],
      [third.keyId, 'SECRET'],
    ]);
    expect(await clientsInLog(bench.log)).toEqual(await reads.clients());
    await bench.record(revoked('token001'));
    await arrived();
    expect(await reads.keyForTokens(client, now)).toMatchObject(third);
    await bench.record(new IssueKeyForTokens(rows.tokenKey({ keyId: 'token002' })), revoked(third.keyId));
    await arrived();
    expect(await reads.keyForTokens(client, now)).toMatchObject({ keyId: 'token002' });
  });

  it('finds a key with its hash and its client, and says whether it was revoked', async () => {
    await begin();
    expect(await reads.keyById('key00002')).toEqual({ ...rows.machineKey(second), revokedAt: null });
    expect(await reads.keyById(keys.keyId)).toEqual({ ...rows.machineKey(), revokedAt });
    expect(await reads.keyById('key00003')).toEqual({ ...rows.machineKey(ofOther), revokedAt });
    expect(await reads.keyById('key00009')).toBeUndefined();
  });

  it('lists both clients with their keys and no hash, as the log does', async () => {
    await begin();
    const list = await reads.clients();
    expect(list).toMatchObject([
      {
        id: keys.client,
        name: '海口市中招平台',
        contact: '信息中心值班',
        closedAt: null,
        closingReason: null,
        keys: [
          { keyId: keys.keyId, scopes: ['eligibility:read'], revokedAt, revocationReason: '轮换' },
          { keyId: 'key00002', schools: 'all', revokedAt: null, revocationReason: null },
        ],
      },
      {
        id: other,
        closedAt: revokedAt,
        closingReason: '平台下线',
        keys: [{ keyId: 'key00003', schools: [keys.school], revokedAt, revocationReason: '平台下线' }],
      },
    ]);
    expect(JSON.stringify(list)).not.toMatch(/secretHash|(?:ab){32}|(?:cd){32}|(?:ef){32}/);
    expect(await clientsInLog(bench.log)).toEqual(list);
  });

  it('lets no later key of the same id take the place of the first', async () => {
    await bench.record(
      new RegisterClient(rows.machineClient({ id: 'latecomer' })),
      new IssueKey(rows.machineKey({ ...second, client: 'latecomer', scopes: ['log:read'] })),
    );
    await begin();
    expect(await reads.keyById('key00002')).toMatchObject({ client: keys.client, scopes: ['eligibility:read'] });
  });

  it('builds the same rows again', async () => {
    await begin();
    const live = await dump(store);
    expect([live.clients.length, live.keys.length]).toEqual([2, 3]);
    await runner.rebuild(projection);
    expect(await dump(store)).toEqual(live);
  });

  it('says nothing before the rows are filled', async () => {
    await expect(reads.keyById('key00002')).rejects.toMatchObject({ code: 'machine-clients-not-current' });
    await expect(reads.clients()).rejects.toMatchObject({ code: 'machine-clients-not-current' });
  });

  it('lets nobody in by the keys of a client of which an event cannot be read, and others as before', async () => {
    const strange = { id: randomUUID(), type: 'MachineKeyNarrowed', data: {}, metadata: {} };
    await bench.record(
      new RegisterClient(rows.machineClient({ id: 'third' })),
      new IssueKey(rows.machineKey({ client: 'third', keyId: 'key00004' })),
    );
    const { stream } = (await all(bench.log.read())).find(({ data }) => data['id'] === keys.client) ?? { stream: '' };
    await bench.store.append(stream, [strange], 'any');
    await begin();
    await expect(reads.keyById('key00002')).rejects.toMatchObject({ code: 'machine-clients-not-current' });
    await expect(reads.clients()).rejects.toMatchObject({ code: 'machine-clients-not-current' });
    await expect(clientsInLog(bench.log)).rejects.toThrow('MachineKeyNarrowed');
    expect(await reads.keyById('key00004')).toMatchObject({ client: 'third' });
  });

  it('writes each row once, however many partitions share them out', async () => {
    await begin();
    const one = await dump(store);
    await runner.stop();
    const [shared, stop] = [places.place(), new AbortController()];
    const parts = await shared.open([clientRow, keyRow]);
    const told: object[] = [];
    const common = { log: bench.log, store: parts, report: (problem: object) => void told.push(problem) };
    const watch = new ProjectionWatch({ ...common, projections: [machineClientsProjection()], partitions: 4 });
    const written: string[] = [];
    const counted = () => {
      const plain = machineClientsProjection();
      const handle: typeof plain.handle = (events, ...rest) => {
        written.push(...events.map(({ position }) => String(position)));
        return plain.handle(events, ...rest);
      };
      return [{ ...plain, handle }];
    };
    const running = [0, 1, 2, 3].map((index) =>
      runPartition({ ...common, projections: counted, partition: { index, of: 4 }, signal: stop.signal }),
    );
    try {
      watch.start();
      await watch.waitFor('all', (await bench.log.head()) ?? -1n, 20_000);
      expect(await dump(parts)).toEqual(one);
      expect(written.toSorted()).toEqual(['1', '2', '3', '5', '6', '7', '8', '9']);
      expect(await new MachineClientRows(parts, watch).keyById('key00002')).toMatchObject({ client: keys.client });
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

describe('machine clients and their keys', () => {
  onEachReadStore(
    { sqlite: (at) => SqliteReadStore.open(at), postgres: (at) => PostgresReadStore.open(at) },
    clientsAndKeys,
  );
});
