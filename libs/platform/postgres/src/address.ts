import pg from 'pg';
import type { PoolConfig } from 'pg';
import { DatabaseUnusable } from './database-check.ts';

/** A server and a database, without its password. */
export type Address = Pick<PoolConfig, 'host' | 'port' | 'user' | 'database' | 'password' | 'ssl'>;

/**
 * Reads `postgres://user:password@host:port/database?sslmode=verify-full&sslrootcert=…`; other parameters are left out,
 * so that nothing in the address can undo a limit. @throws DatabaseUnusable, without the address
 */
export const addressOf = (url: string): Address => {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new DatabaseUnusable('its address is not of the form postgres://user:password@host:port/database');
  try {
    const { host, port, user, database, password, ssl } = new pg.Client({ connectionString: url });
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
    throw new DatabaseUnusable(`its address cannot be used, ${(error as NodeJS.ErrnoException).code ?? 'for its TLS'}`);
  }
};
