export type { CommandAnswer, CommandContext, CommandSource } from './command-context.ts';
export { CommandDesk } from './command-desk.ts';
export { CommandGateway, isRetryable } from './command-gateway.ts';
export type { Dispatch } from './command-gateway.ts';
export { dispatchOver, handlersOf } from './handlers-of.ts';
export { namesIn } from './names.ts';
export { RefusedError } from './refused.error.ts';
export type { Register } from './register.ts';
export type { RegisterCommand } from './subjects.ts';
