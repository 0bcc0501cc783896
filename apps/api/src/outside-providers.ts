import { AccessTokens, ReachedProvider } from '#platform/identity-provider';
import type { ServiceConfig } from './config.ts';
import type { ClaimSettings } from './security/claims.ts';

/** With whom people sign in besides here, and what its claims give them. */
export interface PeopleProvider {
  readonly provider: Pick<ReachedProvider, 'reach'>;
  readonly claims: ClaimSettings;
}

/** Providers outside, as far as the settings name them. */
export interface OutsideProviders {
  readonly people: PeopleProvider | undefined;
  readonly tokens: AccessTokens | undefined;
}

/** Where people come back to; the provider must know the very same address. */
export const returnPath = '/api/v1/session/return';

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
        }
      : 'accounts of this service alone',
    machines: tokens ? { issuer: tokens.issuer, audience: tokens.audience } : 'keys of this service alone',
  };
};
