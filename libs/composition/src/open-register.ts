import { CommandDesk, CommandGateway } from '#commands';
import type { EventLog, EventStore } from '#platform/event-store';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import type { DirectoryLock } from '#platform/event-store-sqlite';

/** The metadata key by which events are sequenced and found: the school they are about. */
export const sequenceKeyName = 'school';

/** A register that can be written to. */
export interface OpenRegister {
  readonly store: EventStore;
  readonly log: EventLog;
  readonly desk: CommandDesk;
  readonly gateway: CommandGateway;
  readonly close: () => Promise<void>;
}

/** The part of a register that only reads. */
export interface OpenLog {
  readonly log: EventLog;
  readonly close: () => Promise<void>;
}

/** Opens a directory's register as its one writer. @throws DirectoryInUse, DirectoryUnusable, NewerFormat */
export const openRegister = (directory: string, lock?: DirectoryLock): OpenRegister => {
  const opened = openSqliteEventStore({ directory, sequenceKeyName, ...(lock ? { lock } : {}) });
  const { store, log } = opened;
  const desk = new CommandDesk(store, log);
  return { store, log, desk, gateway: new CommandGateway(desk), close: () => opened.close() };
};

/** Opens a directory's log beside whoever writes it. @throws DirectoryUnusable, NewerFormat */
export const openLog = (directory: string): OpenLog => {
  const opened = openSqliteEventStore({ directory, sequenceKeyName, readOnly: true });
  return { log: opened.log, close: () => opened.close() };
};
