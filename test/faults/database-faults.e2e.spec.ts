import { databaseRows } from './database-rows.ts';
import { faultSuite } from './fault-suite.ts';

await faultSuite(databaseRows);
