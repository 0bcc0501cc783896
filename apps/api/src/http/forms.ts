import type { FastifyInstance, FastifyRequest } from 'fastify';
import { logoutPath } from '../outside-providers.ts';
import { ProblemError } from './problem.ts';

const type = 'application/x-www-form-urlencoded';

/** Reads a form where the identity provider must send one, and nowhere else. */
export const takeForms = (server: FastifyInstance): void => {
  server.addContentTypeParser<string>(type, { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.url === logoutPath) done(null, new URLSearchParams(body));
    else done(new ProblemError('unsupported-media-type'));
  });
};

/** The form that was sent. @throws ProblemError for whatever is none */
export const formIn = ({ body }: Pick<FastifyRequest, 'body'>): URLSearchParams => {
  if (!(body instanceof URLSearchParams)) throw new ProblemError('unsupported-media-type');
  return body;
};
