import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { RegisterEvent } from '#facts';
import type { EventStore, NewEvent } from '#platform/event-store';
import { anyRegister, keys } from '#testing';
import type { Random } from './random.ts';

/** An event on its way to its stream. */
export interface Sent {
  readonly stream: string;
  readonly event: NewEvent;
}

interface Fields {
  readonly caseNo?: string;
  readonly number?: string;
  readonly batch?: string;
  readonly school?: string | null;
  readonly code?: string;
}

/** What a stream is about: rows of one key stand in one stream, as commands record them. */
const subjectOf = ({ caseNo, number, batch, school, code }: Fields): string =>
  JSON.stringify([
    caseNo ?? number ?? batch ?? null,
    batch === undefined && caseNo === undefined ? null : school,
    code,
  ]);

/** The events of a register made by random commands, about two schools of its own. */
const oneHistory = (random: Random, n: number): readonly Sent[] => {
  const [register] = fc.sample(anyRegister, { seed: random.below(2 ** 31), numRuns: 1 });
  const text = JSON.stringify(register?.events ?? [])
    .replaceAll(keys.school, String(3_646_100_001 + 2 * n))
    .replaceAll(keys.otherSchool, String(3_646_100_002 + 2 * n));
  const streams = new Map<string, string>();
  return (JSON.parse(text) as RegisterEvent[]).map(({ type, data }) => {
    const fields = data as Fields;
    const subject = subjectOf(fields);
    const stream = streams.get(subject) ?? `history-${n}.${streams.size}`;
    streams.set(subject, stream);
    const school = fields.school ?? fields.code;
    return { stream, event: { id: randomUUID(), type, data, metadata: school === undefined ? {} : { school } } };
  });
};

/** Lawful histories of so many pairs of schools, shuffled into one another; each keeps its own order. */
export const historyOf = (random: Random, pairs: number): readonly Sent[] => {
  const waiting = Array.from({ length: pairs }, (_, n) => [...oneHistory(random, n)]).filter(
    ({ length }) => length > 0,
  );
  const sent: Sent[] = [];
  while (waiting.length > 0) {
    const history = random.pick(waiting);
    sent.push(...history.splice(0, 1));
    if (history.length === 0) waiting.splice(waiting.indexOf(history), 1);
  }
  return sent;
};

/** Records events, one append each. */
export const sendAll = async (store: EventStore, sent: readonly Sent[]): Promise<void> => {
  for (const { stream, event } of sent) await store.append(stream, [event], 'any');
};
