import { databaseRows } from './database-rows.ts';
import type { FaultRow } from './fault-row.ts';
import { loadRows } from './load-rows.ts';
import { projectionRows } from './projection-rows.ts';
import { storeRows } from './store-rows.ts';

/** Every line of the table, in its order. */
export const faultRows: readonly FaultRow[] = [...storeRows, ...projectionRows, ...databaseRows, ...loadRows];
