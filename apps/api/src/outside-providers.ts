import { AccessTokens, LogoutTokens, ReachedProvider } from '#platform/identity-provider';
import type { ServiceConfig } from './config.ts';
import type { ClaimSettings } from './security/claims.ts';

/** With whom people sign in besides here, and what its claims give them. */
export interface PeopleProvider {
  readonly provider: Pick<ReachedProvider, 'reach'>;
  /** By which it tells who is out there. */
  readonly logouts: Pick<LogoutTokens, 'verify'>;
  readonly claims: ClaimSettings;
}

/** Providers outside, as far as the settings name them. */
export interface OutsideProviders {
  readonly people: PeopleProvider | undefined;
  readonly tokens: AccessTokens | undefined;
}

/** Where people come back to, and where it is told who is out; the provider must know the very same addresses. */
export const returnPath = '/api/v1/session/return';
export const logoutPath = '/api/v1/session/provider/logout';

/** Nobody is asked anything yet: the service starts while they are away. */
export const providersOf = ({ oidc = {}, publicUrl }: Pick<ServiceConfig, 'oidc' | 'publicUrl'>): OutsideProviders => {
  const { people, tokens } = oidc;
  return {
    people: people && publicUrl ? peopleOf(people, new URL(returnPath, publicUrl).href) : undefined,
    tokens: tokens && new AccessTokens(tokens),
  };
};

type People = NonNullable<NonNullable<ServiceConfig['oidc']>['people']>;

const peopleOf = ({ provider, claims }: People, redirectUri: string): PeopleProvider => ({
  provider: new ReachedProvider({ ...provider, redirectUri }),
  logouts: new LogoutTokens(provider),
  claims,
});

/** For the first lines of the log: who is believed, and that nobody besides is. */
export const described = ({ oidc = {}, publicUrl }: Pick<ServiceConfig, 'oidc' | 'publicUrl'>): object => {
  const { people, tokens } = oidc;
  return {
    people: people
      ? {
          issuer: people.provider.issuer,
          client: people.provider.clientId,
          return: publicUrl && new URL(returnPath, publicUrl).href,
          logout: publicUrl && new URL(logoutPath, publicUrl).href,
        }
      : 'accounts of this service alone',
    machines: tokens ? { issuer: tokens.issuer, audience: tokens.audience } : 'keys of this service alone',
  };
};
