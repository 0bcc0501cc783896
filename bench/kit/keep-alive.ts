import { connect } from 'node:net';

/** What a load of requests found. */
export interface Answered {
  readonly requests: number;
  readonly wallMs: number;
  /** By status code. */
  readonly statuses: Readonly<Record<string, number>>;
}

interface Load {
  readonly port: number;
  readonly connections: number;
  readonly requests: number;
  /** The n-th request, as it goes over the wire. */
  readonly textOf: (n: number) => string;
}

const endOfHead = '\r\n\r\n';

/**
 * Sends so many requests over so many connections, one after another on each, and reads no more of an answer than its
 * status and its length: the client must not be what is measured.
 */
export const load = async ({ port, connections, requests, textOf }: Load): Promise<Answered> => {
  const statuses: Record<string, number> = {};
  let next = 0;
  const startMs = performance.now();
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
      let pending = '';
      const send = (): void => {
        if (next >= requests) {
          socket.end();
          resolve();
          return;
        }
        socket.write(textOf(next), 'latin1');
        next += 1;
      };
      socket.once('connect', send).once('error', reject);
      socket.on('data', (piece: string) => {
        pending += piece;
        const head = pending.indexOf(endOfHead);
        if (head < 0 || pending.length < head + endOfHead.length + bodyLength(pending, head)) return;
        const status = pending.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        pending = '';
        send();
      });
    });
  await Promise.all(Array.from({ length: connections }, one));
  return { requests, wallMs: performance.now() - startMs, statuses };
};

const bodyLength = (text: string, head: number): number => {
  const at = text.slice(0, head).toLowerCase().indexOf('content-length:');
  return at < 0 ? 0 : Number.parseInt(text.slice(at + 'content-length:'.length, head), 10);
};
