import type { AccessEvent } from './access-record.events.ts';

/** Records that somebody came in, went, or was turned away. */
export class RecordAccess {
  /** What is recorded, as it is recorded. */
  constructor(readonly content: AccessEvent) {}
}
