export type { SqlValue, WriteTransaction } from './read-store.ts';
export { outcomeUnknown, ReadStore, ReadStoreUnavailable } from './read-store.ts';
export type { RowShape } from './row-shape.ts';
export { rowShape } from './row-shape.ts';
export { createIndexSqls, createTableSql } from './table-sql.ts';
export { TransactionScope } from './transaction-scope.ts';
export { AsyncMutex } from './async-mutex.ts';
export type { Migration, SqlRunner } from './migrate.ts';
export { LaterReadStore, migrate } from './migrate.ts';
