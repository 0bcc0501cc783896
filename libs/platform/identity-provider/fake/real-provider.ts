import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import type { Configuration, Provider } from 'oidc-provider';

/** Somebody whom the provider knows, and what it says of them. */
export interface ProviderAccount {
  readonly name?: string;
  readonly roles?: unknown;
  readonly districts?: unknown;
  readonly schools?: unknown;
}

export interface RealProviderSettings {
  readonly redirectUri: string;
  readonly accounts: Readonly<Record<string, ProviderAccount>>;
  /** The audience of machines' tokens. */
  readonly audience?: string;
}

const signing = ['ES256', 'PS256', 'EdDSA', 'RS256'] as const;

/**
 * A real OpenID provider (oidc-provider) on the loopback. Its sign-in page answers JSON and takes a form: `login`, and
 * optionally `amr` and `acr`. Clients: `redline` with `secret`, `redline-key` and the machine `admissions` with `privateKey`.
 * To `redline` it names its sessions; both are told when somebody goes, at `tellsOfLogoutsAt`.
 */
export class RealProvider {
  readonly secret = randomBytes(32).toString('base64url');
  /** Where the service listens, which is known later than the provider's settings. */
  tellsOfLogoutsAt: string | undefined;
  /** What happens once, after the next tokens are made and before they are sent. */
  beforeTokensGo: (() => Promise<void>) | undefined;
  /** The logout tokens that were sent, and the status that each was answered with. */
  readonly toldOfLogouts: { readonly token: string; readonly status: number }[] = [];

  private constructor(
    readonly issuer: string,
    /** PKCS#8. */
    readonly privateKey: string,
    private readonly server: Server,
  ) {}

  static async start(settings: RealProviderSettings): Promise<RealProvider> {
    const clientKeys = await generateKeyPair('ES256', { extractable: true });
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const real = new RealProvider(issuer, await exportPKCS8(clientKeys.privateKey), server);
    const clientKey = await exportJWK(clientKeys.publicKey);
    const provider = await quietly(async () => {
      const { Provider: OidcProvider } = await import('oidc-provider');
      const own = { jwks: { keys: await signingKeys() }, fetch: real.#tell };
      const configuration: Configuration = { ...configurationOf(settings), ...own };
      return new OidcProvider(issuer, { ...configuration, clients: clientsOf(settings, real.secret, clientKey) });
    });
    const answer = provider.callback();
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { url = '' } = request;
      if (url.startsWith('/interaction/')) void interact(provider, request, response);
      else if (url === '/token') void answer(request, real.#heldBack(response));
      else if (url === '/session/end/confirm') void quietly(() => answer(request, response));
      else void answer(request, response);
    });
    return real;
  }

  /** The provider's own way out forbids the loopback. */
  readonly #tell: typeof fetch = async (url, { headers = {}, body = null } = {}) => {
    const answer = await fetch(this.tellsOfLogoutsAt ?? url, { method: 'POST', headers, body });
    this.toldOfLogouts.push({ token: (body as URLSearchParams).get('logout_token') ?? '', status: answer.status });
    return answer;
  };

  #heldBack(response: ServerResponse): ServerResponse {
    const [meanwhile, end] = [this.beforeTokensGo, response.end.bind(response)];
    this.beforeTokensGo = undefined;
    if (meanwhile)
      response.end = ((body: string) => {
        void meanwhile().finally(() => end(body));
        return response;
      }) as ServerResponse['end'];
    return response;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/**
 * Loading and making it, and its first logout, warn of everything that only a trial would do. And it looks whether its settings are plain objects,
 * which in Jest the platform's own clones are not: they are of another realm.
 */
const quietly = async <Made>(make: () => Promise<Made>): Promise<Made> => {
  const { warn, info } = console;
  const { structuredClone } = globalThis;
  console.warn = console.info = () => undefined;
  globalThis.structuredClone = <Value>(value: Value) => JSON.parse(JSON.stringify(value)) as Value;
  try {
    return await make();
  } finally {
    Object.assign(console, { warn, info });
    Object.assign(globalThis, { structuredClone });
  }
};

const signingKeys = (): Promise<JWK[]> =>
  Promise.all(
    signing.map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      return { ...(await exportJWK(privateKey)), kid: `of-${alg}`, alg, use: 'sig' };
    }),
  );

const configurationOf = ({ accounts, audience = 'urn:redline' }: RealProviderSettings): Configuration => ({
  cookies: { keys: ['only-for-trials'] },
  acrValues: ['urn:example:two-factors'],
  claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['name', 'roles', 'districts', 'schools'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  enabledJWA: { idTokenSigningAlgValues: [...signing] },
  ttl: {
    Interaction: 600,
    Session: 600,
    Grant: 600,
    IdToken: 600,
    AccessToken: 600,
    ClientCredentials: (_, token) => token.resourceServer?.accessTokenTTL ?? 600,
  },
  findAccount: (_, accountId) =>
    accounts[accountId] && { accountId, claims: () => ({ sub: accountId, ...accounts[accountId] }) },
  renderError: (context, out) => {
    context.body = out;
  },
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => {
        context.body = form;
      },
    },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => ({
        audience: resource,
        scope: 'eligibility:read log:read',
        accessTokenTTL: resource === audience ? 600 : 3_600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

const clientsOf = ({ redirectUri }: RealProviderSettings, secret: string, key: JWK): Configuration['clients'] => {
  const web = {
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code'],
    response_types: ['code' as const],
    backchannel_logout_uri: new URL('/logout', redirectUri).href,
  };
  const redline = { client_id: 'redline', client_secret: secret, id_token_signed_response_alg: 'RS256' as const };
  const proof = { token_endpoint_auth_method: 'private_key_jwt' as const, jwks: { keys: [key] } };
  return [
    { ...web, ...redline, backchannel_logout_session_required: true },
    { ...web, ...proof, client_id: 'redline-key', id_token_signed_response_alg: 'ES256' },
    {
      ...proof,
      client_id: 'admissions',
      redirect_uris: [],
      response_types: [],
      grant_types: ['client_credentials'],
    },
  ];
};

/** The page of one step: GET tells which, POST does it. */
const interact = async (provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ prompt: prompt.name }));
    return;
  }
  const form = new URLSearchParams(await text(request));
  if (form.has('cancel')) {
    await provider.interactionFinished(request, response, { error: 'access_denied' });
    return;
  }
  if (prompt.name === 'login') {
    const proof = { amr: form.getAll('amr'), ...(form.has('acr') && { acr: form.get('acr') ?? '' }) };
    await provider.interactionFinished(request, response, { login: { accountId: form.get('login') ?? '', ...proof } });
    return;
  }
  const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
  grant.addOIDCScope(String(params['scope']));
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
};
