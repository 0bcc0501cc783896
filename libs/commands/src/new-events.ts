import { hash } from 'node:crypto';
import { canonicalText } from '#kernel';
import type { EventData } from '#kernel';
import { rulesVersion } from '#law';
import type { NewEvent } from '#platform/event-store';
import { metadataOf } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { eventIdOf, newEventId } from './event-ids.ts';
import type { RegisterCommand } from './subjects.ts';

/** What the service itself adds to a command, and adds anew when it is repeated: when, from where, and by which warrant. */
const ofTheMoment: ReadonlySet<string> = new Set(['warrant', 'at', 'revokedAt', 'closedAt', 'address', 'agent']);

const isSaid = ([name]: readonly [name: string, value: unknown]): boolean => !ofTheMoment.has(name);

const saidIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(isSaid))
    : value;

/** Tells a command that is repeated from another one under the same key, by what was said in it. */
export const hashOf = (command: RegisterCommand): string => {
  const said = Object.entries(command).filter(isSaid);
  const parts = said.map(([name, value]) => [name, saidIn(value)] as const);
  return hash('sha256', canonicalText({ command: command.constructor.name, ...Object.fromEntries(parts) }));
};

/** What a decider answered, as it is appended: with ids, with who and why, and with the school by which it is found. */
export const newEvents = (it: {
  readonly events: readonly EventData[];
  readonly command: RegisterCommand;
  readonly context: CommandContext;
}): readonly NewEvent[] => {
  const { commandId } = it.context;
  const commandHash = commandId === undefined ? '' : hashOf(it.command);
  const metadata = metadataOf(it.context, { hash: commandHash, rulesVersion });
  return it.events.map(({ type, data }, n) => {
    const school = schoolOf(data);
    return {
      id: commandId === undefined ? newEventId() : eventIdOf(commandId, n),
      type,
      data,
      metadata: school === undefined ? metadata : { ...metadata, school },
    };
  });
};

/** The school that an event is about: its sequence key. Events about several schools have none. */
const schoolOf = (data: object): string | undefined => {
  const { school, code } = data as { readonly school?: string | null; readonly code?: string };
  return school ?? code ?? undefined;
};
