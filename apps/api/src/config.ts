import { isIP } from 'node:net';
import { z } from 'zod';
import { BadSetting, readPlace, readSettings, readWebhooks, webhookSettings } from '#platform/settings';
import type { Environment, Place, WebhookSettings } from '#platform/settings';
import { oidcSettings, readOidc } from './oidc-settings.ts';
import type { OidcConfig } from './oidc-settings.ts';
import { readTls, tlsSettings } from './tls-settings.ts';
import type { TlsSource } from './tls-settings.ts';

/** What the service is started with. */
export interface ServiceConfig {
  readonly place: Place;
  readonly webhooks?: WebhookSettings | undefined;
  readonly host: string;
  /** 0 asks the operating system for a free port. */
  readonly port: number;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** The service's own certificate; without it something in front has to speak TLS. */
  readonly tls?: TlsSource | undefined;
  /** Where people reach the service, under the name of its certificate or of what stands in front of it. */
  readonly publicUrl?: string | undefined;
  /** Who may read how the service is spoken to: anyone, or whoever says who they are. Left out: the latter. */
  readonly apiDescription?: 'open' | 'signed-in' | undefined;
  /** Whose `X-Forwarded-For` is believed: addresses and ranges of what stands in front; nobody's unless told. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Providers outside, of people's identities and of machines' tokens; none unless told. */
  readonly oidc?: OidcConfig | undefined;
}

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/;

const isRange = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return most > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
};

/** Every setting of the service besides where the register is kept. */
export const serviceSettings = {
  ...webhookSettings,
  REDLINE_HOST: z
    .string()
    .refine((host) => host === 'localhost' || isIP(host) !== 0, 'must be an IP address, or localhost')
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
  REDLINE_API_DESCRIPTION: z.enum(['open', 'signed-in'], 'must be open or signed-in').optional(),
  REDLINE_TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every(isRange), 'must be IP addresses or ranges such as 10.0.0.0/24, separated by commas')
    .optional(),
  ...oidcSettings,
  ...tlsSettings,
};

/** Reads the configuration and touches nothing else. @throws BadSetting that names every bad value in one line */
export const readConfig = (environment: Environment): ServiceConfig => {
  const read = readSettings(serviceSettings, environment);
  const isLoopback = loopback.test(read.REDLINE_HOST);
  if (!isLoopback && !read.REDLINE_PUBLIC_URL?.startsWith('https:'))
    throw new BadSetting(
      'REDLINE_HOST beyond the loopback needs an https REDLINE_PUBLIC_URL: sessions and keys travel over TLS alone',
    );
  const tls = readTls(environment);
  if (tls && read.REDLINE_PUBLIC_URL?.startsWith('http:'))
    throw new BadSetting('REDLINE_PUBLIC_URL must be https where the service has a certificate of its own');
  return {
    place: readPlace(environment),
    webhooks: readWebhooks(environment),
    host: read.REDLINE_HOST,
    port: read.PORT,
    logLevel: read.LOG_LEVEL,
    publicUrl: read.REDLINE_PUBLIC_URL,
    apiDescription:
      read.REDLINE_API_DESCRIPTION ?? (isLoopback && read.REDLINE_PUBLIC_URL === undefined ? 'open' : 'signed-in'),
    trustedProxies: read.REDLINE_TRUSTED_PROXIES,
    tls,
    oidc: readOidc(environment, read.REDLINE_PUBLIC_URL),
  };
};
