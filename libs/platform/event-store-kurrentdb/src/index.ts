export type { KurrentEventStoreOptions, OpenKurrentEventStore } from './open-kurrent-event-store.ts';
export { openKurrentEventStore } from './open-kurrent-event-store.ts';
export type { ServerReport } from './server-check.ts';
export { UnfitServer } from './server-check.ts';
