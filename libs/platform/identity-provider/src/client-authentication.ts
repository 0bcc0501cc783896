import { ClientSecretBasic, ClientSecretPost, PrivateKeyJwt } from 'openid-client';
import type { ClientAuth } from 'openid-client';
import { cryptoKeyOf } from './client-key.ts';
import type { ClientKey } from './client-key.ts';

/** The register's name at the provider, and one proof of it. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** Preferred to a secret (private_key_jwt): the provider then holds nothing that could be stolen from it. */
  readonly privateKey?: ClientKey | undefined;
}

/** How the client proves itself to the token endpoint. */
export const clientAuthentication = async ({ clientSecret, privateKey }: ClientCredentials): Promise<ClientAuth> => {
  if (privateKey) {
    const key = await cryptoKeyOf(privateKey);
    return PrivateKeyJwt(privateKey.keyId === undefined ? key : { key, kid: privateKey.keyId });
  }
  if (!clientSecret) throw new TypeError('a client needs a key or a secret');
  const [basic, post] = [ClientSecretBasic(clientSecret), ClientSecretPost(clientSecret)];
  return (server, ...rest) => {
    // A provider that lists nothing takes basic (RFC 8414, 2).
    const { token_endpoint_auth_methods_supported: methods } = server;
    return (methods?.includes('client_secret_basic') === false ? post : basic)(server, ...rest);
  };
};
