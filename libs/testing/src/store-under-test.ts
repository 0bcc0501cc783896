import type { EventStoreOptions, OpenEventStore } from '#platform/event-store';

/** Opens an empty store; the suite closes it. */
export type OpenEmptyStore = (options: EventStoreOptions) => Promise<OpenEventStore>;

/** The store that the running test has for itself, keyed by the metadata `school`. */
export interface StoreUnderTest extends OpenEventStore {
  /** What the store's clock says next; the test may move it, also back. */
  now: Date;
}
