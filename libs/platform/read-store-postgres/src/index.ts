export type { PostgresLimits } from './connections.ts';
export type { PostgresReadStoreOptions } from './postgres-read-store.ts';
export { PostgresReadStore } from './postgres-read-store.ts';
