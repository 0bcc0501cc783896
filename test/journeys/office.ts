import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place, WebhookSettings } from '#platform/settings';
import { startServer } from '../../apps/api/src/server.ts';
import { OpenApiCheck } from './openapi-check.ts';
import type { OpenApiDocument } from './openapi-check.ts';

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
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a service is opened with that is not as always. */
export interface OfficeSettings {
  readonly publicUrl?: string;
  readonly trustedProxies?: readonly string[];
  readonly webhooks?: WebhookSettings;
}

const isJson = (type: string): boolean => type === 'application/json' || type === 'application/problem+json';

/** A real service on a free port over a fresh data directory. Every response is held to the service's own document. */
export class Office {
  readonly url: string;
  readonly directory: string;
  /** What went to the log. */
  readonly lines: string[];
  readonly document: OpenApiDocument;
  readonly #check: OpenApiCheck;
  readonly #close: () => Promise<void>;

  private constructor(
    parts: Pick<Office, 'url' | 'directory' | 'lines' | 'document'> & { close: () => Promise<void> },
  ) {
    this.url = parts.url;
    this.directory = parts.directory;
    this.lines = parts.lines;
    this.document = parts.document;
    this.#check = new OpenApiCheck(parts.document);
    this.#close = parts.close;
  }

  /** Over a directory of its own, or wherever the register is kept. */
  static async open(elsewhere?: Place, settings: OfficeSettings = {}): Promise<Office> {
    const directory = await mkdtemp(join(tmpdir(), 'redline-journey-'));
    const lines: string[] = [];
    const log = { write: (line: string) => void lines.push(line) };
    const config = {
      host: '127.0.0.1',
      port: 0,
      place: elsewhere ?? { mode: 'embedded', dataDirectory: directory },
      logLevel: 'info',
      ...settings,
    } as const;
    const server = await startServer(config, log);
    const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as OpenApiDocument;
    return new Office({ url: server.url, directory, lines, document, close: () => server.close() });
  }

  async close(): Promise<void> {
    await this.#close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Sends and takes back. @throws when the response is not as the document says */
  async send(method: string, path: string, { body, headers = {} }: Sending = {}): Promise<Reply> {
    const isRaw = body === undefined || typeof body === 'string' || body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
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

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.send('GET', path, { headers });
  }

  /** A command by an officer. */
  command(
    path: string,
    body: unknown,
    { method = 'POST', actor = '王芳', headers = {} }: CommandSending = {},
  ): Promise<Reply> {
    return this.send(method, path, { body, headers: { 'x-redline-actor': encodeURIComponent(actor), ...headers } });
  }

  /** Uploads files by name. */
  upload(files: Readonly<Record<string, Uint8Array>>, actor = '王芳'): Promise<Reply> {
    const form = new FormData();
    for (const [name, bytes] of Object.entries(files)) form.append('file', new Blob([bytes]), name);
    return this.command('/api/v1/imports', form, { actor });
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
  readonly actor?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
