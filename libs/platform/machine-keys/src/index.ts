export { newKey, newKeyId, readKey, secretsEqual } from './machine-key.ts';
export type { NewKey, ReadKey } from './machine-key.ts';
