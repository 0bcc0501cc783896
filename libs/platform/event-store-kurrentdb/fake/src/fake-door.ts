import { ServerCredentials } from '@grpc/grpc-js';
import type { Server as GrpcServer } from '@grpc/grpc-js';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createPlainServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';

export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** One port for gRPC and for HTTP/1.1, as a KurrentDB node has it, with or without TLS. */
export class FakeDoor {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(grpc: GrpcServer, answer: RequestListener, certificate?: Certificate) {
    const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
    const http = createHttpServer({ keepAlive: false }, answer);
    const hand = (socket: Socket, isHttp2: boolean): void => {
      if (isHttp2) injector.injectConnection(socket);
      else {
        http.emit('connection', socket);
        socket.resume();
      }
    };
    this.#server = certificate
      ? createTlsServer({ ...certificate, ALPNProtocols: ['h2', 'http/1.1'] }, (socket: TLSSocket) =>
          hand(socket, socket.alpnProtocol === 'h2'),
        )
      : createPlainServer((socket) => {
          socket.once('data', (first: Buffer) => {
            socket.pause();
            socket.unshift(first);
            hand(socket, first.toString('latin1', 0, 3) === 'PRI');
          });
        });
    this.#server.on('connection', (socket: Socket) => {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', () => undefined);
  }

  /** Opens on a port of its own, or on the one it had before. */
  open(port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Every connection breaks; new ones are welcome. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nobody is let in any more. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    return closed;
  }
}
