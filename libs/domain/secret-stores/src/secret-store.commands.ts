import type { RekeyOrder } from './secret-store.events.ts';

/** Orders that everything of a store is sealed under another key. */
export class RekeySecrets {
  constructor(readonly content: RekeyOrder) {}
}
