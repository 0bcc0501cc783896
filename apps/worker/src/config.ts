import { z } from 'zod';
import { BadSetting, readPlace, readSettings, readWebhooks, webhookSettings } from '#platform/settings';
import type { ClusterPlace, Environment, WebhookSettings } from '#platform/settings';

/** What the worker is started with. */
export interface WorkerConfig {
  readonly place: ClusterPlace;
  readonly webhooks?: WebhookSettings | undefined;
  /** Where it tells of its health; 0 asks the operating system for a free port. */
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

/** Every setting of the worker besides where the register is kept. */
export const workerSettings = {
  ...webhookSettings,
  REDLINE_WORKER_HOST: z
    .string()
    .regex(/^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/, 'must be a loopback address: nobody signs in to a worker')
    .default('127.0.0.1'),
  REDLINE_WORKER_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
    .default('3001')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port, 0 to 65535'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
};

/** Reads the configuration and touches nothing else. @throws BadSetting in one line */
export const readConfig = (environment: Environment): WorkerConfig => {
  const read = readSettings(workerSettings, environment);
  const place = readPlace(environment);
  if (place.mode !== 'cluster')
    throw new BadSetting('REDLINE_MODE must be cluster: the embedded service does this work itself');
  const webhooks = readWebhooks(environment);
  return { place, webhooks, host: read.REDLINE_WORKER_HOST, port: read.REDLINE_WORKER_PORT, logLevel: read.LOG_LEVEL };
};
