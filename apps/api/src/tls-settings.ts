import { z } from 'zod';
import { BadSetting, readFile } from '#platform/settings';
import type { Environment } from '#platform/settings';
import { faultOf } from './http/own-tls.ts';
import type { TlsPair } from './http/own-tls.ts';

const [certificateFile, keyFile] = ['REDLINE_TLS_CERTIFICATE_FILE', 'REDLINE_TLS_KEY_FILE'] as const;

/** Where a certificate of the service's own stands, with its key. */
export const tlsSettings = { [certificateFile]: z.string().optional(), [keyFile]: z.string().optional() };

/** What the service serves TLS with by itself; reads the files again each time. */
export type TlsSource = () => TlsPair;

/** Without either file the service speaks HTTP, and something else has to speak TLS. @throws BadSetting in one line */
export const readTls = (environment: Environment): TlsSource | undefined => {
  if (!environment[certificateFile] && !environment[keyFile]) return undefined;
  if (!environment[certificateFile] || !environment[keyFile])
    throw new BadSetting(`${certificateFile} and ${keyFile} are needed together`);
  const source: TlsSource = () => ({
    cert: readFile(certificateFile, environment) ?? '',
    key: readFile(keyFile, environment) ?? '',
  });
  const fault = faultOf(source());
  if (fault !== undefined) throw new BadSetting(`${certificateFile} and ${keyFile} cannot be served: ${fault}`);
  return source;
};
