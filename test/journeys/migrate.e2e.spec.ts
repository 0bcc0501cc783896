import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { moveHouse, openLog, openRegister } from '#composition';
import type { Move, OpenRegister } from '#composition';
import { RegisterSchool } from '#domain/schools';
import { importWorkbooks } from '#workbooks';
import { keys, officer, rows } from '#testing';
import { Cluster } from './cluster.ts';
import { publicSchool } from './contents.ts';
import { Office } from './office.ts';

let cluster: Cluster;
let folder: string;
let home: string;
let events: number;

const importer = { actor: officer('spec'), actorTrust: 'unverified' } as const;
const move = (directory: string, over: Partial<Move> = {}): Move => ({
  embedded: { mode: 'embedded', dataDirectory: directory },
  cluster: cluster.place,
  today: '2024-06-01',
  ...over,
});

const withRegister = async <T>(directory: string, work: (register: OpenRegister) => Promise<T>): Promise<T> => {
  const register = openRegister(directory);
  try {
    return await work(register);
  } finally {
    await register.close();
  }
};

const bytesOf = async (directory: string): Promise<string[]> => {
  const { log, close } = openLog(directory);
  const all = await log.readBytes({ limit: 100_000 });
  await close();
  return all.map(({ bytes }) => Buffer.from(bytes).toString());
};

beforeAll(async () => {
  cluster = await Cluster.start();
  folder = mkdtempSync(join(tmpdir(), 'migrate-'));
  home = join(folder, 'home');
  await withRegister(home, async (register) => {
    const { gateway, log, desk } = register;
    const examine: typeof desk.examine = (names, look) => desk.examine(names, look);
    for (const file of ['office.xlsx'])
      await importWorkbooks(
        { gateway, log, examine },
        { paths: [join(process.cwd(), 'test/acceptance/office', file)], importer },
      );
  });
  events = (await bytesOf(home)).length;
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('goes on with a copy that was interrupted, and ends with the same bytes and answers', async () => {
  expect(events).toBeGreaterThan(400);
  let told = 0;
  const stopped = moveHouse(
    'cluster',
    move(home, {
      onProgress: () => {
        told += 1;
        throw new Error('the power went off');
      },
    }),
  );
  await expect(stopped).rejects.toThrow('the power went off');
  expect(told).toBe(1);
  const counts: number[] = [];
  const moved = await moveHouse('cluster', move(home, { onProgress: (n) => void counts.push(n) }));
  expect(counts[0]).toBeGreaterThan(200); // not from the beginning
  expect(moved).toMatchObject({ events, schools: expect.any(Number) });
  expect(moved.questions).toBe(moved.schools * 12);
  expect(await moveHouse('cluster', move(home))).toEqual(moved); // nothing is left to do
});

it('lets the cluster go on where the directory ended, and comes back with everything', async () => {
  await cluster.startWorker();
  const office = await Office.open(cluster.place);
  for (let n = 0; n < 200 && (await office.get('/health/ready')).status !== 200; n += 1) await pause(100);
  const registered = await office.command('/api/v1/schools', publicSchool('3646019001'));
  await office.close();
  expect(registered.body).toMatchObject({ revision: '0' });
  const position = Number(registered.body.position);
  expect(position).toBeGreaterThan(events); // somebody signed in before
  await expect(moveHouse('embedded', move(join(folder, 'away')))).rejects.toMatchObject({ code: 'workers-at-work' });
  await cluster.stopWorkers();
  const away = join(folder, 'away');
  const back = await moveHouse('embedded', move(away));
  expect(back.events).toBe(position + 1);
  expect((await bytesOf(away)).slice(0, events)).toEqual(await bytesOf(home));
  // It is a register like any other.
  await withRegister(away, async ({ gateway }) => {
    const answer = await gateway.execute(
      new RegisterSchool(rows.school({ code: keys.school, name: '新学校' }), '更正'),
      {
        ...importer,
        source: 'cli',
      },
    );
    expect(answer.position).toBe(BigInt(position + 1));
  });
});

it('refuses a cluster that holds another register, and changes nothing', async () => {
  const other = join(folder, 'other');
  await withRegister(other, ({ gateway }) =>
    gateway.execute(new RegisterSchool(rows.school({ code: keys.school })), { ...importer, source: 'cli' }),
  );
  await expect(moveHouse('cluster', move(other))).rejects.toMatchObject({ code: 'copy-differs' });
  await expect(moveHouse('embedded', move(other))).rejects.toMatchObject({ code: 'copy-differs' });
  expect(await bytesOf(other)).toHaveLength(1);
});

it('waits for nobody who writes to the directory', async () => {
  await withRegister(home, async () => {
    await expect(moveHouse('cluster', move(home))).rejects.toMatchObject({ code: 'directory-in-use' });
  });
});
