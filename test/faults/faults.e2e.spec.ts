import { faultSuite } from './fault-suite.ts';
import { storeRows } from './store-rows.ts';

await faultSuite(storeRows);
