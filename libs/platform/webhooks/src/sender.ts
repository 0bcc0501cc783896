import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { ReceiverAddress, ReceiverAddresses } from './receiver-addresses.ts';
import { signatureOf } from './signature.ts';

/** A message on its way. */
export interface Attempt {
  readonly url: string;
  readonly id: string;
  readonly body: string;
  /** `whsec_…` */
  readonly secret: string;
}

/** What came of it: an HTTP status, or why there is none. Nothing else of the answer is kept or told. */
export interface Outcome {
  readonly isTaken: boolean;
  readonly status: number | null;
  /** `redirect-refused`, `status`, `address-refused`, `timeout`, or the system's own code such as `ECONNREFUSED`. */
  readonly error: string | null;
  readonly ms: number;
}

export interface SenderOptions {
  readonly addresses: ReceiverAddresses;
  /** Authorities that are trusted instead of the well-known ones, PEM. */
  readonly ca?: string | undefined;
  readonly timeoutMs?: number;
  readonly nowMs?: () => number;
}

const usualTimeoutMs = 10_000;
const mostBytesRead = 65_536;

/** Sends signed messages over https, to addresses that were looked at, and follows nobody elsewhere. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #nowMs: () => number;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** Never throws: what goes wrong is an outcome. Ends within the time-out, or when `stop` says so. */
  async send(attempt: Attempt, stop?: AbortSignal): Promise<Outcome> {
    const beganMs = performance.now();
    const overdue = AbortSignal.timeout(this.#options.timeoutMs ?? usualTimeoutMs);
    const signal = stop ? AbortSignal.any([overdue, stop]) : overdue;
    const outcome = (result: Omit<Outcome, 'ms'>): Outcome => ({
      ...result,
      ms: Math.round(performance.now() - beganMs),
    });
    try {
      const url = new URL(attempt.url);
      const found = await settled(this.#options.addresses.of(url.hostname), signal);
      if (found === undefined) return outcome({ isTaken: false, status: null, error: 'address-refused' });
      const status = await this.#post({ ...attempt, url, found }, signal);
      const isTaken = status >= 200 && status < 300;
      const isElsewhere = status >= 300 && status < 400;
      return outcome({ isTaken, status, error: isTaken ? null : isElsewhere ? 'redirect-refused' : 'status' });
    } catch (error) {
      return outcome({ isTaken: false, status: null, error: overdue.aborted ? 'timeout' : codeOf(error) });
    }
  }

  #post(
    { url, found, id, body, secret }: Omit<Attempt, 'url'> & { url: URL; found: readonly ReceiverAddress[] },
    signal: AbortSignal,
  ): Promise<number> {
    const timestamp = Math.floor(this.#nowMs() / 1000);
    return new Promise((resolve, reject) => {
      const sending = request(
        url,
        {
          method: 'POST',
          agent: false,
          signal,
          // The name is not asked for again: another answer could lead inside.
          lookup: answering(found),
          ...(this.#options.ca === undefined ? {} : { ca: this.#options.ca }),
          rejectUnauthorized: true, // whatever the environment says
          minVersion: 'TLSv1.2',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'user-agent': 'Redline-Webhooks',
            'webhook-id': id,
            'webhook-timestamp': String(timestamp),
            'webhook-signature': signatureOf(secret, { id, timestamp, body }),
          },
        },
        (response) => void readOut(response).then(() => resolve(response.statusCode ?? 0), reject),
      );
      sending.once('error', reject);
      sending.end(body);
    });
  }
}

/** Reads what is answered and keeps nothing; beyond the limit the line is cut, for the status is known. */
const readOut = async (response: IncomingMessage): Promise<void> => {
  let read = 0;
  for await (const chunk of response) {
    read += (chunk as Buffer).length;
    if (read > mostBytesRead) break; // leaving the loop destroys the response
  }
};

const answering =
  (found: readonly ReceiverAddress[]): LookupFunction =>
  (_host, options, done) => {
    const [first] = found;
    if (options.all) done(null, [...found]);
    else done(null, first?.address ?? '', first?.family);
  };

const settled = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

const codeOf = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
};
