import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isAwaitedPatiently } from './patience.ts';

/** Node keeps the answer that is under way on a connection where only it looks. */
const isAnswering = (socket: Socket): boolean => Reflect.get(socket, '_httpMessage') != null;

/** A socket of TLS has no reset of its own. */
const cutOff = (socket: Socket): void =>
  void (socket instanceof TLSSocket ? socket.destroy() : socket.resetAndDestroy());

/**
 * Resets connections whose clients have taken nothing of their answer for `idleMs`: Node watches over requests that
 * arrive slowly, not over answers that leave slowly, and would keep them and what they hold for ever. Whoever waits for
 * an answer that is still being made is left alone. A reset, because a polite end would wait behind what is not read.
 */
export const cutOffSlowReaders = (server: Server, idleMs: number): void => {
  server.setTimeout(idleMs);
  server.on('timeout', (socket: Socket) => {
    if (socket.writableLength > 0) cutOff(socket);
    else if (!isAnswering(socket) || isAwaitedPatiently(socket)) socket.destroy();
  });
};
