export { openVault, rekeyVault } from './open-vault.ts';
export type { SealedField, SealedFields } from './sealed-fields.ts';
export type { Sealed } from './vault.ts';
export { Vault } from './vault.ts';
