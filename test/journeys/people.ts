import { setTimeout as pause } from 'node:timers/promises';
import { TOTP } from 'otpauth';

/** A person of a test, as the security administrator would open their account. */
export interface Person {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly districts?: readonly string[];
  readonly schools?: readonly string[];
  readonly conflicts?: readonly string[];
}

/** An officer of every district. */
export const wangFang: Person = { account: 'wangfang', name: '王芳', roles: ['OFFICER'] };

/** What somebody signed in with, and the session that they have. */
export interface Credentials {
  readonly account: string;
  readonly password: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  cookie: string;
}

const stepMs = 30_000;
const provenForMs = 4 * 60_000;

/** What the authenticator app shows `steps` half minutes from now. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * stepMs });

/** The setup token in what a service printed at its first start. */
export const setupTokenIn = (printed: string): string | undefined => /setup token .*: (\S+)$/m.exec(printed)?.[1];

/** The session's cookie, as a browser would send it back. */
export const cookieIn = (headers: Headers): string => {
  const [set = ''] = headers.getSetCookie();
  return set.split(';')[0] ?? '';
};

/**
 * People who sign in to a running service as people do: the first with the setup token, the others with invitations of
 * the first. Sessions are proved again before decisions would ask for it.
 */
export class People {
  readonly #url: string;
  /** The last one that any process printed: it makes those before it worthless. */
  readonly #setup: { token: string | undefined };
  readonly #inside: Map<string, Promise<Credentials>>;
  readonly #provedMs: Map<string, number>;

  /** `before`: the same people, at another process over the same register or after a restart. */
  constructor(url: string, setupToken: string | undefined, before?: People) {
    this.#url = url;
    this.#setup = before ? before.#setup : { token: undefined };
    this.#setup.token = setupToken ?? this.#setup.token;
    this.#inside = before ? before.#inside : new Map();
    this.#provedMs = before ? before.#provedMs : new Map();
  }

  /** The cookie of somebody who is signed in; the first time they enrol. */
  async cookieOf(person: Person): Promise<string> {
    const credentials = await this.signedIn(person);
    if (Date.now() - (this.#provedMs.get(person.account) ?? 0) > provenForMs) await this.#prove(credentials);
    return credentials.cookie;
  }

  async signedIn(person: Person): Promise<Credentials> {
    const known = this.#inside.get(person.account);
    if (known) return known;
    const entering = this.#enter(person);
    this.#inside.set(person.account, entering);
    entering.catch(() => this.#inside.delete(person.account)); // while something is away; the next time may do
    return entering;
  }

  /** Who holds the setup token. */
  static readonly administrator: Person = {
    account: 'admin',
    name: '陈管理',
    roles: ['SECURITY_ADMINISTRATOR'],
  };

  async #enter(person: Person): Promise<Credentials> {
    const invitation =
      person.account === People.administrator.account ? await this.#setUp(person) : await this.#invite(person);
    const credentials = await enrol(this.#url, invitation);
    this.#provedMs.set(person.account, Date.now());
    return credentials;
  }

  async #setUp({ account, name }: Person): Promise<string> {
    const body = await sent(this.#url, '/api/v1/setup', { body: { token: this.#setup.token, account, name } });
    return body.answer['invitation'] as string;
  }

  async #invite(person: Person): Promise<string> {
    const cookie = await this.cookieOf(People.administrator);
    const { answer } = await sent(this.#url, '/api/v1/accounts', { body: person, cookie });
    return answer['invitation'] as string;
  }

  async #prove(credentials: Credentials): Promise<void> {
    const { account, password, secret, cookie } = credentials;
    const proof = { password, code: codeOf(secret) };
    const proving = sent(this.#url, '/api/v1/session/proof', { body: proof, cookie });
    // Their session may have been ended by whatever was tried meanwhile: then they come in anew.
    const renewed = await proving.catch((error: unknown) => {
      if (!(error instanceof NotAnswered) || error.status !== 401) throw error;
      return sent(this.#url, '/api/v1/session', { body: { account, ...proof } });
    });
    credentials.cookie = renewed.cookie;
    this.#provedMs.set(account, Date.now());
  }
}

/** From an invitation to a session. */
export const enrol = async (url: string, invitation: string): Promise<Credentials> => {
  const password = `four unrelated words ${invitation.slice(0, 6)}`;
  const { answer } = await sent(url, '/api/v1/enrolment', { body: { invitation, password } });
  const { account, secret } = answer as { readonly account: string; readonly secret: string };
  await caughtUp(url);
  // A code works once: the one of half a minute ago leaves those of now and of the next half minute.
  const confirmed = (): Promise<Sent> =>
    sent(url, '/api/v1/enrolment/confirmation', { body: { invitation, code: codeOf(secret, -1) } });
  const { answer: enrolled, cookie } = await confirmed().catch(confirmed); // the half minute may turn on the way
  return { account, password, secret, recoveryCodes: enrolled['recoveryCodes'] as string[], cookie };
};

const longestMs = 60_000;

/** Whoever is new is let in once every query sees their account, which in a cluster takes a moment. */
const caughtUp = async (url: string): Promise<void> => {
  for (const untilMs = Date.now() + longestMs; Date.now() < untilMs; await pause(50)) {
    const response = await fetch(`${url}/health/ready`);
    const { projections = [] } = (await response.json()) as { projections?: readonly { readonly lag: number }[] };
    if (response.ok && projections.every(({ lag }) => lag === 0)) return;
  }
};

class NotAnswered extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

interface Sent {
  readonly answer: Readonly<Record<string, unknown>>;
  readonly cookie: string;
}

const sent = async (
  url: string,
  path: string,
  { body, cookie }: { readonly body: object; readonly cookie?: string },
): Promise<Sent> => {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new NotAnswered(`${path} answered ${response.status}: ${text}`, response.status);
  return { answer: JSON.parse(text) as Sent['answer'], cookie: cookieIn(response.headers) };
};
