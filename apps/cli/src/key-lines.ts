import type { ListedClient, ListedKey } from '#read-models/machine-clients';
import { sentenceFor, wordFor } from '#wording';
import type { Locale } from '#wording';
import { textTable } from './text-table.ts';

const columns = [
  'key-client',
  'key-id',
  'key-use',
  'key-state',
  'key-scopes',
  'key-schools',
  'key-districts',
  'key-addresses',
  'key-per-minute',
  'key-expires',
] as const;

/** One line a key, and one for a client without any. `now` is a UTC instant. */
export const keyLines = (clients: readonly ListedClient[], now: string, locale: Locale): readonly string[] => {
  if (clients.length === 0) return [sentenceFor('no-machine-clients', locale)];
  const everything = wordFor('key-all', locale);
  const listed = (list: 'all' | readonly string[]): string =>
    list === 'all' || list.length === 0 ? everything : list.map((one) => wordFor(one, locale)).join(' ');
  const rowOf = (id: string, key: ListedKey): readonly string[] => [
    id,
    key.keyId,
    wordFor(key.use === 'TOKENS' ? 'key-use-tokens' : 'key-use-secret', locale),
    wordFor(stateOf(key, now), locale),
    key.scopes.join(' '),
    listed(key.schools),
    listed(key.districts),
    listed(key.addresses),
    String(key.requestsPerMinute),
    key.expiresAt,
  ];
  const rows = clients.flatMap(({ id, closedAt, keys }) =>
    keys.length > 0
      ? keys.map((key) => rowOf(id, key))
      : [[id, '', closedAt === null ? '' : wordFor('client-closed', locale)]],
  );
  return textTable(
    columns.map((column) => wordFor(column, locale)),
    rows,
  );
};

const stateOf = ({ revokedAt, expiresAt }: ListedKey, now: string): string => {
  if (revokedAt !== null) return 'key-revoked';
  return expiresAt > now ? 'key-live' : 'key-expired';
};
