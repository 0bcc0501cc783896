import { isRefused, refusal } from '#kernel';
import type { EventData, Judgement } from '#kernel';
import type { RegisterFacts } from '#law';
import type { FactEvent } from '#facts';
import { StoreUnavailable } from '#platform/event-store';
import type { EventLog, EventStore, NewEvent } from '#platform/event-store';
import type { CommandAnswer, CommandContext } from './command-context.ts';
import { eventIdOf } from './event-ids.ts';
import type { Names } from './names.ts';
import { hashOf, newEvents } from './new-events.ts';
import { RefusedError } from './refused.error.ts';
import { Register } from './register.ts';
import { demandPermission } from './permission.ts';
import { handOf, StreamReader } from './stream-reader.ts';
import type { StreamEnd } from './stream-reader.ts';
import { subjectOf } from './subjects.ts';
import type { RegisterCommand, Subject } from './subjects.ts';

/** One command with its context: what the gateway hands on, through Nest's bus or directly. */
export interface Instruction {
  readonly command: RegisterCommand;
  readonly context: CommandContext;
}

type Told = { readonly answer: Promise<CommandAnswer> };

/** What was decided, on what, and at which memory. */
interface Judged {
  readonly subject: Subject;
  readonly end: StreamEnd<unknown>;
  readonly judgement: Judgement<EventData>;
  readonly memory: number;
}

export interface DeskOptions {
  /** Other processes write to the same store: nothing that was folded may be remembered from one command to the next. */
  readonly isShared?: boolean;
}

/**
 * Carries commands out: load, gather, decide, append. Judging is one after another and ends with the append in the
 * store's queue; waiting for the disk is then everybody's own, so that many commands share one flush. Over a shared
 * store a command waits for the one before it, whose event it would otherwise not find in the log.
 */
export class CommandDesk {
  readonly register: Register;
  readonly #store: EventStore;
  readonly #log: EventLog;
  readonly #streams: StreamReader;
  readonly #isShared: boolean;
  readonly #underWay = new Map<string, Promise<CommandAnswer>>();
  #lane: Promise<unknown> = Promise.resolve();
  /** Counts how often memory was thrown away. */
  #memory = 0;
  /** Orders events that are on their way to the disk after everything that is there. */
  #nextOrder = Number.MAX_SAFE_INTEGER / 2;

