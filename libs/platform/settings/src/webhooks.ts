import { isIP } from 'node:net';
import { z } from 'zod';
import { readSettings } from './read-settings.ts';
import type { Environment } from './read-settings.ts';

/** How webhooks are sent. */
export interface WebhookSettings {
  /** Where receivers may be besides the public internet: networks in CIDR notation. */
  readonly networks: readonly string[];
  /** Holds the key that all secrets are derived from; needed in a cluster, else made in the data directory. */
  readonly keyFile?: string | undefined;
  /** Authorities that receivers' certificates are held to instead of the well-known ones, PEM. No setting: Node has one. */
  readonly ca?: string | undefined;
}

const isNetwork = (text: string): boolean => {
  const [address = '', bits = '', ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
};

/** The settings of whoever sends webhooks: the service, and in a cluster the worker. */
export const webhookSettings = {
  REDLINE_WEBHOOK_NETWORKS: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every(isNetwork), 'must be networks such as 10.20.0.0/16, separated by commas')
    .optional(),
  REDLINE_WEBHOOK_KEY_FILE: z.string().min(1).optional(),
};

/** Reads how webhooks are sent. @throws BadSetting */
export const readWebhooks = (environment: Environment): WebhookSettings => {
  const read = readSettings(webhookSettings, environment);
  return { networks: read.REDLINE_WEBHOOK_NETWORKS ?? [], keyFile: read.REDLINE_WEBHOOK_KEY_FILE };
};
