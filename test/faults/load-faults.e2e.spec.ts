import { faultSuite } from './fault-suite.ts';
import { loadRows } from './load-rows.ts';

await faultSuite(loadRows);
