import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** How a client may take its time. */
export const slowWays = ['silent', 'head', 'body', 'reading'] as const;
export type SlowWay = (typeof slowWays)[number];

const dripMs = 1_000;
/** More than kernels keep between a service that writes and a client that does not read. */
const asked = 60;

const firstPart: Readonly<Record<SlowWay, (cookie: string) => string>> = {
  silent: () => '',
  head: () => 'GET /api/v1/version HTTP/1.1\r\nHost: localhost\r\nX-A: ',
  body: (cookie) =>
    `POST /api/v1/schools HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n` +
    'Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"name":"',
  reading: () => 'GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(asked),
};

/** A client that sends or takes a byte a second, until the service ends the connection. */
export class SlowClient {
  /** Settles with how long the service let it, in ms. */
  readonly closed: Promise<number>;
  /** What it was answered, as far as it read. */
  answer = '';
  readonly #socket: Socket;
  #end = (): void => undefined;

  constructor(
    url: string,
    readonly way: SlowWay,
    cookie: string,
  ) {
    const { hostname, port } = new URL(url);
    const began = performance.now();
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket.write(firstPart[way](cookie)); // goes out with the connection, before anything that drips
    this.#socket.on('error', () => undefined);
    if (way === 'reading') this.#socket.pause();
    else this.#socket.setEncoding('latin1').on('data', (part: string) => (this.answer += part));
    this.closed = new Promise((resolve) => {
      this.#end = () => resolve(performance.now() - began);
      this.#socket.once('end', this.#end).once('close', this.#end);
    });
  }

  /** One byte more, there or back. Whoever does not read hears of no reset: `open` are the ports that still have a line. */
  drip(open: ReadonlySet<number>): void {
    if (this.way === 'head' || this.way === 'body') this.#socket.write('a');
    if (this.way !== 'reading') return;
    this.#socket.read(1);
    const { localPort } = this.#socket;
    if (localPort !== undefined && !open.has(localPort)) this.#end();
  }

  leave(): void {
    this.#socket.destroy();
  }
}

const established = '01';

/** Local ports with a connection, as the kernel has them. */
const openPorts = (): ReadonlySet<number> =>
  new Set(
    readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === established)
      .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16)),
  );

/** Lets them drip, all at the same beat, until the service has ended every connection. Answers how many it had not in time. */
export const dripping = async (clients: readonly SlowClient[], patienceMs: number): Promise<number> => {
  let open = clients.length;
  for (const { closed } of clients) void closed.then(() => (open -= 1));
  const beat = setInterval(() => {
    const ports = openPorts();
    for (const client of clients) client.drip(ports);
  }, dripMs);
  let tooLong: NodeJS.Timeout | undefined;
  const impatience = new Promise((resolve) => (tooLong = setTimeout(resolve, patienceMs)));
  await Promise.race([Promise.all(clients.map(({ closed }) => closed)), impatience]);
  clearTimeout(tooLong);
  clearInterval(beat);
  for (const client of clients) client.leave();
  return open;
};
