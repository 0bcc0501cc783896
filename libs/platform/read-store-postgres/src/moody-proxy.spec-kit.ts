import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** What happens to a connection: what comes is passed on, swallowed, or passed on once more and then cut. */
export type Mood = 'fair' | 'swallows' | 'resets' | 'cuts-at-commit';

/** A TCP proxy before a server on loopback. Its mood holds for what comes next, on every connection. */
export class MoodyProxy {
  mood: Mood = 'fair';
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #mute = new WeakSet<Socket>();

  private constructor(targetPort: number) {
    this.#server = createServer((client) => {
      const upstream = connect(targetPort, '127.0.0.1');
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      client.on('data', (bytes) => this.#question(bytes, client, upstream));
      upstream.on('data', (bytes) => {
        if (this.mood === 'fair' || (this.mood === 'cuts-at-commit' && !this.#mute.has(client))) client.write(bytes);
      });
    });
  }

  static async before(targetPort: number): Promise<MoodyProxy> {
    const proxy = new MoodyProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #question(bytes: Buffer, client: Socket, upstream: Socket): void {
    if (this.mood === 'swallows') return;
    if (this.mood === 'resets') client.resetAndDestroy();
    else {
      upstream.write(bytes);
      if (this.mood !== 'cuts-at-commit' || !bytes.includes('COMMIT\0')) return;
      // The server is given the time to commit; only its answer is lost.
      this.#mute.add(client);
      upstream.once('data', () => client.destroy());
    }
  }
}
