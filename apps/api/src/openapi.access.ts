import type { OpenAPIObject } from '@nestjs/swagger';
import { problemResponses } from './http/problem.dto.ts';

const scheme = {
  type: 'http' as const,
  scheme: 'bearer',
  bearerFormat: 'ek_live_…, or a JWT of the authorization server that is set up',
  description:
    'The key of a machine client, or an access token of it. Answers carry RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset (seconds). ' +
    'People send the cookie of their session instead.',
};

/** What a key can open: questions, their feed, measurements, and which release runs. */
const opensToKeys = /^\/(?:api\/v1\/eligibility(?:\/|$)|metrics$|api\/v1\/version$)/;
const isForAnyone = /^\/health\//;

/** Adds to every operation what the guard before it may answer, and says which ones take a key. */
export const addAccess = (document: OpenAPIObject): OpenAPIObject => {
  const guarded = problemResponses(401, 403, 429, 503);
  const paths = Object.entries(document.paths).map(([path, item]) => {
    if (isForAnyone.test(path)) return [path, item] as const;
    const operations = Object.entries(item as Readonly<Record<string, { responses?: object }>>).map(
      ([method, operation]) => {
        const security = opensToKeys.test(path) ? { security: [{}, { machineKey: [] }] } : {};
        return [method, { ...operation, ...security, responses: { ...guarded, ...operation.responses } }] as const;
      },
    );
    return [path, Object.fromEntries(operations)] as const;
  });
  const components = { ...document.components, securitySchemes: { machineKey: scheme } };
  return { ...document, components, paths: Object.fromEntries(paths) };
};
