export type { Address } from './address.ts';
export { addressOf } from './address.ts';
export { checkDatabase, DatabaseUnusable } from './database-check.ts';
export { NotThePrimary, onPrimary } from './on-primary.ts';
export { refusedAtStart } from './refused-at-start.ts';
export { PromptClient } from './prompt-client.ts';
