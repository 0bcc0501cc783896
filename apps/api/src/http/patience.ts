import type { Socket } from 'node:net';
import { requestLimits, uploadTimes } from './limits.ts';

const patient = new WeakSet<Socket>();

/** Whether the request on this socket may take longer to arrive than others: somebody else watches over it. */
export const isAwaitedPatiently = (socket: Socket): boolean => patient.has(socket);

/**
 * Receives what takes its time. Node has one time-out for the requests of all routes, so it is told to let this one go
 * on; the connection is cut off when nothing arrives for a while, or after `uploadTimes.totalMs`.
 */
export const awaitPatiently = async <T>(socket: Socket, receive: () => Promise<T>): Promise<T> => {
  patient.add(socket);
  socket.setTimeout(uploadTimes.idleMs);
  const end = setTimeout(() => socket.destroy(), uploadTimes.totalMs);
  try {
    return await receive();
  } finally {
    clearTimeout(end);
    socket.setTimeout(requestLimits.readTimeoutMs);
    patient.delete(socket);
  }
};
