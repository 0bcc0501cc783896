import { z } from 'zod';

/** What the service is started with. */
export interface ServiceConfig {
  readonly host: string;
  /** 0 asks the operating system for a free port. */
  readonly port: number;
  readonly dataDirectory: string;
  readonly mode: 'embedded';
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Where people reach the service when something stands in front of it. */
  readonly publicUrl?: string | undefined;
}

/** A setting that cannot be used; the message is one line for the operator. */
export class BadSetting extends Error {
  readonly code = 'bad-setting';
}

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/;

const settings = z.object({
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
  REDLINE_DATA_DIR: z.string().min(1, 'must name a directory').default('./data'),
  REDLINE_MODE: z.literal('embedded', 'only "embedded" is available in this release').default('embedded'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
  REDLINE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
});

/** Reads the configuration and touches nothing else. @throws BadSetting that names every bad value in one line */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): ServiceConfig => {
  const known = Object.keys(settings.shape).map((name) => [
    name,
    environment[name] === '' ? undefined : environment[name],
  ]);
  const read = settings.safeParse(Object.fromEntries(known));
  if (!read.success)
    throw new BadSetting(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  const { data } = read;
  return {
    host: data.REDLINE_HOST,
    port: data.PORT,
    dataDirectory: data.REDLINE_DATA_DIR,
    mode: data.REDLINE_MODE,
    logLevel: data.LOG_LEVEL,
    publicUrl: data.REDLINE_PUBLIC_URL,
  };
};
