export type { SqliteReadStoreOptions } from './sqlite-read-store.ts';
export { SqliteReadStore } from './sqlite-read-store.ts';
