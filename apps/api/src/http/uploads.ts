import { callbackify } from 'node:util';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uploadLimits } from './limits.ts';
import { ProblemError } from './problem.ts';

/** The one route that takes them. */
const uploadAddress = '/api/v1/imports';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

const isUpload = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.toLowerCase().startsWith('multipart/') === true;

/** The server as the plugin sees it: each of its hooks, which are promises, runs for uploads and for nothing else. */
const forUploadsAlone = (server: FastifyInstance): FastifyInstance =>
  Object.assign(Object.create(server) as FastifyInstance, {
    addHook: (name: 'onRequest' | 'onResponse', hook: Hook) => {
      const hooked = callbackify(hook);
      return server.addHook(name, (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
        if (!isUpload(request)) done();
        else if (request.is404 || request.routeOptions.url === uploadAddress) hooked(request, reply, done);
        else done(name === 'onRequest' ? new ProblemError('unsupported-media-type') : undefined);
      });
    },
  });

/** Reads uploads within their limits. A tenth of a small answer's time would go into what other requests do not need. */
export const takeUploads = Object.assign(
  (server: FastifyInstance, _options: object, done: (error?: Error) => void): void =>
    multipart(forUploadsAlone(server), { limits: uploadLimits }, done),
  { [Symbol.for('skip-override')]: true }, // for every context, not for one of its own
);
