import { InvalidArgument } from '#platform/event-store';

export interface Host {
  readonly address: string;
  readonly port: number;
}

/** What a connection string says, as far as we must know it ourselves. */
export interface Connection {
  /** For the client alone: the password is in it. */
  readonly text: string;
  readonly hosts: readonly Host[];
  /** False: the channel is not encrypted. */
  readonly tls: boolean;
  /** False: anyone's certificate would do. */
  readonly verified: boolean;
  readonly user: { readonly name: string; readonly password: string } | undefined;
  readonly caFile: string | undefined;
  readonly certificate: { readonly certFile: string; readonly keyFile: string } | undefined;
}

const shape = /^(?:kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.+))?$/;
const known = new Set(
  `tls tlsverifycert tlscafile usercertfile userkeyfile connectionname nodepreference defaultdeadline discoveryinterval
   gossiptimeout maxdiscoverattempts keepaliveinterval keepalivetimeout throwonappendfailure`.split(/\s+/),
);

/**
 * Reads a connection string before the client does: that one prints it, password and all, when it finds a mistake.
 * @throws InvalidArgument, which never repeats more of it than the name of an option
 */
export const readConnection = (given: string): Connection => {
  const text = given.trim().replace(/\/+$/, '');
  const parts = shape.exec(text);
  if (!parts)
    throw new InvalidArgument('the connection string is not kurrentdb://user:password@host:port?option=value');
  const options = optionsOf(parts[4] ?? '');
  const tls = options.get('tls') !== 'false';
  const user = userOf(parts[2]);
  if (user && !tls) throw new InvalidArgument('the connection string sends its password in clear: tls=false');
  if (options.get('throwonappendfailure') === 'false')
    throw new InvalidArgument('the connection string says throwOnAppendFailure=false');
  const [certFile, keyFile] = [options.get('usercertfile'), options.get('userkeyfile')];
  return {
    text: text.replace(/^esdb/, 'kurrentdb'), // the client warns on the console of the old word
    hosts: (parts[3] ?? '').split(',').map(hostOf),
    tls,
    verified: options.get('tlsverifycert') !== 'false',
    user,
    caFile: options.get('tlscafile'),
    certificate: certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined,
  };
};

const optionsOf = (query: string): ReadonlyMap<string, string> => {
  const options = new Map<string, string>();
  for (const pair of query === '' ? [] : query.split('&')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, at));
    const flat = name.toLowerCase().replace(/[_-]/g, '');
    if (!known.has(flat) || options.has(flat))
      throw new InvalidArgument(`the connection string has an option that is unknown, or twice: ${name.slice(0, 40)}`);
    options.set(flat, decoded(pair.slice(at + 1)));
  }
  return options;
};

const userOf = (text: string | undefined): Connection['user'] => {
  if (text === undefined) return undefined;
  const [name, password, ...rest] = text.split(':');
  if (!name || !password || rest.length > 0)
    throw new InvalidArgument('the connection string needs user:password, with a ":" inside them as %3A');
  return { name: decoded(name), password: decoded(password) };
};

const hostOf = (text: string): Host => {
  const [, address, port = '2113'] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  if (address === undefined) throw new InvalidArgument('the connection string has a host that is not host:port');
  return { address, port: Number(port) };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidArgument('the connection string has a "%" that encodes nothing');
  }
};

/** Would the client's debug log, which prints the whole connection string, be on with this DEBUG? */
export const debugPrintsPassword = (debug: string | undefined): boolean =>
  (debug ?? '').split(/[\s,]+/).some((pattern) => {
    const prefix = pattern.split('*')[0] ?? '';
    return pattern.includes('*') ? 'kdb:connection'.startsWith(prefix) : pattern === 'kdb:connection';
  });
