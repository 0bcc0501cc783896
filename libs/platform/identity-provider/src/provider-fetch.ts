import type { FetchBody } from 'openid-client';
import { ProviderRefused, ProviderUnavailable } from './provider-errors.ts';

/** Where the provider is and how long it is waited for. */
export interface ProviderPlace {
  /** Exactly as the provider calls itself: it is half of everybody's identity. */
  readonly issuer: string;
  /** For tests and trials: http is taken as well, on the loopback alone. */
  readonly allowInsecure?: boolean | undefined;
  /** For one answer as a whole, body included; 5 s unless told. */
  readonly timeoutMs?: number | undefined;
}

/** What the libraries send. Their time-outs and redirects are not theirs to say. */
export interface ProviderRequest {
  readonly method?: string;
  readonly headers?: Headers | Record<string, string>;
  readonly body?: FetchBody;
}

/** What both libraries take for `fetch`. */
export type ProviderFetch = (url: string, request: ProviderRequest) => Promise<Response>;

/** Metadata, keys and tokens have a few KiB. */
const mostBytes = 256 * 1024;
const loopback = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;
const bodiless = new Set([101, 204, 205, 304]);

/**
 * Asks the provider and follows no redirect. What cannot be used is ProviderUnavailable, whatever the library above makes
 * of it: no answer in time, more than 256 KiB, 5xx, 429, and anything but 200 to a GET.
 */
export const providerFetch =
  ({ allowInsecure = false, timeoutMs = 5_000 }: ProviderPlace): ProviderFetch =>
  async (url, request) => {
    if (!isSafe(url, allowInsecure)) throw new ProviderRefused('an address of the provider is not https');
    const { status, headers, bytes } = await answerTo(url, request, AbortSignal.timeout(timeoutMs));
    const isGet = (request.method ?? 'GET') === 'GET';
    if (status >= 500 || status === 429 || (isGet && status !== 200))
      throw new ProviderUnavailable(`the provider answered ${status}`);
    return new Response(bodiless.has(status) ? null : bytes, { status, headers });
  };

/** After a failure the next call within a second fails the same way, unasked: strangers must not make us hammer the provider. */
export const coolingDown = (ask: ProviderFetch, cooldownMs = 1_000): ProviderFetch => {
  let [failure, failedMs]: [unknown, number] = [undefined, -Infinity];
  return async (url, request) => {
    if (performance.now() - failedMs < cooldownMs) throw failure;
    try {
      return await ask(url, request);
    } catch (error) {
      [failure, failedMs] = [error, performance.now()];
      throw error;
    }
  };
};

/** Whether an address may be asked, or people be sent to it. */
export const isSafe = (url: string, allowInsecure: boolean): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (allowInsecure && protocol === 'http:' && loopback.test(hostname));
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const answerTo = async (url: string, request: ProviderRequest, signal: AbortSignal): Promise<Answer> => {
  try {
    const { status, headers, body } = await fetch(url, { ...(request as RequestInit), redirect: 'manual', signal });
    return { status, headers, bytes: await bytesOf(body) };
  } catch (error) {
    throw error instanceof ProviderUnavailable ? error : new ProviderUnavailable(`no answer: ${networkCode(error)}`);
  }
};

const bytesOf = async (body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (length > mostBytes) throw new ProviderUnavailable('the provider answered more than 256 KiB');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

const networkCode = (error: unknown): string => {
  const { name, cause } = error as Error;
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? name;
};
