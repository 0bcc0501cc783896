import { z } from 'zod';
import { NotStrictJson, parseJson } from '#kernel';
import { isSafe, NotClientKey, readClientKey } from '#platform/identity-provider';
import type { AccessTokenSettings, ClientKey, IdentityProviderSettings } from '#platform/identity-provider';
import { BadSetting, readFile, readSecret, readSettings } from '#platform/settings';
import type { Environment } from '#platform/settings';
import { roles } from '#policy';
import type { ClaimSettings, PersonRole } from './security/claims.ts';

/** With whom people sign in, and what its claims give them. Where they come back to is the route's to add. */
export interface PeopleConfig {
  readonly provider: Omit<IdentityProviderSettings, 'redirectUri'>;
  readonly claims: ClaimSettings;
}

/** What providers outside may say; without settings they may say nothing. */
export interface OidcConfig {
  readonly people?: PeopleConfig | undefined;
  /** Whose access tokens machines may show in place of a key. */
  readonly tokens?: AccessTokenSettings | undefined;
}

/** http is for trials: on the loopback nobody listens in. */
const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text) || !isSafe(text, true)) return false;
  const { search, hash, username, password } = new URL(text);
  return search + hash + username + password === '';
};

const issuer = z.string().refine(isIssuer, 'must be an https address, as the provider writes it').optional();
const path = z.string().optional();
const claim = (name: string) => z.string().max(255, 'must name a claim').default(name);
const words = (defaults: string) =>
  z
    .string()
    .default(defaults)
    .transform((text) => text.split(/[ ,]+/).filter(Boolean));

/** Every setting of outside providers; each is looked at here, and together with the others in `readOidc`. */
export const oidcSettings = {
  REDLINE_OIDC_ISSUER: issuer,
  REDLINE_OIDC_CLIENT_ID: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be the name that the provider gave')
    .optional(),
  REDLINE_OIDC_CLIENT_SECRET: z.string().optional(),
  REDLINE_OIDC_CLIENT_SECRET_FILE: path,
  REDLINE_OIDC_PRIVATE_KEY_FILE: path,
  REDLINE_OIDC_SCOPES: words('openid profile'),
  REDLINE_OIDC_ROLES_CLAIM: claim('roles'),
  REDLINE_OIDC_DISTRICTS_CLAIM: claim('districts'),
  REDLINE_OIDC_SCHOOLS_CLAIM: claim('schools'),
  REDLINE_OIDC_ROLE_MAP_FILE: path,
  REDLINE_OIDC_ACR: words(''),
  REDLINE_OIDC_AMR: words('mfa,otp'),
  REDLINE_TOKENS_ISSUER: issuer,
  REDLINE_TOKENS_AUDIENCE: z.string().max(255, 'must be what the server calls us').optional(),
};

/** Reads what providers outside may say. @throws BadSetting in one line, never with a secret */
export const readOidc = (environment: Environment, publicUrl: string | undefined): OidcConfig => {
  const read = readSettings(oidcSettings, environment);
  const { REDLINE_TOKENS_ISSUER: issuerOfTokens, REDLINE_TOKENS_AUDIENCE: audience } = read;
  if ((issuerOfTokens === undefined) !== (audience === undefined))
    throw new BadSetting('REDLINE_TOKENS_ISSUER and REDLINE_TOKENS_AUDIENCE are needed together');
  return {
    people: peopleIn(environment, publicUrl),
    tokens: issuerOfTokens && audience ? { ...at(issuerOfTokens), audience } : undefined,
  };
};

const at = (address: string): { readonly issuer: string; readonly allowInsecure: boolean } => ({
  issuer: address,
  allowInsecure: address.startsWith('http:'),
});

/** These say nothing without an issuer: whoever set one of them meant to set that too. */
const meantFor = ['CLIENT_ID', 'CLIENT_SECRET', 'CLIENT_SECRET_FILE', 'PRIVATE_KEY_FILE', 'ROLE_MAP_FILE', 'ACR'];

const peopleIn = (environment: Environment, publicUrl: string | undefined): PeopleConfig | undefined => {
  const read = readSettings(oidcSettings, environment);
  const { REDLINE_OIDC_ISSUER: address, REDLINE_OIDC_CLIENT_ID: clientId } = read;
  if (!address) {
    const lonely = meantFor.map((name) => `REDLINE_OIDC_${name}`).find((name) => environment[name]);
    if (lonely) throw new BadSetting(`REDLINE_OIDC_ISSUER is needed with ${lonely}`);
    return undefined;
  }
  if (!clientId) throw new BadSetting('REDLINE_OIDC_CLIENT_ID is needed with REDLINE_OIDC_ISSUER');
  // The code comes back there: over http anybody on the way has it.
  if (!publicUrl || !isSafe(publicUrl, true))
    throw new BadSetting('REDLINE_PUBLIC_URL is needed with REDLINE_OIDC_ISSUER, as an https address');
  return {
    provider: {
      ...at(address),
      clientId,
      ...proofIn(environment),
      scopes: read.REDLINE_OIDC_SCOPES,
      acr: read.REDLINE_OIDC_ACR,
      amr: read.REDLINE_OIDC_AMR,
    },
    claims: {
      names: {
        roles: read.REDLINE_OIDC_ROLES_CLAIM,
        districts: read.REDLINE_OIDC_DISTRICTS_CLAIM,
        schools: read.REDLINE_OIDC_SCHOOLS_CLAIM,
      },
      rolesByGroup: rolesByGroup(readFile('REDLINE_OIDC_ROLE_MAP_FILE', environment)),
    },
  };
};

const proofIn = (environment: Environment): { readonly clientSecret?: string; readonly privateKey?: ClientKey } => {
  const clientSecret = readSecret('REDLINE_OIDC_CLIENT_SECRET', environment);
  const key = readFile('REDLINE_OIDC_PRIVATE_KEY_FILE', environment);
  if (!clientSecret === !key)
    throw new BadSetting('REDLINE_OIDC_PRIVATE_KEY_FILE or REDLINE_OIDC_CLIENT_SECRET(_FILE) is needed, and not both');
  if (!key) return { clientSecret: clientSecret ?? '' };
  try {
    return { privateKey: readClientKey(key) };
  } catch (error) {
    if (!(error instanceof NotClientKey)) throw error;
    throw new BadSetting(
      'REDLINE_OIDC_PRIVATE_KEY_FILE must hold a private key, PKCS#8 or JWK: P-256, or RSA of 2048 bits',
    );
  }
};

const ofPeople = roles.filter((role): role is PersonRole => role !== 'MACHINE');
const givenRoles = z.union([z.enum(ofPeople).transform((role) => [role]), z.array(z.enum(ofPeople))]);
const roleMap = z.record(z.string().min(1), givenRoles);

/** Without a file the provider's groups are called as our roles are. */
const rolesByGroup = (text: string | undefined): ReadonlyMap<string, readonly PersonRole[]> => {
  if (text === undefined) return new Map(ofPeople.map((role) => [role, [role]]));
  const read = roleMap.safeParse(jsonIn(text));
  if (read.success) return new Map(Object.entries(read.data));
  const place = read.error.issues[0]?.path[0];
  throw new BadSetting(
    `REDLINE_OIDC_ROLE_MAP_FILE must hold a JSON object, group ▶ role or roles of people${place === undefined ? '' : `: ${JSON.stringify(place)}`}`,
  );
};

const jsonIn = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof NotStrictJson) return undefined;
    throw error;
  }
};
