import { z } from 'zod';
import { readPlace, readSettings } from '#platform/settings';
import type { Environment, Place } from '#platform/settings';

/** What the service is started with. */
export interface ServiceConfig {
  readonly place: Place;
  readonly host: string;
  /** 0 asks the operating system for a free port. */
  readonly port: number;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Where people reach the service when something stands in front of it. */
  readonly publicUrl?: string | undefined;
}

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/;

/** Every setting of the service besides where the register is kept. */
export const serviceSettings = {
  REDLINE_HOST: z
    .string()
    .regex(loopback, 'must be a loopback address (127.0.0.1, ::1, localhost): the service has no sign-in yet')
    .default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
    .default('3000')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port, 0 to 65535'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
  REDLINE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
};

/** Reads the configuration and touches nothing else. @throws BadSetting that names every bad value in one line */
export const readConfig = (environment: Environment): ServiceConfig => {
  const read = readSettings(serviceSettings, environment);
  return {
    place: readPlace(environment),
    host: read.REDLINE_HOST,
    port: read.PORT,
    logLevel: read.LOG_LEVEL,
    publicUrl: read.REDLINE_PUBLIC_URL,
  };
};
