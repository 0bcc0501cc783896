import type { Type } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { CommandAnswer } from './command-context.ts';
import { CommandDesk } from './command-desk.ts';
import type { Instruction } from './command-desk.ts';
import { actionOf } from './permission.ts';
import type { Dispatch } from './command-gateway.ts';
import type { RegisterCommand } from './subjects.ts';

type CommandClass = abstract new (...args: never[]) => RegisterCommand;

const carriers = new Map<unknown, new (instruction: Instruction) => object>();

/** What travels on Nest's bus: one class per command, because the bus finds handlers by class. */
const carrierOf = (command: CommandClass): new (instruction: Instruction) => object => {
  const known = carriers.get(command);
  if (known) return known;
  class Carrier {
    constructor(readonly instruction: Instruction) {}
  }
  Object.defineProperty(Carrier, 'name', { value: `CarryOut${command.name}` });
  carriers.set(command, Carrier);
  return Carrier;
};

/**
 * One Nest handler for each command; all of them hand their instruction to the desk.
 * @throws Error for a command that does not name what it requires: the service does not start with one
 */
export const handlersOf = (commands: readonly CommandClass[]): Type[] =>
  commands.map((command) => {
    actionOf(command);
    return handlerOf(command);
  });

const handlerOf = (command: CommandClass): Type => {
  @CommandHandler(carrierOf(command))
  class Handler {
    constructor(readonly desk: CommandDesk) {}

    execute({ instruction }: { readonly instruction: Instruction }): Promise<CommandAnswer> {
      return this.desk.carryOut(instruction);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  return Handler;
};

/** Sends instructions over Nest's bus. */
export const dispatchOver =
  (bus: { execute(carrier: object): Promise<unknown> }): Dispatch =>
  (instruction) => {
    const Carrier = carrierOf(instruction.command.constructor as CommandClass);
    return bus.execute(new Carrier(instruction)) as Promise<CommandAnswer>;
  };
