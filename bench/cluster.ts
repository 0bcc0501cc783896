import { stopGrounds } from './kit/cluster-ground.ts';
import type { Row } from './kit/figures.ts';
import { p5Partitions } from './p5-partitions.ts';
import { p7LongLog } from './p7-long-log.ts';
import { p8 } from './p8-log-size.ts';
import { p12 } from './p12-api-processes.ts';

/** The rows of `npm run bench -- cluster`: more processes, and more events. */
export const clusterRows: readonly Row[] = [p12, p5Partitions, p7LongLog, p8];

/** Lets go of what they share. */
export const endOfCluster = stopGrounds;
