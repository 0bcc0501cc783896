import { readClientKey } from '#platform/identity-provider';
import type { OidcConfig } from '../../apps/api/src/oidc-settings.ts';
import type { RealProvider } from '../../libs/platform/identity-provider/fake/real-provider.ts';
import { settingsOf } from '../journeys/browser.ts';
import type { Browser } from '../journeys/browser.ts';

export const profilePath = '/api/v1/session';
export const logoutPath = '/api/v1/session/provider/logout';

/** Whether each of them is still in. */
export const areIn = (...browsers: readonly Browser[]): Promise<readonly boolean[]> =>
  Promise.all(browsers.map(async (browser) => (await browser.get(profilePath)).status === 200));

/** By the client's secret, or as the other client by its key, to which the provider does not name its sessions. */
export const knownTo = (
  { issuer, secret, privateKey }: RealProvider,
  client: 'redline' | 'redline-key',
): OidcConfig => {
  const { people } = settingsOf({
    REDLINE_OIDC_ISSUER: issuer,
    REDLINE_OIDC_CLIENT_ID: client,
    REDLINE_OIDC_CLIENT_SECRET: secret,
  });
  if (!people || client === 'redline') return { people };
  return { people: { ...people, provider: { ...people.provider, privateKey: readClientKey(privateKey) } } };
};