  constructor(store: EventStore, log: EventLog, { isShared = false }: DeskOptions = {}) {
    this.#store = store;
    this.#log = log;
    this.#isShared = isShared;
    this.#streams = new StreamReader(store);
    this.register = new Register(log, this.#streams);
  }

  /**
   * Answers once the events are durable. A repeated command id gets the first answer.
   * @throws RefusedError with every reason that fits; StoreError when nothing or an unknown outcome was recorded
   */
  async carryOut(instruction: Instruction): Promise<CommandAnswer> {
    const { commandId } = instruction.context;
    if (commandId === undefined) return (await this.#inTurn(() => this.#judge(instruction))).answer;
    const told = this.#underWay.get(commandId);
    if (told) await told.catch(() => undefined); // whatever becomes of the first, the second then finds it recorded or not
    const answer = this.#inTurn(() => this.#once(instruction, commandId)).then((judged) => judged.answer);
    this.#underWay.set(commandId, answer);
    return answer.finally(() => {
      if (this.#underWay.get(commandId) === answer) this.#underWay.delete(commandId);
    });
  }

  /** Looks at the gathered facts in the order of judging: after every command before, before every command after. */
  async examine<T>(names: Names, look: (facts: RegisterFacts) => T): Promise<T> {
    return this.#inLane(async () => {
      if (this.#isShared) this.forget();
      return look(await this.register.gather(names));
    });
  }

  /** Judges a command like any other, and records nothing. @throws RefusedError as if it had been carried out now */
  async consider(instruction: Instruction): Promise<void> {
    await this.#inLane(async () => {
      if (this.#isShared) this.forget();
      const { judgement } = await this.#judgement(instruction);
      if (isRefused(judgement)) throw new RefusedError(judgement.refusals);
    });
  }

  #inTurn(judge: () => Promise<Told>): Promise<Told> {
    if (!this.#isShared) return this.#inLane(judge);
    return this.#inLane(async () => {
      this.forget();
      const told = await judge();
      await told.answer.catch(() => undefined); // whoever asked gets the error
      return told;
    });
  }

  async #inLane<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lane.then(work, work);
    this.#lane = turn.catch(() => undefined);
    return turn;
  }

  async #once(instruction: Instruction, commandId: string): Promise<Told> {
    const answered = await this.#answered(instruction, commandId);
    if (answered || !this.#isShared) return answered ?? this.#judge(instruction);
    // The same command may be carried out meanwhile by another process: what it did then stands in its own way.
    const since = (): Promise<Told | undefined> => this.#answered(instruction, commandId);
    try {
      const told = await this.#judge(instruction);
      return (await told.answer).outcome === 'unchanged' ? ((await since()) ?? told) : told;
    } catch (error) {
      const first = error instanceof RefusedError ? await since() : undefined;
      if (first) return first;
      throw error;
    }
  }

  /** A command that was carried out before is found by the id of its first event. */
  async #answered(instruction: Instruction, commandId: string): Promise<Told | undefined> {
    let last = await this.#log.find(eventIdOf(commandId, 0));
    if (!last) return undefined;
    const { command, context } = instruction;
    if (last.metadata['commandHash'] !== hashOf(command) || last.metadata['actor'] !== context.actor.id)
      throw new RefusedError([refusal('idempotency-key-reused', 'Idempotency-Key', commandId)]);
    for (let n = 1, next = last; next; n += 1) {
      last = next;
      const following = await this.#log.find(eventIdOf(commandId, n));
      if (!following) break;
      next = following;
    }
    const { stream: id, revision, position, type, data } = last;
    const lastEvent = { type, data };
    const place = { id, revision, position, outcome: outcomeOf(data) };
    return { answer: Promise.resolve({ ...place, lastEvent, isRepeat: true }) };
  }

  async #judge(instruction: Instruction): Promise<Told> {
    const { subject, end, judgement, memory } = await this.#judgement(instruction);
    // An append that failed meanwhile took back what this was judged on: judge again on what is really recorded.
    if (memory !== this.#memory) return this.#judge(instruction);
    if (isRefused(judgement)) throw new RefusedError(judgement.refusals);
    if (judgement.length === 0) return { answer: this.#unchanged(subject.stream, end) };
    return { answer: this.#append({ subject, end, events: judgement, ...instruction }) };
  }

  async #judgement({ command, context }: Instruction): Promise<Judged> {
    const memory = this.#memory;
    const subject = subjectOf(command);
    const end = await this.#streams.end(subject.decider, subject.stream);
    if (context.expectedRevision !== undefined && context.expectedRevision !== end.revision)
      throw new RefusedError([refusal('revision-mismatch', 'If-Match', String(end.revision))]);
    const facts = await this.register.gather(subject.names(end.state));
    await demandPermission({ actor: context.actor, command, state: end.state, facts, register: this.register });
    const order = { command, facts, actor: context.actor.id, onPaper: context.source === 'workbook' };
    return { subject, end, judgement: subject.decider.decide(order, end.state), memory };
  }

  /** What is recorded already may still be on its way: the answer waits until it is durable, and fails with it. */
  async #unchanged(id: string, { revision, position }: StreamEnd<unknown>): Promise<CommandAnswer> {
    return { id, revision, position: orderedPosition(await position), outcome: 'unchanged' };
  }

  /**
   * Enqueues at once, in the order of judging, and notes the events before they are durable. What could not be read
   * again is never recorded. @throws MalformedFact
   */
  async #append(it: {
    readonly subject: Subject;
    readonly end: StreamEnd<unknown>;
    readonly events: readonly EventData[];
    readonly command: RegisterCommand;
    readonly context: CommandContext;
  }): Promise<CommandAnswer> {
    const { subject, end } = it;
    const events = newEvents(it);
    const noted = this.#note({ subject, end, events });
    const appended = this.#store.append(subject.stream, events, end.revision < 0n ? 'no_stream' : end.revision);
    const placed = appended.then((one) => one.position);
    placed.catch(() => undefined); // whoever asks for it gets the error; nobody asking is no accident
    this.#streams.note(subject.stream, { ...noted, position: placed });
    try {
      const { revision, position } = await appended;
      const lastEvent = it.events.at(-1);
      const outcome = outcomeOf(lastEvent?.data);
      const answer = { id: subject.stream, revision, position: orderedPosition(position), outcome };
      return lastEvent === undefined ? answer : { ...answer, lastEvent };
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  #note(it: {
    readonly subject: Subject;
    readonly end: StreamEnd<unknown>;
    readonly events: readonly NewEvent[];
  }): Pick<StreamEnd<unknown>, 'state' | 'revision'> {
    const { subject } = it;
    let { state, revision } = it.end;
    for (const event of it.events) {
      state = subject.decider.evolve(state, event, handOf(event.metadata));
      revision += 1n;
      const order = this.#nextOrder;
      this.#nextOrder += 1;
      const noted = { ...event, stream: subject.stream, revision: Number(revision), position: order };
      this.#noteFact(noted as unknown as FactEvent, event.metadata['school']);
    }
    return { state, revision };
  }

  #noteFact(event: FactEvent, school: string | undefined): void {
    try {
      this.register.note(event, school);
    } catch (error) {
      this.forget(); // events before it may have been noted, and none of them is recorded
      throw error;
    }
  }

  /** Forgets what was folded: memory must never be ahead of the log. */
  forget(): void {
    this.#memory += 1;
    this.#streams.forget();
    this.register.forget();
  }
}

/** A correction says why in its event; everything else records something new. */
const outcomeOf = (data: object | undefined): 'recorded' | 'corrected' =>
  data !== undefined && 'correctionReason' in data ? 'corrected' : 'recorded';

/** Every mode answers a position: a store that orders its log later needs a desk that waits for the log. */
const orderedPosition = (position: bigint | undefined): bigint => {
  if (position === undefined) throw new StoreUnavailable('the log has not ordered the event yet', true);
  return position;
};
