import type { CommandDesk, CommandGateway } from '#commands';
import type { EventLog } from '#platform/event-store';

/** What an import works through. */
export interface ImportDesk {
  readonly gateway: CommandGateway;
  readonly log: EventLog;
  readonly examine: CommandDesk['examine'];
}
