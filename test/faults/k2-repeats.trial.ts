import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { CommandDesk, CommandGateway } from '#commands';
import type { CommandAnswer, CommandContext } from '#commands';
import { RegisterSchool } from '#domain/schools';
import type { SchoolContent } from '#domain/schools';
import { EventStore, Timeout } from '#platform/event-store';
import type { Appended, Expected, NewEvent, ReadStreamOptions, Recorded } from '#platform/event-store';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { everyEvent, placesOf } from './kit/examine.ts';
import { inFolder } from './kit/folder.ts';
import type { Random } from './kit/random.ts';
import { registering, schoolCode } from './kit/school-commands.ts';
import { logOf, Service } from './kit/service.ts';
import type { Answer } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';
import { officer } from '#testing';

const repeatedShare = 0.3;
const clients = 8;

/** One event for each command id, and nothing without one. */
const repeatsIn = (all: readonly Recorded[], commands: number): readonly string[] => {
  const events = all.filter(({ metadata }) => metadata['school'] !== undefined); // people sign in besides
  const ids = new Set(events.map(({ metadata }) => metadata['commandId']));
  const faults = placesOf(all);
  if (ids.has(undefined)) faults.push('an event without a command id');
  if (events.length !== commands || ids.size !== commands)
    faults.push(`${events.length} events with ${ids.size} ids of ${commands} commands`);
  return faults;
};

/** K2: clients send commands again with the same key: after the answer, beside it, or after they hung up. */
export const repeatedCommands: Trial = async ({ random, count, programs }) =>
  inFolder(async (folder) => {
    const directory = join(folder, 'data');
    const service = await Service.start(programs, directory);
    const faults: string[] = [];
    let [next, repeated, hungUp] = [0, 0, 0];
    const client = async (): Promise<void> => {
      while (next < count) {
        const n = next;
        next += 1;
        const command = { ...registering(schoolCode(n)), headers: { 'idempotency-key': `key-${random.seed}-${n}` } };
        const send = (): Promise<Answer> => service.send(command);
        if (!random.chance(repeatedShare)) await expectSame(faults, n, [await send()]);
        else {
          repeated += 1;
          const way = random.below(3);
          if (way === 0) await expectSame(faults, n, [await send(), await send()]);
          else if (way === 1) await expectSame(faults, n, await Promise.all([send(), send()]));
          else {
            const cut = new AbortController();
            const first = service.send({ ...command, signal: cut.signal }).catch(() => undefined);
            await after(random.below(6));
            cut.abort();
            if ((await first) === undefined) hungUp += 1;
            await expectSame(faults, n, [await send(), await send()]);
          }
        }
      }
    };
    await service.whileAlive(() => Promise.all(Array.from({ length: clients }, client)));
    const events = (await logOf(directory)).map(({ event }) => event);
    return {
      trials: count,
      failures: told(`seed ${random.seed}`, [...faults, ...repeatsIn(events, count)]),
      seen: `${repeated.toLocaleString('en')} sent again, ${hungUp.toLocaleString('en')} of them after the client had hung up`,
    };
  });

const expectSame = async (faults: string[], n: number, answers: readonly Answer[]): Promise<void> => {
  const [first = '', ...others] = answers.map((answer) => JSON.stringify(answer));
  if (answers.some(({ status }) => status !== 201)) faults.push(`command ${n} answered ${first}`);
  if (others.some((other) => other !== first)) faults.push(`command ${n} answered ${first}, then ${others.join()}`);
};

/** Records, and now and then says afterwards that it does not know whether it did. */
class LateStore extends EventStore {
  timeouts = 0;

  constructor(
    readonly inner: EventStore,
    readonly random: Random,
  ) {
    super();
  }

  override async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Appended> {
    const before = this.random.chance(0.1);
    if (before) throw this.#timeout();
    const appended = await this.inner.append(stream, events, expected);
    if (this.random.chance(repeatedShare)) throw this.#timeout();
    return appended;
  }

  override readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<Recorded> {
    return this.inner.readStream(stream, options);
  }

  #timeout(): Timeout {
    this.timeouts += 1;
    return new Timeout('injected: nobody knows');
  }
}

/** K2 below HTTP: the store times out before or after it recorded, and the caller sends the same command again. */
export const repeatedAfterTimeout: Trial = async ({ random, count }) =>
  inFolder(async (directory) => {
    const opened = openSqliteEventStore({ directory, sequenceKeyName: 'school' });
    const store = new LateStore(opened.store, random);
    const gateway = new CommandGateway(new CommandDesk(store, opened.log));
    const answers: CommandAnswer[] = [];
    let next = 0;
    const client = async (): Promise<void> => {
      while (next < count) {
        const n = next;
        next += 1;
        answers[n] = await untilAnswered(gateway, n);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    const events = (await everyEvent(opened)).map(({ event }) => event);
    await opened.close();
    const faults = [...repeatsIn(events, count)];
    for (const [n, { id, revision, position }] of answers.entries()) {
      const event = events[Number(position)];
      if (event?.stream !== id || event.revision !== revision || event.metadata['commandId'] !== `key-${n}`)
        faults.push(`command ${n} was told a place where it is not`);
    }
    return {
      trials: count,
      failures: told(`seed ${random.seed}`, faults),
      seen: `${store.timeouts.toLocaleString('en')} time-outs injected`,
    };
  });

const untilAnswered = async (gateway: CommandGateway, n: number): Promise<CommandAnswer> => {
  const code = schoolCode(n);
  const content: SchoolContent = {
    code,
    name: `海口示例职业学校${code}`,
    authority: 'EDU',
    creditCode: null,
    district: '460105',
    ownership: 'PUBLIC',
    schoolType: '普通中专',
    licenceNo: null,
    licenceUntil: null,
    principal: null,
    majors: ['740101'],
  };
  const context: CommandContext = {
    actor: officer('officer'),
    actorTrust: 'unverified',
    source: 'api',
    commandId: `key-${n}`,
  };
  for (;;)
    try {
      return await gateway.execute(new RegisterSchool(content, null), context);
    } catch (error) {
      if (!(error instanceof Timeout)) throw error;
    }
};
