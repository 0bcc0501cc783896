import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';

/** Node keeps the answer that is under way on a connection where only it looks. */
const answerOn = (socket: Socket): ServerResponse | null =>
  (Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined) ?? null;

/**
 * The client is told, where it still can be: between an answer and the end of its connection it might send a command,
 * which would be recorded and never answered.
 */
const endAfter = (answer: ServerResponse, socket: Socket): void => {
  if (answer.headersSent) answer.once('finish', () => socket.destroySoon());
  else answer.shouldKeepAlive = false;
};

/**
 * Ends each connection on which an answer is under way when the service closes, as soon as that answer is out. Idle
 * connections are closed by then, and what arrives later is told to close; these alone would stay open as long as
 * their clients are silent, and hold the end of the service up.
 */
export const endWithAnswers = (instance: FastifyInstance): void => {
  const open = new Set<Socket>();
  // Under TLS the answers are on the sockets within.
  const begins = instance.server instanceof TlsServer ? 'secureConnection' : 'connection';
  instance.server.on(begins, (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  instance.addHook('preClose', (done) => {
    for (const socket of open) {
      const answer = answerOn(socket);
      if (answer !== null) endAfter(answer, socket);
    }
    done();
  });
};
