import { CommandDesk, CommandGateway } from '#commands';
import type { RegisterCommand } from '#commands';
import { openMemoryEventStore } from '#platform/event-store';
import type { EventLog } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import {
  changeRow,
  changesAfter,
  EligibilityDesk,
  eligibilityProjection,
  foldedRow,
  LogRows,
  readCursor,
  readQuestion,
} from '#read-models/eligibility';
import { keys, officer } from '#testing';
import type { ReadStorePlace } from '#testing';

/** Who records. */
export const by = { actor: officer('a'), actorTrust: 'verified', source: 'api' } as const;

/** The hour at which everything is recorded, until a spec says another. */
export const time = { nowMs: Date.parse('2022-09-10T02:00:00Z') };
const clock = () => new Date(time.nowMs);

/** Small batches, so that there are borders between them. */
export const runnerOver = (log: EventLog, store: ReadStore, memory = { events: 1_000 }) =>
  new ProjectionRunner({
    log,
    store,
    projections: [eligibilityProjection(log, memory)],
    limits: { catchUpEvents: 4, liveEvents: 2 },
    report: () => undefined,
  });

/** The projection of a register in memory into rows of a store, at work. */
export const openBench = async (place: ReadStorePlace) => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school', clock });
  const gateway = new CommandGateway(new CommandDesk(store, log));
  const readStore = await place.open([foldedRow, changeRow]);
  const runner = runnerOver(log, readStore);
  const isStale = (school: string) => !runner.isReady('eligibility') || runner.isParked('eligibility', school);
  const desk = new EligibilityDesk(new LogRows(log, { position: () => runner.seenBy('eligibility'), isStale }));
  runner.onBatch('eligibility', ({ keys: changed }) => {
    if (changed === 'all') desk.forgetAll();
    else for (const key of changed) desk.forget(key);
  });
  await runner.start();
  const record = async (...commands: readonly RegisterCommand[]): Promise<number> => {
    let position = -1n;
    for (const command of commands) ({ position } = await gateway.execute(command, by));
    await runner.waitFor('eligibility', position, 20_000);
    return Number(position);
  };
  const ask = (question: object) =>
    desk.answer(
      readQuestion({ school: keys.school, on: '2022-09-10', year: 2022, season: 'AUTUMN', ...question }, '2022-09-10'),
    );
  const feed = (cursor?: string) =>
    changesAfter(readStore, {
      after: cursor === undefined ? undefined : readCursor(cursor),
      upTo: runner.seenBy('eligibility'),
      limit: 1_000,
    });
  const close = async () => {
    await runner.stop();
    await readStore.close();
    await place.remove();
  };
  return { store, log, gateway, readStore, runner, record, ask, feed, close };
};

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** Every row of the projection. */
export const dump = async ({ dataSource }: ReadStore) => ({
  folded: await dataSource.getRepository(foldedRow).find({ order: { school: 'ASC' } }),
  changes: await dataSource.getRepository(changeRow).find({ order: { position: 'ASC', n: 'ASC' } }),
});
