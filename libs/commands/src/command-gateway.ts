import { StoreUnavailable, Timeout, WrongExpectedRevision } from '#platform/event-store';
import type { CommandAnswer, CommandContext } from './command-context.ts';
import type { CommandDesk, Instruction } from './command-desk.ts';
import type { RegisterCommand } from './subjects.ts';

const attempts = 4;
const firstDelayMs = 5;

/** Nest's command bus, or the desk itself: whatever brings an instruction to the desk. */
export type Dispatch = (instruction: Instruction) => Promise<CommandAnswer>;

/**
 * The one way to change the register. Retries a revision conflict at most three times, with jitter; every retry
 * judges anew. The shape of the content is the caller's to check.
 */
export class CommandGateway {
  readonly #desk: CommandDesk;
  readonly #dispatch: Dispatch;

  constructor(desk: CommandDesk, dispatch: Dispatch = (instruction) => desk.carryOut(instruction)) {
    this.#desk = desk;
    this.#dispatch = dispatch;
  }

  /** Whether it would be refused now: nothing is recorded, and another one may come in between. @throws RefusedError */
  consider(command: RegisterCommand, context: CommandContext): Promise<void> {
    return this.#desk.consider({ command, context });
  }

  /** @throws RefusedError, StoreError */
  async execute(command: RegisterCommand, context: CommandContext): Promise<CommandAnswer> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#dispatch({ command, context });
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision) || attempt === attempts) throw error;
        this.#desk.forget();
        await pause(firstDelayMs * 2 ** attempt * (0.5 + Math.random()));
      }
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** True for errors after which the same command, with the same id, may simply be sent again. */
export const isRetryable = (error: unknown): boolean => error instanceof StoreUnavailable || error instanceof Timeout;
