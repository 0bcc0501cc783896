import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/**
 * A line to PostgreSQL that can be slow, and that can lose the answer to a COMMIT: then the server has committed, and
 * the client never hears of it. Bytes stay in order, as on any TCP connection.
 */
export class CommitLine {
  /** Each piece takes so much longer, one after another. */
  delayMs = 0;
  /** Answers that were lost. */
  lost = 0;
  #due = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(targetPort: number) {
    this.#server = createServer((client) => this.#join(client, targetPort));
  }

  static async to(targetPort: number): Promise<CommitLine> {
    const line = new CommitLine(targetPort);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next so many answers are lost, and their connections with them. */
  loseAnswers(count: number): void {
    this.#due = count;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(client: Socket, targetPort: number): void {
    const server = connect(targetPort, '127.0.0.1');
    const [ask, answer] = [this.#sender(server), this.#sender(client)];
    let isMute = false;
    client.on('data', (piece: Buffer) => {
      if (this.#due > 0 && !isMute && piece.includes('COMMIT\0')) {
        this.#due -= 1;
        this.lost += 1;
        isMute = true;
        // The server has the time to commit; its answer goes no farther.
        server.once('data', () => client.resetAndDestroy());
      }
      ask(piece);
    });
    server.on('data', (piece: Buffer) => isMute || answer(piece));
    for (const [socket, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => peer.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        peer.destroy();
      });
    }
  }

  /** Passes pieces on in their order, also when the line stops being slow while some are under way. */
  #sender(to: Socket): (piece: Buffer) => void {
    let last = Promise.resolve();
    let underWay = 0;
    const write = (piece: Buffer): void => void (to.writable && to.write(piece));
    const writeLater = async (before: Promise<void>, piece: Buffer): Promise<void> => {
      underWay += 1;
      await before;
      await after(this.delayMs);
      underWay -= 1;
      write(piece);
    };
    return (piece) => {
      if (this.delayMs === 0 && underWay === 0) write(piece);
      else last = writeLater(last, piece);
    };
  }
}
