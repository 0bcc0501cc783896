import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { FastifyInstance } from 'fastify';

/** A certificate with those between it and its authority, and its private key; both PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** TLS 1.2 is the oldest that is not broken (ASVS 5.0, 12.1.1); Node's list of ciphers goes with it. */
const limits = { minVersion: 'TLSv1.2', handshakeTimeout: 10_000 } as const;

/** What a server is made with. */
export const servedWith = (pair: TlsPair): TlsPair & typeof limits => ({ ...pair, ...limits });

/** Why a pair cannot be served; undefined for one that can. Holds nothing of the key. */
export const faultOf = ({ cert, key }: TlsPair): string | undefined => {
  try {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
      return 'the key is not that of the certificate';
    createSecureContext(servedWith({ cert, key }));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'not PEM';
  }
};

export interface Renewal {
  /** The pair as it stands in its files now. @throws whatever reading them throws */
  readonly current: () => TlsPair;
  /** Told of a pair that cannot be served; the one before is served on. */
  readonly report: (error: unknown) => void;
  readonly everyMs?: number;
}

/**
 * Serves a certificate that was exchanged in its files without a restart; connections that are open keep the old one.
 */
export const renewCertificate = (instance: FastifyInstance, { current, report, everyMs = 60_000 }: Renewal): void => {
  let served = current();
  const look = (): void => {
    try {
      const pair = current();
      if (pair.cert === served.cert && pair.key === served.key) return;
      const fault = faultOf(pair);
      if (fault !== undefined) throw new Error(`the exchanged certificate is not served: ${fault}`);
      (instance.server as unknown as Server).setSecureContext(servedWith(pair));
      served = pair;
    } catch (error) {
      report(error);
    }
  };
  const timer = setInterval(look, everyMs).unref();
  instance.addHook('onClose', (_, done) => {
    clearInterval(timer);
    done();
  });
};
