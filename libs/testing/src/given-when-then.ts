import { expect } from '@jest/globals';
import { isRefused } from '#kernel';
import type { Decider, EventData, Hand, Judgement, Order } from '#kernel';

/** What a judgement is held against. Each of the two ends a sentence: given … when … then, or given … when … refused. */
export interface Judged<E extends EventData> {
  readonly judgement: Judgement<E>;
  /** Exactly these events, in this order; none for a command that has nothing to record. */
  then(events: readonly E[]): void;
  /** Refused with exactly these codes, in this order. */
  refused(...codes: readonly string[]): void;
}

/** A decider after these events, which `hand` brought about. */
export const given = <State, Command, E extends EventData>(
  decider: Decider<State, Command, E>,
  history: readonly E[] = [],
  hand?: Hand,
): { readonly state: State; when(order: Command): Judged<E> } => {
  const state = history.reduce((before, event) => decider.evolve(before, event, hand), decider.initialState);
  return {
    state,
    when: (order) => {
      const judgement = decider.decide(order, state);
      return {
        judgement,
        then: (events) => expect(judgement).toStrictEqual(events),
        refused: (...codes) => expect(codesOf(judgement)).toStrictEqual(codes),
      };
    },
  };
};

/** The codes of a refusal; none for a command that was accepted. */
export const codesOf = <E extends EventData>(judgement: Judgement<E>): readonly string[] =>
  isRefused(judgement) ? judgement.refusals.map(({ code }) => code) : [];

/** An order as an officer at the screen gives it: `onPaper` is for what a workbook records. */
export const ordered = <Command, Facts>(
  command: Command,
  facts: Facts,
  { actor = '王科员', onPaper = false }: { readonly actor?: string; readonly onPaper?: boolean } = {},
): Order<Command, Facts> => ({ command, facts, actor, onPaper });
