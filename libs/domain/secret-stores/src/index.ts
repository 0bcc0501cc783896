export { RekeySecrets } from './secret-store.commands.ts';
export type { RekeyOrder, SecretStoreEvent, SecretStoreName } from './secret-store.events.ts';
export { secretStoreRefusals } from './secret-store.refusals.ts';
export { secretStore } from './secret-store.ts';
