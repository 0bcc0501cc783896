export { RekeyRefused, rekeySecrets } from './rekey-secrets.ts';
export type { Rekeyed, Rekeying } from './rekey-secrets.ts';
export { newKeyText, SecretBox } from './secret-box.ts';
export type { SecretStore, SecretStoreKind } from './secret-store.ts';
export type { SecretStoreName } from './secrets-unavailable.ts';
export { asUnavailable, SecretsUnavailable } from './secrets-unavailable.ts';
export { openSecrets } from './open-secrets.ts';
export type { OpenSecrets, SecretPlace } from './open-secrets.ts';
