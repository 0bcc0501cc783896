import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place, WebhookSettings } from '#platform/settings';
import { until } from '#testing';
import type { OidcConfig } from '../../apps/api/src/oidc-settings.ts';
import { startServer } from '../../apps/api/src/server.ts';
import { OpenApiCheck } from './openapi-check.ts';
import type { OpenApiDocument } from './openapi-check.ts';
import { People, wangFang } from './people.ts';
import type { Person } from './people.ts';

/** What came back. `body` is the parsed JSON, else the text. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly type: string;
  // Tests look into answers freely; the document's schemas are what holds them.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface Sending {
  readonly body?: unknown;
  /** Left out: whoever usually sends a request to that address. Null: nobody. */
  readonly who?: string | Person | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a service is opened with that is not as always. */
export interface OfficeSettings {
  readonly publicUrl?: string;
  readonly trustedProxies?: readonly string[];
  readonly apiDescription?: 'open' | 'signed-in';
  /** Who works at another process over the same register. */
  readonly colleagues?: People;
  readonly webhooks?: WebhookSettings;
  readonly oidc?: OidcConfig;
}

const person = (account: string, name: string, ...roles: readonly string[]): Person => ({ account, name, roles });

/** Everybody whom a journey may send, by the name that it knows them by. */
const cast: Readonly<Record<string, Person>> = {
  王芳: wangFang,
  李明: person('liming', '李明', 'OFFICER'),
  approver: person('approver', '何审批', 'APPROVER'),
  administrator: People.administrator,
  operator: person('operator', '赵运维', 'SYSTEM_OPERATOR'),
  spare: person('spare', '备用', 'OFFICER'),
  auditor: person('auditor', '孙审计', 'AUDITOR'),
};

/** Somebody of the cast, by the name that journeys know them by. */
export const called = (name: string): Person => cast[name] ?? wangFang;

/** Who works at each cluster, whichever of its services they were met at. */
const peopleAt = new Map<string, People>();

/** Who usually sends a request to an address; nobody where nobody has to say who they are. */
export const usually = (path: string): string | null => {
  if (path.startsWith('/health/')) return null;
  if (/^\/api\/v1\/(?:machine-clients|accounts|webhooks)/.test(path)) return 'administrator';
  if (path.startsWith('/api/v1/access-records')) return 'auditor';
  if (/\/persons\/[^/]*\/(?:erasure|look-requests\/[^/]*\/approval)(?:\?|$)/.test(path)) return 'approver';
  return path.startsWith('/metrics') ? 'operator' : '王芳';
};

const isJson = (type: string): boolean => type === 'application/json' || type === 'application/problem+json';

/** A real service on a free port over a fresh data directory. Every response is held to the service's own document. */
export class Office {
  readonly url: string;
  readonly directory: string;
  /** What went to the log. */
  readonly lines: string[];
  readonly document: OpenApiDocument;
  readonly people: People;
  readonly #check: OpenApiCheck;
  readonly #close: () => Promise<void>;

  private constructor(
    parts: Pick<Office, 'url' | 'directory' | 'lines' | 'document' | 'people'> & { close: () => Promise<void> },
  ) {
    this.url = parts.url;
    this.people = parts.people;
    this.directory = parts.directory;
    this.lines = parts.lines;
    this.document = parts.document;
    this.#check = new OpenApiCheck(parts.document);
    this.#close = parts.close;
  }

  /** Over a directory of its own, or wherever the register is kept. */
  static async open(elsewhere?: Place, { colleagues, ...settings }: OfficeSettings = {}): Promise<Office> {
    const directory = await mkdtemp(join(tmpdir(), 'redline-journey-'));
    const lines: string[] = [];
    const log = { write: (line: string) => void lines.push(line) };
    const config = {
      host: '127.0.0.1',
      port: 0,
      place: elsewhere ?? { mode: 'embedded', dataDirectory: directory },
      logLevel: 'info',
      apiDescription: 'open',
      ...settings,
    } as const;
    const server = await startServer(config, log);
    const shared = elsewhere?.mode === 'cluster' ? elsewhere.postgresUrl : undefined;
    const people = new People(
      server.url,
      server.setup?.token,
      colleagues ?? (shared ? peopleAt.get(shared) : undefined),
    );
    if (shared) peopleAt.set(shared, people);
    const isOpen = config.apiDescription === 'open';
    const headers: Record<string, string> = isOpen ? {} : { cookie: await people.cookieOf(People.administrator) };
    const described = await fetch(`${server.url}/api/openapi.json`, { headers });
    const document = (await described.json()) as OpenApiDocument;
    return new Office({ url: server.url, people, directory, lines, document, close: () => server.close() });
  }

