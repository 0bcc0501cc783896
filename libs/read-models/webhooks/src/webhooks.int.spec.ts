import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CommandDesk, CommandGateway } from '#commands';
import type { RegisterCommand } from '#commands';
import { RegisterSchool } from '#domain/schools';
import { RegisterWebhook, RemoveWebhook, ReplayWebhook } from '#domain/webhooks';
import { openMemoryEventStore } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import { webhookRow, WebhookRows, webhooksProjection, webhooksProjectionName } from '#read-models/webhooks';
import { keys, onEachReadStore, rows, officer } from '#testing';
import type { OpenReadStore, ReadStorePlace, ReadStorePlaces } from '#testing';

const other = 'exchange-changes';
const commands: readonly RegisterCommand[] = [
  new RegisterSchool(rows.school()),
  new RegisterWebhook(rows.webhook()),
  new RegisterWebhook(rows.webhook({ webhook: other, schools: [keys.school] })),
  new ReplayWebhook({ webhook: keys.webhook }, { after: '0.0', reason: '恢复备份' }),
  new RemoveWebhook({ webhook: other }, { reason: '平台下线' }),
];

const webhooks = (places: ReadStorePlaces): void => {
  let bench: ReturnType<typeof openMemoryEventStore>;
  let place: ReadStorePlace;
  let store: OpenReadStore;
  let runner: ProjectionRunner;
  let stream: string;
  let reads: WebhookRows;

  beforeEach(async () => {
    bench = openMemoryEventStore({ sequenceKeyName: 'school' });
    const gateway = new CommandGateway(new CommandDesk(bench.store, bench.log));
    for (const command of commands)
      stream = (await gateway.execute(command, { actor: officer('安全管理员'), actorTrust: 'verified', source: 'cli' }))
        .id;
    place = places.place();
    store = await place.open([webhookRow]);
    const projections = [webhooksProjection()];
    runner = new ProjectionRunner({ log: bench.log, store, projections, report: () => undefined });
    reads = new WebhookRows(store, runner);
  });
  afterEach(async () => {
    await runner.stop();
    await store.close();
    await place.remove();
  });
  const begin = async (): Promise<void> => {
    await runner.start();
    await runner.waitFor('all', (await bench.log.head()) ?? -1n, 20_000);
  };

  it('says from where each is told, and which one ended', async () => {
    await begin();
    expect(await reads.webhooks()).toEqual([
      {
        ...rows.webhook({ webhook: other, schools: [keys.school] }),
        registration: 2,
        basis: 2,
        after: '2.0',
        removalReason: '平台下线',
        registeredAt: expect.any(String),
      },
      {
        ...rows.webhook(),
        registration: 1,
        basis: 3,
        after: '0.0',
        removalReason: null,
        registeredAt: expect.any(String),
      },
    ]);
  });

  it('builds the same rows again', async () => {
    await begin();
    const live = await reads.webhooks();
    await runner.rebuild(webhooksProjectionName);
    expect(await reads.webhooks()).toEqual(live);
  });

  it('says nothing before the rows are filled, nor when an event cannot be read', async () => {
    await expect(reads.webhooks()).rejects.toMatchObject({ code: 'webhooks-not-current' });
    const strange = { id: randomUUID(), type: 'WebhookPaused', data: {}, metadata: {} };
    await bench.store.append(stream, [strange], 'any');
    await begin();
    await expect(reads.webhooks()).rejects.toMatchObject({ code: 'webhooks-not-current' });
  });
};

onEachReadStore({ sqlite: (at) => SqliteReadStore.open(at), postgres: (at) => PostgresReadStore.open(at) }, webhooks);
