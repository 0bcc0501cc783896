import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AnyRequest } from './any-request.ts';

/** What came back, and how long that took. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Without its parameters. */
  readonly type: string;
  readonly text: string;
  readonly tookMs: number;
}

const patienceMs = 30_000;

/** Kept-alive connections to a service; sends what `fetch` would not. */
export class Line {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });
  readonly #host: string;
  readonly #port: string;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#host = hostname;
    this.#port = port;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Of a stream of events only the beginning is read. Status 0 where no answer came, or none that can be read. */
  ask({ method, address, headers, body }: AnyRequest): Promise<Answer> {
    const startedMs = performance.now();
    return new Promise((resolve, reject) => {
      const sent = request({
        agent: this.#agent,
        host: this.#host,
        port: this.#port,
        method,
        path: address,
        headers: [
          'host',
          `${this.#host}:${this.#port}`,
          ...headers.flat(),
          ...(body === undefined ? [] : ['content-length', String(body.bytes.length)]),
          ...(body === undefined || body.type === null ? [] : ['content-type', body.type]),
        ],
      });
      sent.on('error', (error) => resolve({ status: 0, headers: {}, type: '', text: String(error), tookMs: 0 }));
      sent.on('response', (response) => {
        readText(response).then(
          (text) =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              type: response.headers['content-type']?.split(';')[0] ?? '',
              text,
              tookMs: performance.now() - startedMs,
            }),
          reject,
        );
      });
      sent.setTimeout(patienceMs, () => sent.destroy(new Error('no answer')));
      sent.end(body?.bytes);
    });
  }
}

const readText = async (response: IncomingMessage): Promise<string> => {
  if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
    response.destroy();
    return '';
  }
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};
