import { faultSuite } from './fault-suite.ts';
import { projectionRows } from './projection-rows.ts';

await faultSuite(projectionRows);
