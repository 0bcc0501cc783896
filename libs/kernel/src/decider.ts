/** An event as a decider writes it: the frozen type name and what happened. Business dates stand in `data`. */
export interface EventData {
  readonly type: string;
  readonly data: object;
}

/** One reason why a command is refused. `code` is a stable name; people's sentences live in libs/wording. */
export interface Refusal {
  readonly code: string;
  /** The field of the command's content that a reader would look at, in code's English. */
  readonly field?: string;
  /** What was found there, or the number of what stands in the way; never a sentence. */
  readonly detail?: string;
}

/** Every refusal that fits, in the order in which a reader would check them. Never empty. */
export interface Refused {
  readonly refusals: readonly Refusal[];
}

/** What a decider answers: the events to append (none: nothing to record, and that is fine), or refusals. */
export type Judgement<E extends EventData> = readonly E[] | Refused;

/** Who brought an event about: its metadata, as far as rules about two different persons read it. */
export interface Hand {
  readonly actor: string;
  /** Copied from paper by a workbook: who did it on paper is not known, and whoever imported it did not do it. */
  readonly onPaper: boolean;
}

/**
 * A subject's rules as pure functions. `decide` never looks at a clock: time, ids, actor and the facts of other
 * streams come in with the command. `evolve` must accept every event the subject ever recorded, in any legal order.
 */
export interface Decider<State, Command, Event extends EventData> {
  /** The stream category, singular camelCase: `violationCase`. */
  readonly subject: string;
  readonly initialState: State;
  /** `hand` is there whenever the event was recorded; rules about two persons bind nobody where it is not. */
  evolve(state: State, event: Event, hand?: Hand): State;
  decide(command: Command, state: State): Judgement<Event>;
}

/** Refuses with one named reason. */
export const refuse = (code: string, field?: string, detail?: string): Refused => ({
  refusals: [refusal(code, field, detail)],
});

/** One named reason, without keys that say nothing. */
export const refusal = (code: string, field?: string, detail?: string): Refusal => ({
  code,
  ...(field === undefined ? {} : { field }),
  ...(detail === undefined ? {} : { detail }),
});

/** Tells refusals from events. */
export const isRefused = <E extends EventData>(judgement: Judgement<E>): judgement is Refused =>
  'refusals' in judgement;

/** A command with everything a pure decision needs from outside: who asks, on which day, and the facts gathered. */
export interface Order<Command, Facts> {
  readonly command: Command;
  readonly facts: Facts;
  /** Who acts; rules about two different persons compare it. */
  readonly actor: string;
  /** True for what a workbook records as done on paper: rules about two different persons do not bind it. */
  readonly onPaper: boolean;
}

/** The content of a command of which some cells could not be read: rules that need a missing part keep quiet. */
export type Draft<Content> = { readonly [Field in keyof Content]?: Content[Field] | undefined };
