import { parseJson } from '#kernel';

/** What can be seen of a kind of token without a key. */
export interface TokenShape {
  /** With its article, for the log. */
  readonly name: string;
  /** What signatures are taken (RFC 8725, 3.1); `none` and shared secrets are in no list. */
  readonly algorithms: readonly string[];
  /** What its header may call it, so that no other kind stands in for it (RFC 8725, 3.11). */
  readonly isTyped: (typ: unknown) => boolean;
  /** Whether it must name its key. */
  readonly namesKey: boolean;
}

/** RS256 is what every provider speaks (OpenID Connect Core 15.1). */
export const idTokenAlgorithms: readonly string[] = ['EdDSA', 'ES256', 'PS256', 'RS256'];

/** RFC 9068. Whoever issues them can choose, so RSA with PKCS#1 v1.5 is not taken. */
export const accessTokenShape: TokenShape = {
  name: 'an access token',
  algorithms: ['EdDSA', 'ES256', 'PS256'],
  isTyped: (typ) => typeof typ === 'string' && /^(?:application\/)?at\+jwt$/i.test(typ),
  namesKey: true,
};

/** OpenID Connect Back-Channel Logout 1.0, 2.4: signed as id_tokens are; providers of before 2022 call it JWT or nothing. */
export const logoutTokenShape: TokenShape = {
  name: 'a logout token',
  algorithms: idTokenAlgorithms,
  isTyped: (typ) => typ === undefined || (typeof typ === 'string' && /^(?:application\/)?(?:logout\+)?jwt$/i.test(typ)),
  namesKey: false,
};

/** By which a token would bring its own keys along. */
const foreignKeys = ['jku', 'x5u', 'jwk', 'x5c', 'crit'];
const mostCharacters = 8_192;

/**
 * Whether a text looks like a token of a kind as far as that can be seen without its key, so that nothing else makes us
 * ask the provider. A part that has bits to spare is refused: one token has one spelling.
 */
export const looksLikeToken = (text: string, shape: TokenShape): boolean => {
  if (text.length > mostCharacters || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return false;
  const parts = text.split('.').map((part) => ({ part, bytes: Buffer.from(part, 'base64url') }));
  if (!parts.every(({ part, bytes }) => bytes.toString('base64url') === part)) return false;
  return isHeader(jsonIn(parts[0]?.bytes), shape);
};

const isHeader = (header: unknown, { algorithms, isTyped, namesKey }: TokenShape): boolean => {
  if (typeof header !== 'object' || header === null) return false;
  const { alg, typ, kid } = header as Readonly<Record<string, unknown>>;
  return (
    typeof alg === 'string' &&
    algorithms.includes(alg) &&
    isTyped(typ) &&
    (namesKey || kid !== undefined ? typeof kid === 'string' && kid.length > 0 : true) &&
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
