import { callbackify } from 'node:util';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uploadLimits } from './limits.ts';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

const isUpload = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.toLowerCase().startsWith('multipart/') === true;

/** The server as the plugin sees it: each of its hooks, which are promises, runs for uploads and for nothing else. */
const forUploadsAlone = (server: FastifyInstance): FastifyInstance =>
  Object.assign(Object.create(server) as FastifyInstance, {
    addHook: (name: 'onRequest' | 'onResponse', hook: Hook) => {
      const hooked = callbackify(hook);
      return server.addHook(name, (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
        if (isUpload(request)) hooked(request, reply, done);
        else done();
      });
    },
  });

/** Reads uploads within their limits. A tenth of a small answer's time would go into what other requests do not need. */
export const takeUploads = Object.assign(
  (server: FastifyInstance, _options: object, done: (error?: Error) => void): void =>
    multipart(forUploadsAlone(server), { limits: uploadLimits }, done),
  { [Symbol.for('skip-override')]: true }, // for every context, not for one of its own
);
