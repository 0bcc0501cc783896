import { hash, randomUUID } from 'node:crypto';

/** A new event id: a UUID of version 7 (RFC 9562 §5.7). Ids in the order of time do not scatter over the store's index. */
export const newEventId = (): string => {
  const ms = Date.now().toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${randomUUID().slice(15)}`;
};

/** The n-th event id of a command, as a UUID of version 8: the same command id always names the same events. */
export const eventIdOf = (commandId: string, n: number): string => {
  const hex = hash('sha256', `redline:${n}:${commandId}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
