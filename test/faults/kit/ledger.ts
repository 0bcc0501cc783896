import { randomUUID } from 'node:crypto';
import { openLog } from '#composition';
import { asKept } from './any-text.ts';
import { everyEvent, integrityOf, placesOf } from './examine.ts';
import { differencesAfterRebuild } from './read-models.ts';
import { hasRecorded, logOf } from './service.ts';
import type { Answer, Sending, Service } from './service.ts';

type Stored = Awaited<ReturnType<typeof everyEvent>>[number];

interface Kept {
  readonly command: Sending;
  readonly answer: Answer;
}

/** What somebody outside wrote down while a service was beset: every command that it acknowledged, and its log's bytes. */
export class Ledger {
  readonly kept: Kept[] = [];
  #seen: readonly Stored[] = [];

  constructor(readonly directory: string) {}

  /** Sends a command, under a name of its own; what it acknowledges to have recorded is written down. @throws when no answer came */
  async send(service: Service, command: Sending): Promise<Answer> {
    const headers = { 'idempotency-key': randomUUID(), ...command.headers };
    const answer = await service.send({ ...command, headers });
    if (hasRecorded(answer)) this.kept.push({ command, answer });
    return answer;
  }

  /** Writes down the bytes of all that is recorded now, beside the running service. */
  async look(): Promise<void> {
    const opened = openLog(this.directory);
    try {
      this.#seen = await everyEvent(opened);
    } finally {
      await opened.close();
    }
  }

  /** Once the service is gone: what is not as it was acknowledged or seen; then rows that went on, held against new ones. */
  async broken(): Promise<readonly string[]> {
    const recorded = await logOf(this.directory);
    const lost = this.kept.filter((one) => !standsIn(recorded, one)).length;
    const changed = this.#seen.filter(({ bytes }, n) => !Buffer.from(bytes).equals(recorded[n]?.bytes ?? Buffer.of()));
    const places = new Set(this.kept.map(({ answer }) => answer.position)).size;
    return [
      ...(lost === 0 ? [] : [`${lost} acknowledged commands lost or recorded otherwise`]),
      ...(changed.length === 0 ? [] : [`${changed.length} recorded events are not there with their bytes`]),
      ...(places === this.kept.length ? [] : ['two commands were told the same place']),
      ...placesOf(recorded.map(({ event }) => event)),
      ...integrityOf(this.directory),
      ...(await differencesAfterRebuild(this.directory)),
    ];
  }

  /** Commands that are recorded and were never acknowledged, once the service is gone. */
  async unacknowledged(): Promise<number> {
    const events = (await logOf(this.directory)).filter(({ event }) => event.metadata['school'] !== undefined);
    return new Set(events.map(({ event }) => event.metadata['commandId'])).size - this.kept.length;
  }
}

/** At its place, and with every text that was sent, as the register keeps it. */
const standsIn = (recorded: readonly Stored[], { command, answer }: Kept): boolean => {
  const event = recorded[Number(answer.position)]?.event;
  if (event?.stream !== answer.id || event.revision !== BigInt(answer.revision)) return false;
  const data = event.data as Readonly<Record<string, unknown>>;
  return Object.entries(command.body).every(
    ([name, sent]) => typeof sent !== 'string' || !(name in data) || data[name] === asKept(sent),
  );
};
