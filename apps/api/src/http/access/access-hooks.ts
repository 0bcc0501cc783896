import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Action, Allowed, Denied } from '#policy';
import { ProblemError } from '../problem.ts';
import type { Admitted, Doorkeeper } from './doorkeeper.ts';
import type { SchoolGate } from './school-gate.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends it; every route's first hook says so. */
    admitted: Admitted;
  }
}

export interface AccessParts {
  readonly doorkeeper: Doorkeeper;
  readonly gate: SchoolGate;
}

/**
 * Puts one guard before every route, those of controllers and those beside them: it tells who sends a request and asks
 * the policy for the action that the route names. Must be added before any route.
 * @throws Error, while routes are added, for one that names no action
 */
export const addAccess = (server: FastifyInstance, parts: AccessParts): void => {
  const guards = new Set<unknown>();
  server.decorateRequest('admitted');
  server.addHook('onRoute', (route) => {
    const hooks = [route.onRequest ?? []].flat();
    if (hooks.some((hook) => guards.has(hook))) return; // HEAD takes over the hooks of its GET
    const action = route.config?.requires;
    if (action === undefined) throw new Error(`${String(route.method)} ${route.url} does not name what it requires`);
    const guard = guardOf(action, parts);
    guards.add(guard);
    route.onRequest = [guard, ...hooks];
  });
};

/** For a request whose sender is known nothing here waits or is made: a promise would cost more than all of it. */
const guardOf = (action: Action, { doorkeeper, gate }: AccessParts): onRequestHookHandler => {
  const refuse = (request: FastifyRequest, error: unknown): Error => {
    note(request, action, error);
    return error as Error;
  };
  const enter = (request: FastifyRequest, reply: FastifyReply, admitted: Admitted): Allowed | Promise<Allowed> => {
    request.admitted = admitted;
    tell(reply, admitted);
    const answer = gate.ask(admitted.actor, action, schoolIn(request));
    return 'allowed' in answer ? demanded(answer) : answer.then(demanded);
  };
  return (request, reply, done) => {
    const passed = (): void => done();
    const failed = (error: unknown): void => done(refuse(request, error));
    try {
      const admitted = doorkeeper.admit(request);
      const entered =
        'actor' in admitted ? enter(request, reply, admitted) : admitted.then((one) => enter(request, reply, one));
      if ('allowed' in entered) done();
      else entered.then(passed, failed);
    } catch (error) {
      failed(error);
    }
  };
};

/** @throws ProblemError for what is denied */
const demanded = (answer: Allowed | Denied): Allowed => {
  if (answer.allowed) return answer;
  throw new ProblemError(answer.code);
};

const schoolShape = /^\d{10}$/;

/** The school that the address names; what is no code is left to the route, which says so. */
const schoolIn = ({ params }: FastifyRequest): string | undefined => {
  const { schoolCode, school, code } = params as Readonly<Record<string, string | undefined>>;
  const named = schoolCode ?? school ?? code;
  return named !== undefined && schoolShape.test(named) ? named : undefined;
};

const tell = (reply: FastifyReply, { allowance }: Admitted): void => {
  for (let at = 0; at < allowance.length; at += 2) reply.header(allowance[at] ?? '', allowance[at + 1]);
};

/** Who was denied what, and from where: for whoever looks into it later. Never what was sent as a key. */
const note = (request: FastifyRequest, action: Action, error: unknown): void => {
  if (!(error instanceof ProblemError)) return;
  const actor = (request.admitted as Admitted | undefined)?.actor.id;
  request.log.warn({ traceId: request.id, actor, action, code: error.code, address: request.ip }, 'denied');
};
