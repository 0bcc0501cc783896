import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { ServiceConfig } from './config.ts';

/** One JSON object a line on standard error; never a header, a body or a query. */
export const createLogger = (level: ServiceConfig['logLevel'], destination?: DestinationStream): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination ?? pino.destination(2));

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
