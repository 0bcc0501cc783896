export { LogCopy } from './log-copy.ts';
export { openPostgresLog } from './open-postgres-log.ts';
export type { OpenPostgresLog, PostgresLogOptions } from './open-postgres-log.ts';
export { SequenceBroken } from './sequenced-batch.ts';
export { SequencedStore } from './sequenced-store.ts';
export { Sequencer } from './sequencer.ts';
export type { SequencerOptions, SequencerStatus } from './sequencer.ts';
export { LeaseLost } from './sequencer-lease.ts';
