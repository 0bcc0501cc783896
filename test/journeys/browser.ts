import { Person } from '../../libs/platform/identity-provider/fake/person.ts';
import type { Entered } from '../../libs/platform/identity-provider/fake/person.ts';
import { readOidc } from '../../apps/api/src/oidc-settings.ts';
import type { OidcConfig } from '../../apps/api/src/oidc-settings.ts';
import type { Office, Reply } from './office.ts';

/** Nobody listens there: what a provider sends somebody back with is taken from the address. */
export const publicUrl = 'http://127.0.0.1:1';
export const redirectUri = `${publicUrl}/api/v1/session/return`;

/** The settings of a service that believes a provider, read as the service reads them. */
export const settingsOf = (environment: Readonly<Record<string, string>>): OidcConfig =>
  readOidc(environment, publicUrl);

interface Going {
  readonly again?: boolean;
  /** What becomes of the address on the way back. */
  readonly changed?: (back: URL) => void;
}

/** A browser that keeps what the service gives it, and goes to the provider and back. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Who sits before it, with what the provider gave them. */
  person = new Person();
  readonly #office: Office;

  constructor(office: Office) {
    this.#office = office;
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(method: string, path: string, body?: unknown): Promise<Reply> {
    const sent = body === undefined ? {} : { body };
    const reply = await this.#office.send(method, path, { ...sent, headers: { cookie: this.cookie } });
    for (const line of reply.headers.getSetCookie()) this.#keep(line);
    return reply;
  }

  get(path: string): Promise<Reply> {
    return this.send('GET', path);
  }

  /** Where the provider sends the person back to, the service's own address and a query. */
  async comesBack(entered: Entered, { again = false }: Going = {}): Promise<URL> {
    const { status, headers, body } = await this.get(`/api/v1/session/provider${again ? '?again=true' : ''}`);
    const address = headers.get('location');
    if (status !== 302 || address === null) throw new Error(`not sent on: ${status} ${JSON.stringify(body)}`);
    return this.person.goes(address, redirectUri, entered);
  }

  /** The whole way, as `entered` at the provider; answers what the return is answered. */
  async signIn(entered: Entered, going: Going = {}): Promise<Reply> {
    const back = await this.comesBack(entered, going);
    going.changed?.(back);
    return this.get(`${back.pathname}${back.search}`);
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (line.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
