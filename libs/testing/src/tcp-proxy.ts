import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How the line behaves: as it should; slowly; taking everything and giving nothing on; not at all. */
export type Line = 'open' | 'slow' | 'swallowing' | 'closed';

const slowMs = 150;

/** A line between a client and a server on loopback that the test may cut, slow down or let die. */
export class TcpProxy {
  line: Line = 'open';
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #late = new WeakMap<Socket, Promise<unknown>>();

  private constructor(targetPort: number) {
    this.#server = createServer((client) => this.#join(client, targetPort));
  }

  static async to(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends what is open: politely, or by a reset in the middle of whatever was being said. */
  cut(how: 'politely' | 'by reset'): void {
    for (const sockets of this.#pairs)
      for (const socket of sockets)
        if (how === 'politely') socket.end();
        else socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut('by reset');
    await closed;
  }

  #join(client: Socket, targetPort: number): void {
    if (this.line === 'closed') {
      client.resetAndDestroy();
      return;
    }
    const server = connect(targetPort, '127.0.0.1');
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('data', (piece: Buffer) => this.#pass(piece, to));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.end();
        this.#pairs.delete(pair);
      });
    }
  }

  #pass(piece: Buffer, to: Socket): void {
    if (this.line === 'swallowing') return;
    const before = this.#late.get(to);
    if (this.line !== 'slow' && !before) {
      to.write(piece);
      return;
    }
    // What comes after a late piece waits for it, also once the line is fast again.
    const passed = this.#afterAWhile(before).then(() => {
      if (to.writable) to.write(piece);
      if (this.#late.get(to) === passed) this.#late.delete(to);
      return undefined;
    });
    this.#late.set(to, passed);
  }

  async #afterAWhile(before: Promise<unknown> | undefined): Promise<void> {
    await Promise.all([before, pause(this.line === 'slow' ? slowMs : 0)]);
  }
}
