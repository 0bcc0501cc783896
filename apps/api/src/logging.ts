import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { ServiceConfig } from './config.ts';

/** What JSON lets stand, and a terminal or an editor takes for a command or for the end of a line. */
const unprintable = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const escaped = (line: string): string =>
  line.replace(unprintable, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** One JSON object a line on standard error; never a header, a body or a query, and nothing that moves a cursor. */
export const createLogger = (level: ServiceConfig['logLevel'], destination?: DestinationStream): Logger =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: escaped } },
    destination ?? pino.destination(2),
  );

/** Nest's own messages, in the same log. What it says about every module and route at start is for developers. */
export class NestLog implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(message: unknown, context?: string): void {
    this.#logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.#logger.trace({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.#logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.#logger.warn({ context }, String(message));
  }

  error(message: unknown, ...more: readonly unknown[]): void {
    this.#logger.error({ more }, String(message));
  }

  fatal(message: unknown, ...more: readonly unknown[]): void {
    this.#logger.fatal({ more }, String(message));
  }
}
