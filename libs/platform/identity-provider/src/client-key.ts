import { createPrivateKey, webcrypto } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { parseJson } from '#kernel';

/** With what the client proves to the provider that it is itself; the secret half never leaves the process. */
export interface ClientKey {
  readonly key: KeyObject;
  readonly algorithm: 'ES256' | 'PS256';
  /** By which the provider finds the public half; of a JWK alone. */
  readonly keyId: string | undefined;
}

/** A text that is no key that can be used. */
export class NotClientKey extends Error {
  readonly code = 'not-a-client-key';
}

/** Reads a private key: PKCS#8 (PEM) or a JWK; on P-256, or RSA of 2048 bits or more. @throws NotClientKey, repeating nothing */
export const readClientKey = (text: string): ClientKey => {
  const { key, keyId } = keyIn(text);
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return { key, keyId, algorithm: 'ES256' };
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2_048) return { key, keyId, algorithm: 'PS256' };
  throw new NotClientKey('neither P-256 nor RSA of 2048 bits or more');
};

/** The same key as the library takes it; it can sign and not be read again. */
export const cryptoKeyOf = ({ key, algorithm }: ClientKey): Promise<webcrypto.CryptoKey> => {
  const scheme = algorithm === 'ES256' ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'RSA-PSS', hash: 'SHA-256' };
  const bytes = key.export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', bytes, scheme, false, ['sign']);
};

const keyIn = (text: string): { readonly key: KeyObject; readonly keyId: string | undefined } => {
  try {
    if (!text.trimStart().startsWith('{')) return { key: createPrivateKey(text), keyId: undefined };
    const jwk = parseJson(text) as JsonWebKey;
    return {
      key: createPrivateKey({ key: jwk, format: 'jwk' }),
      keyId: typeof jwk['kid'] === 'string' ? jwk['kid'] : undefined,
    };
  } catch {
    throw new NotClientKey('no private key can be read');
  }
};
