import pg from 'pg';
import type { PoolConfig } from 'pg';
import { DatabaseUnusable } from './database-check.ts';

/** A server and a database, without its password. */
export type Address = Pick<PoolConfig, 'host' | 'port' | 'user' | 'database' | 'password' | 'ssl'>;

/** Encrypted for whoever answers is as good as open: the password goes to anybody who stands in between. */
const trustsAnyone = (ssl: unknown): boolean =>
  typeof ssl === 'object' && ssl !== null && 'rejectUnauthorized' in ssl && ssl.rejectUnauthorized === false;

/** Nobody listens in on the way to this machine itself, nor on a socket in its file system. */
const isHere = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\/.*)$/.test(host);

/**
 * Reads `postgres://user:password@host:port/database?sslmode=verify-full&sslrootcert=…`; other parameters are left out,
 * so that nothing in the address can undo a limit. Beyond the loopback the way must be encrypted. @throws DatabaseUnusable, without the address
 */
export const addressOf = (url: string): Address => {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new DatabaseUnusable('its address is not of the form postgres://user:password@host:port/database');
  try {
    const { host, port, user, database, password, ssl } = new pg.Client({ connectionString: url });
    if (trustsAnyone(ssl)) throw new DatabaseUnusable('its address trusts anyone; sslmode=verify-full does not');
    if (!ssl && !isHere(host))
      throw new DatabaseUnusable(
        'its address is not encrypted: sslmode=verify-full is, and sslmode is needed for every host but the loopback',
      );
    const secret = password ?? undefined;
    // As a function it is not shown by whoever prints the options.
    return {
      host,
      port,
      ssl,
      ...(user === undefined ? {} : { user }),
      ...(database === undefined ? {} : { database }),
      ...(secret === undefined ? {} : { password: () => secret }),
    };
  } catch (error) {
    if (error instanceof DatabaseUnusable) throw error;
    throw new DatabaseUnusable(`its address cannot be used, ${(error as NodeJS.ErrnoException).code ?? 'for its TLS'}`);
  }
};
