import { RouteConfig } from '@nestjs/platform-fastify';
import type { Action } from '#policy';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a request to the route wants to do. */
    requires?: Action;
  }
}

/** Names what a request to a controller's method wants to do. The service does not start while a route names nothing. */
export const Requires = (action: Action): MethodDecorator => RouteConfig({ requires: action });

/** The same for a route that stands outside of controllers. */
export const requiring = (action: Action): { readonly config: { readonly requires: Action } } => ({
  config: { requires: action },
});
