import { parseJson } from '#kernel';

/** What signatures are taken (RFC 8725, 3.1): neither `none` nor shared secrets, nor RSA with PKCS#1 v1.5. */
export const tokenAlgorithms = ['EdDSA', 'ES256', 'PS256'];

/** By which a token would bring its own keys along. */
const foreignKeys = ['jku', 'x5u', 'jwk', 'x5c', 'crit'];
const mostCharacters = 8_192;

/**
 * Whether a text looks like an access token (RFC 9068) as far as that can be seen without its key, so that nothing else
 * makes us ask the provider. A part that has bits to spare is refused: one token has one spelling.
 */
export const looksLikeToken = (text: string): boolean => {
  if (text.length > mostCharacters || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return false;
  const parts = text.split('.').map((part) => ({ part, bytes: Buffer.from(part, 'base64url') }));
  if (!parts.every(({ part, bytes }) => bytes.toString('base64url') === part)) return false;
  return isHeader(jsonIn(parts[0]?.bytes));
};

const isHeader = (header: unknown): boolean => {
  if (typeof header !== 'object' || header === null) return false;
  const { alg, typ, kid } = header as Readonly<Record<string, unknown>>;
  return (
    typeof alg === 'string' &&
    tokenAlgorithms.includes(alg) &&
    typeof typ === 'string' &&
    /^(?:application\/)?at\+jwt$/i.test(typ) &&
    typeof kid === 'string' &&
    kid.length > 0 &&
    !foreignKeys.some((name) => Object.hasOwn(header, name))
  );
};

const jsonIn = (bytes: Buffer = Buffer.alloc(0)): unknown => {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};
