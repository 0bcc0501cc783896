import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { actions } from '#policy';
import type { Action, Actor, Allowed, DenialCode, Denied } from '#policy';
import { ProblemError } from '../problem.ts';
import { isPrepared } from '../prepared-headers.ts';
import { tellAllowance } from './admitted.ts';
import type { Admitted } from './admitted.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import type { SchoolGate } from './school-gate.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends it; every route's first hook says so. */
    admitted: Admitted;
    /** Who was not let in, where their issuer or their key said who they are. */
    sender: string | undefined;
    /** Of the problem that it is answered with. */
    problemCode: string | undefined;
  }
}

export interface AccessParts {
  readonly doorkeeper: Doorkeeper;
  readonly gate: SchoolGate;
  /** What the operator opens to anyone, besides what the policy does. */
  readonly opened?: ReadonlySet<Action>;
  /** Told of everyone who was denied something, after it was certain who they are. */
  readonly denied: (denial: Denial) => void;
}

/** Who was denied what, and from where. */
export interface Denial {
  readonly actor: string;
  readonly action: Action;
  readonly reason: string;
  readonly about: string | null;
  readonly address: string;
}

/**
 * Puts one guard before every route, those of controllers and those beside them: it tells who sends a request and asks
 * the policy for the action that the route names. Must be added before any route.
 * @throws Error, while routes are added, for one that names no action
 */
export const addAccess = (server: FastifyInstance, parts: AccessParts): void => {
  const guards = new Set<unknown>();
  server.decorateRequest('admitted');
  server.decorateRequest('sender');
  server.decorateRequest('problemCode');
  server.addHook('onResponse', (request, { statusCode }, done) => {
    const denial = statusCode === 403 ? denialIn(request) : undefined;
    if (denial) parts.denied(denial);
    done();
  });
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
const guardOf = (action: Action, { doorkeeper, gate, opened }: AccessParts): onRequestHookHandler => {
  const isOpened = opened?.has(action) === true;
  const refuse = (request: FastifyRequest, error: unknown): Error => {
    note(request, action, error);
    return error as Error;
  };
  const enter = (request: FastifyRequest, reply: FastifyReply, admitted: Admitted): Allowed | Promise<Allowed> => {
    request.admitted = admitted;
    if (!isPrepared(request)) tellAllowance(reply, admitted);
    const { actor } = admitted;
    if (isOpened) return { allowed: true };
    const answer = gate.ask(actor, action, schoolIn(request));
    return 'allowed' in answer ? demanded(answer, actor, action) : answer.then((one) => demanded(one, actor, action));
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

/** What depends on what a command is about: it stands in its body, and the command desk asks in full. */
const askedAgain: ReadonlySet<DenialCode> = new Set<DenialCode>([
  'other-district',
  'other-school',
  'conflict-of-interest',
  'closed-in-this-state',
  'own-earlier-step',
  'own-account',
]);

/** @throws ProblemError for what is denied; a stranger is asked who they are */
const demanded = (answer: Allowed | Denied, actor: Actor, action: Action): Allowed => {
  if (answer.allowed) return answer;
  if (actions[action].kind !== 'READ' && askedAgain.has(answer.code)) return { allowed: true };
  throw actor.id === ''
    ? new ProblemError('sign-in-needed', { headers: { 'www-authenticate': 'Bearer realm="redline"' } })
    : new ProblemError(answer.code);
};

const schoolShape = /^\d{10}$/;

/** The school that the address names; what is no code is left to the route, which says so. */
const schoolIn = ({ params }: FastifyRequest): string | undefined => {
  const { schoolCode, school, code } = params as Readonly<Record<string, string | undefined>>;
  const named = schoolCode ?? school ?? code;
  return named !== undefined && schoolShape.test(named) ? named : undefined;
};

/** Who was denied what, and from where: for whoever looks into it later. Never what was sent as a key. */
const note = (request: FastifyRequest, action: Action, error: unknown): void => {
  if (!(error instanceof ProblemError)) return;
  request.sender = error.sender;
  const actor = (request.admitted as Admitted | undefined)?.actor.id ?? error.sender;
  request.log.warn({ traceId: request.id, actor, action, code: error.code, address: request.ip }, 'denied');
};

/** What the answer says was denied, by the guard or by the command desk; nothing where it is not known to whom. */
const denialIn = (request: FastifyRequest): Denial | undefined => {
  const { admitted, sender, problemCode: reason, ip: address } = request;
  const action = request.routeOptions.config.requires;
  const actor = (admitted as Admitted | undefined)?.actor.id ?? sender;
  if (!actor || reason === undefined || action === undefined) return undefined;
  return { actor, action, reason, about: schoolIn(request) ?? null, address };
};