  async close(): Promise<void> {
    await this.#close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Sends and takes back. @throws when the response is not as the document says */
  async send(method: string, path: string, { body, who, headers = {} }: Sending = {}): Promise<Reply> {
    const isRaw = body === undefined || typeof body === 'string' || body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(isRaw ? {} : { 'content-type': 'application/json' }),
        ...(await this.#identified(who === undefined ? usually(path) : who, headers)),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
    });
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    const text = await response.text();
    const reply = {
      status: response.status,
      headers: response.headers,
      type,
      body: isJson(type) && text !== '' ? JSON.parse(text) : text,
    };
    const faults = this.#check.faultsOf({ ...reply, method, path: path.split('?')[0] ?? path });
    if (faults.length > 0)
      throw new Error(`${method} ${path} answered ${reply.status}: ${faults.join('; ')}\n${text.slice(0, 500)}`);
    return reply;
  }

  /** A question of whoever usually asks there, or as the headers say. */
  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.send('GET', path, { headers });
  }

  /** As `get`, asked again as long as the service says that it does not know yet, as its clients do. */
  async getOnceKnown(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    let reply = await this.get(path, headers);
    await until(
      async () => reply.status !== 503 || (reply = await this.get(path, headers)).status !== 503,
      () => JSON.stringify(reply.body),
    );
    return reply;
  }

  /** A command by an officer, or by whoever usually sends it there. */
  command(path: string, body: unknown, { method = 'POST', actor, headers = {} }: CommandSending = {}): Promise<Reply> {
    return this.send(method, path, { body, headers, ...(actor === undefined ? {} : { who: actor }) });
  }

  /** The cookie of somebody whom the journeys know by name, or of anybody who is described. */
  async cookieOf(who: string | Person): Promise<string> {
    const known = typeof who === 'string' ? cast[who] : who;
    if (!known) throw new Error(`nobody here is called ${JSON.stringify(who)}`);
    return this.people.cookieOf(known);
  }

  /** Lets everybody sign in, so that nothing is recorded for their sake later. */
  async gather(): Promise<void> {
    for (const who of Object.keys(cast)) await this.cookieOf(who);
  }

  async #identified(
    who: string | Person | null,
    headers: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>> {
    if (who === null || 'authorization' in headers || 'cookie' in headers) return {};
    return { cookie: await this.cookieOf(who) };
  }

  /** Uploads files by name. */
  upload(files: Readonly<Record<string, Uint8Array>>, actor?: string): Promise<Reply> {
    const form = new FormData();
    for (const [name, bytes] of Object.entries(files)) form.append('file', new Blob([bytes]), name);
    return this.command('/api/v1/imports', form, actor === undefined ? {} : { actor });
  }
}

/** The status and code of a problem. @throws when the reply is none, or tells more than it should */
export const told = ({ status, type, body }: Reply): string => {
  const { code } = body as { readonly code: string };
  if (type !== 'application/problem+json' || body.status !== status || body.type !== `urn:redline:problem:${code}`)
    throw new Error(`${status} is no problem: ${JSON.stringify(body)}`);
  if (/node_modules|\.ts\b|\bat \w+ \(/.test(JSON.stringify(body)))
    throw new Error(`it tells how it works: ${JSON.stringify(body)}`);
  return `${status} ${code}`;
};

export interface CommandSending {
  readonly method?: string;
  readonly actor?: string | Person | null;
  readonly headers?: Readonly<Record<string, string>>;
}
