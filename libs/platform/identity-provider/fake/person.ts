/** What a person enters at the provider. */
export interface Entered {
  readonly login: string;
  readonly amr?: readonly string[];
  readonly acr?: string;
  /** They turn back at the first page. */
  readonly cancel?: true;
}

/** A person with a browser: follows redirects, keeps cookies, and fills in what a real provider's pages ask. */
export class Person {
  readonly #cookies = new Map<string, string>();
  /** The pages that were seen, in order. */
  readonly pages: string[] = [];

  /** Goes where `url` leads, signing in on the way. @returns the address back at the service, `redirectUri` and its query */
  async goes(url: string, redirectUri: string, entered: Entered): Promise<URL> {
    let [address, form]: [string, URLSearchParams | undefined] = [url, undefined];
    for (let steps = 0; steps < 30; steps += 1) {
      const answer: Response = await this.#send(address, form);
      const location = answer.headers.get('location');
      form = undefined;
      if (location === null) {
        const text = await answer.text();
        if (answer.status !== 200) throw new Error(`the provider answered ${answer.status}: ${text}`);
        this.pages.push((JSON.parse(text) as { prompt: string }).prompt);
        form = formOf(entered);
      } else if (location.startsWith(redirectUri)) return new URL(location);
      else address = new URL(location, address).href;
    }
    throw new Error('led in a circle');
  }

  /** Signs out at the provider, which tells its clients before it answers. */
  async leaves(issuer: string): Promise<void> {
    const page = await (await this.#send(`${issuer}/session/end`, undefined)).text();
    const xsrf = /name="xsrf" value="(\w+)"/.exec(page)?.[1] ?? '';
    const form = new URLSearchParams({ xsrf, logout: 'yes' });
    const { status } = await this.#send(`${issuer}/session/end/confirm`, form);
    if (status !== 303) throw new Error(`still signed in at the provider: ${status}`);
  }

  async #send(url: string, form: URLSearchParams | undefined): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = form ? { method: 'POST', body: form } : {};
    const answer = await fetch(url, { ...request, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || line.includes('expires=Thu, 01 Jan 1970')) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

const formOf = ({ login, amr = [], acr, cancel }: Entered): URLSearchParams => {
  const form = new URLSearchParams({ login });
  for (const method of amr) form.append('amr', method);
  if (acr !== undefined) form.set('acr', acr);
  if (cancel) form.set('cancel', '1');
  return form;
};
