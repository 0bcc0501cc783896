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
  /** Settles with how long the service let it since it took the connection up, in ms; a second more or less. */
  readonly closed: Promise<number>;
  /** How long it waited to be taken up, in ms; undefined until it was. */
  waited: number | undefined;
  /** What it was answered, as far as it read. */
  answer = '';
  readonly #socket: Socket;
  readonly #began = performance.now();
  #end = (): void => undefined;

  constructor(
    url: string,
    readonly way: SlowWay,
    cookie: string,
  ) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket.write(firstPart[way](cookie)); // goes out with the connection, before anything that drips
    this.#socket.on('error', () => undefined);
    if (way === 'reading') this.#socket.pause();
    else this.#socket.setEncoding('latin1').on('data', (part: string) => (this.answer += part));
    this.closed = new Promise((resolve) => {
      this.#end = () => resolve(performance.now() - this.#began - (this.waited ?? 0));
      this.#socket.once('end', this.#end).once('close', this.#end);
    });
  }

  /** One byte more, there or back. Whoever does not read hears of no reset: the kernel's table has no line of it then. */
  drip({ open, takenUp }: Ports): void {
    const { localPort = 0 } = this.#socket;
    if (takenUp.has(localPort)) this.waited ??= performance.now() - this.#began;
    if (this.way === 'head' || this.way === 'body') this.#socket.write('a');
    if (this.way !== 'reading') return;
    this.#socket.read(1);
    if (localPort !== 0 && !open.has(localPort)) this.#end();
  }

  leave(): void {
    this.#socket.destroy();
  }
}

const established = '01';

/** Ports of established connections, as the kernel has them. */
interface Ports {
  /** At the near end. */
  readonly open: ReadonlySet<number>;
  /** At the far end of a connection that some program holds: one that waits to be taken up is nobody's yet. */
  readonly takenUp: ReadonlySet<number>;
}

const portOf = (address = ''): number => Number.parseInt(address.split(':')[1] ?? '', 16);

const portsNow = (): Ports => {
  const lines = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === established);
  const inode = 9;
  const held = lines.filter((fields) => fields[inode] !== '0');
  return {
    open: new Set(lines.map(([, near]) => portOf(near))),
    takenUp: new Set(held.map(([, , far]) => portOf(far))),
  };
};

/** Lets them drip, all at the same beat, until the service has ended every connection. Answers how many it had not in time. */
export const dripping = async (clients: readonly SlowClient[], patienceMs: number): Promise<number> => {
  let open = clients.length;
  for (const { closed } of clients) void closed.then(() => (open -= 1));
  const beat = setInterval(() => {
    const ports = portsNow();
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
