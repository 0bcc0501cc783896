import { IdentityProvider } from './identity-provider.ts';
import type { IdentityProviderSettings } from './identity-provider.ts';
import { ProviderRefused, ProviderUnavailable } from './provider-errors.ts';

/** A provider may move its addresses; whoever moved them is asked again by then. */
const rememberedMs = 60 * 60_000;
const cooldownMs = 1_000;

/**
 * The provider, asked for its addresses when it is first needed and each hour: the service starts without it, and comes
 * back with it. Who asks at once shares one answer, and for a second after a failure nobody asks again.
 */
export class ReachedProvider {
  readonly #settings: IdentityProviderSettings;
  readonly #nowMs: () => number;
  #reached: { readonly provider: Promise<IdentityProvider>; untilMs: number } | undefined;

  constructor(settings: IdentityProviderSettings, nowMs: () => number = Date.now) {
    this.#settings = settings;
    this.#nowMs = nowMs;
  }

  /** @throws ProviderUnavailable: nobody is at fault but who set it up, also when it calls itself something else */
  reach(): Promise<IdentityProvider> {
    if (this.#reached && this.#nowMs() < this.#reached.untilMs) return this.#reached.provider;
    const provider = IdentityProvider.discover(this.#settings).catch((error: unknown) => {
      if (this.#reached === reached) reached.untilMs = this.#nowMs() + cooldownMs;
      throw error instanceof ProviderRefused ? new ProviderUnavailable(error.message) : error;
    });
    const reached = { provider, untilMs: this.#nowMs() + rememberedMs };
    this.#reached = reached;
    return provider;
  }
}
