export type { SqlValue, WriteTransaction } from './read-store.ts';
export { ReadStore, ReadStoreUnavailable } from './read-store.ts';
export type { RowShape } from './row-shape.ts';
export { rowShape } from './row-shape.ts';
export { createIndexSqls, createTableSql } from './table-sql.ts';
export { AsyncMutex } from './async-mutex.ts';
