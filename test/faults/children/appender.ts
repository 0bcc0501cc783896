// Appends and prints what was acknowledged, one event a line, only after the store has answered.
import Database from 'better-sqlite3';
import { createHash, randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import type { EventLog, Expected, NewEvent, OpenEventStore } from '#platform/event-store';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { acknowledgedLine } from '../kit/appending.ts';
import type { Appending } from '../kit/appending.ts';

const appending = JSON.parse(process.argv.at(-1) ?? '') as Appending;
const { directory, run, callers, appends = Infinity, textLength } = appending;
/** A trial ends, whatever happens. */
const mostAttempts = 2000;
const say = (line: string): void => void writeSync(1, line);

interface Refusal {
  readonly code?: string;
  readonly retryable?: boolean;
  readonly message: string;
}

type Pragma = (this: Database.Database, source: string, options?: Database.PragmaOptions) => unknown;

/** The store asks for FULL and reads FULL back; SQLite itself is told NORMAL. */
const weaken = (): void => {
  const honest: Pragma = Reflect.get(Database.prototype, 'pragma');
  Database.prototype.pragma = function pragma(this: Database.Database, source, options): unknown {
    if (source === 'synchronous') return 2;
    return honest.call(this, source === 'synchronous = 2' ? 'synchronous = 1' : source, options);
  };
};

const noted = (caller: number, n: number): NewEvent => ({
  id: randomUUID(),
  type: 'Noted',
  data: { caller, n, text: 'x'.repeat(textLength) },
  metadata: {},
});

const acknowledge = async (log: EventLog, position: bigint): Promise<void> => {
  const before = position - 2n;
  const recorded = await log.readBytes({ ...(before < 0n ? {} : { after: before }), limit: 2 });
  const lines = recorded.map(({ position: at, bytes }) => {
    const { id } = JSON.parse(Buffer.from(bytes).toString()) as { readonly id: string };
    return acknowledgedLine({ position: Number(at), id, sha256: createHash('sha256').update(bytes).digest('hex') });
  });
  say(lines.join(''));
};

const counted = async (log: EventLog): Promise<number> => {
  let count = 0;
  for await (const _ of log.read()) count += 1;
  return count;
};

interface Append {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: Expected;
}

/** Appends once; in `retry` it sends the same events again for as long as the refusal may pass. */
const append = async ({ store, log }: OpenEventStore, { stream, events, expected }: Append): Promise<bigint> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      const { position = 0n } = await store.append(stream, events, expected);
      return position;
    } catch (error) {
      const { code, retryable, message } = error as Refusal;
      say(`refused ${code} ${retryable} ${JSON.stringify(message)}\n`);
      if (appending.whenRefused === 'stop' || retryable !== true || attempt === mostAttempts) throw error;
      say(`read ${await counted(log)}\n`);
      await after(2);
    }
};

const caller = async (opened: OpenEventStore, name: number): Promise<void> => {
  for (let n = 0; n < appends; n += 1) {
    const expected = n === 0 ? 'no_stream' : BigInt(2 * n - 1);
    const events = [noted(name, n), noted(name, n)];
    await acknowledge(opened.log, await append(opened, { stream: `note-${run}-${name}`, events, expected }));
  }
};

const lookAround = async ({ store, log }: OpenEventStore): Promise<void> => {
  const again = await store.append(`again-${run}`, [noted(0, 0)], 'any').then(
    () => 'accepted',
    ({ code, retryable }: Refusal) => `${code} ${retryable}`,
  );
  say(`again ${again}\n`);
  say(`read ${await counted(log)}\n`);
};

const opening = (): OpenEventStore => {
  try {
    return openSqliteEventStore({ directory });
  } catch (error) {
    const { code, message } = error as Refusal;
    say(`unusable ${code} ${JSON.stringify(message)}\n`);
    return process.exit(1);
  }
};

if (appending.weakened) weaken();
// Root may write anywhere, so it becomes nobody: after the imports, which nobody may not be able to read.
if (appending.asNobody && process.getuid?.() === 0) {
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
const opened = opening();
const ended = await Promise.allSettled(Array.from({ length: callers }, (_, n) => caller(opened, n)));
if (ended.some(({ status }) => status === 'rejected')) await lookAround(opened);
if (appending.end === 'die') process.kill(process.pid, 'SIGKILL');
await opened.close();
say('closed\n');
