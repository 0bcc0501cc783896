export { DirectoryInUse, DirectoryUnusable, NewerFormat } from './directory-errors.ts';
export type { DirectoryLock } from './directory-lock.ts';
export { lockDirectory } from './directory-lock.ts';
export type { SqliteEventStoreOptions } from './open-event-store.ts';
export { openSqliteEventStore } from './open-event-store.ts';
