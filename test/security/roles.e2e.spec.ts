import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operationsOf } from '../journeys/any-request/described-operations.ts';
import type { Operation } from '../journeys/any-request/described-operations.ts';
import { publicSchool } from '../journeys/contents.ts';
import { Office } from '../journeys/office.ts';
import type { Person } from '../journeys/people.ts';
import { answerTo, expected } from '../policy/expected-permissions.ts';
import type { Situation } from '../policy/expected-permissions.ts';
import { examplePath } from './examples.ts';
import { actionOfRoute } from './route-actions.ts';

// What a route answers to a role is held against two tables kept by hand, neither of them the policy's own.

const schools = { own: '3646016601', other: '3646016602' } as const;
const districts = { own: '460108', other: '460105' } as const;
type Which = keyof typeof schools;

const roles = Object.keys(expected.roles).filter((role) => role !== 'MACHINE');
const personWith = (role: string): Person => ({
  account: `person-${roles.indexOf(role)}`,
  name: role,
  roles: [role],
  districts: [districts.own],
  schools: role === 'SCHOOL_STAFF' ? [schools.own] : [],
});

let office: Office;
let operations: readonly Operation[];
beforeAll(async () => {
  office = await Office.open(undefined, { apiDescription: 'signed-in' });
  for (const which of ['own', 'other'] as const)
    await office.command('/api/v1/schools', { ...publicSchool(schools[which]), district: districts[which] });
  const { body } = await office.get('/health/ready');
  await office.get(`/api/v1/schools?minPosition=${body.logHead}`);
  for (const role of roles) await office.cookieOf(personWith(role)); // before wrong tries make this address wait
  operations = operationsOf(office.document);
});
afterAll(() => office.close());

const routeOf = ({ method, template }: Operation): string => `${method} ${template}`;

/** The operation's own example, about one of the two schools. */
const about = (which: Which, text: string): string =>
  text.replaceAll(/3646\d{6}/g, schools[which]).replaceAll(/"district":"\d{6}"/g, `"district":"${districts[which]}"`);

/** Whether the address or the body says which school it is about. */
const namesSchool = (operation: Operation): boolean =>
  /\{(?:schoolCode|school|code)\}/.test(operation.template) ||
  /"(?:school|code|schools)":\s*\[?"3646/.test(JSON.stringify(operation.body?.example ?? ''));

interface Asking {
  readonly which: Which;
  readonly who: Person | null;
  /** What the client says of itself besides. */
  readonly claiming?: Readonly<Record<string, string>>;
}

const answerOf = async (operation: Operation, { which, who, claiming = {} }: Asking): Promise<string> => {
  const { method, body } = operation;
  const path = about(which, examplePath(operation));
  const text = body?.type === 'application/json' ? about(which, JSON.stringify(body.example)) : undefined;
  const headers = { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...claiming };
  const reply = await office.send(method, path, { who, headers, ...(text === undefined ? {} : { body: text }) });
  const { code = '' } = (reply.body ?? {}) as { readonly code?: string };
  return denials.has(code) ? code : 'allowed';
};

const denials = new Set([
  'sign-in-needed',
  'role-may-not',
  'scope-missing',
  'other-district',
  'other-school',
  'conflict-of-interest',
  'closed-in-this-state',
  'own-earlier-step',
  'own-account',
  'step-up-needed',
]);

const expectedOf = (operation: Operation, which: Which, role: string): string => {
  const action = actionOfRoute[routeOf(operation)];
  if (action === null || action === undefined) return 'allowed';
  const situation: Situation = {
    place: placeOf(operation, which),
    state: 'NOT_FILED',
    scopes: 'none',
    conflict: false,
    // The officer recorded the decision a moment ago, and the paper of nobody else.
    did:
      role === 'OFFICER' && which === 'own' && operation.template.endsWith('/schools/{school}/service')
        ? 'RECORDED'
        : null,
    account: 'other',
    freshProof: true,
  };
  const rule = expected.actions[action];
  if (!rule) throw new Error(`${action} is no action`);
  return answerTo(role, rule, situation);
};

/** The stages of a case name the case, which the officer recorded for the own school. */
const placeOf = (operation: Operation, which: Which): Situation['place'] => {
  if (/\{caseNo\}\/(?:filing|investigation|conclusion|closing)$/.test(operation.template))
    return { district: 'own', school: 'own' };
  return namesSchool(operation) ? { district: which, school: which } : 'not named';
};

/** Ends the session with which the others are asked. */
const endsSession = ({ method, template }: Operation): boolean => method === 'DELETE' && template === '/api/v1/session';
/** Never ends by itself. */
const isStream = ({ template }: Operation): boolean => template.endsWith('/stream');

it('8.2.1 L1 every route is known here, and none that is not there', () => {
  expect(operations.map(routeOf).toSorted()).toEqual(Object.keys(actionOfRoute).toSorted());
});

describe.each(roles)('the role %s', (role) => {
  it.each(['own', 'other'] as const)(
    '8.2.2 L1 may what the tables say about a school of its %s district',
    async (which) => {
      const differences: string[] = [];
      for (const operation of operations.filter((one) => !endsSession(one) && !isStream(one))) {
        const answer = await answerOf(operation, { which, who: personWith(role) });
        const wanted = expectedOf(operation, which, role);
        if (answer !== wanted) differences.push(`${routeOf(operation)}: ${answer}, not ${wanted}`);
      }
      expect(differences).toEqual([]);
    },
  );
});

it('8.2.1 L1 nobody may anything but what is open to anyone', async () => {
  const differences: string[] = [];
  for (const operation of operations.filter((one) => !isStream(one))) {
    const answer = await answerOf(operation, { which: 'own', who: null });
    const wanted = actionOfRoute[routeOf(operation)] === null ? 'allowed' : 'sign-in-needed';
    if (answer !== wanted) differences.push(`${routeOf(operation)}: ${answer}`);
  }
  expect(differences).toEqual([]);
});

/** Whatever a client could say of itself; none of it is asked for. */
const claims: Readonly<Record<string, string>> = {
  'x-role': 'OFFICER',
  'x-roles': 'OFFICER,SECURITY_ADMINISTRATOR,SYSTEM_OPERATOR',
  'x-user': 'admin',
  'x-forwarded-user': 'admin',
  'x-remote-user': 'admin',
  'x-redline-actor': 'admin',
  'x-districts': '460105,460108',
  'x-stepped-up': 'true',
  'x-original-url': '/health/live',
  'x-http-method-override': 'GET',
};
const claimed = 'role=OFFICER; roles=OFFICER; admin=1; account=admin; steppedUp=true';

it('8.3.1 L1 lets nobody claim a role, a name, a district or a proof by header or cookie', async () => {
  const differences: string[] = [];
  for (const who of [personWith('AUDITOR'), null]) {
    const cookie = who === null ? claimed : `${claimed}; ${await office.cookieOf(who)}`;
    for (const operation of operations.filter((one) => !endsSession(one) && !isStream(one))) {
      const answer = await answerOf(operation, { which: 'own', who, claiming: { ...claims, cookie } });
      const action = actionOfRoute[routeOf(operation)];
      const known = who === null ? 'sign-in-needed' : expectedOf(operation, 'own', 'AUDITOR');
      const wanted = action === null ? 'allowed' : known;
      if (answer !== wanted) differences.push(`${routeOf(operation)}: ${answer}, not ${wanted}`);
    }
  }
  expect(differences).toEqual([]);
});

it('8.3.1 L1 takes no role, name or proof from a body or an address either', async () => {
  for (const field of ['role', 'roles', 'actor', 'account', 'districts', 'steppedUp', 'isAdmin']) {
    const body = { ...publicSchool('3646016699'), [field]: field === 'roles' ? ['OFFICER'] : 'admin' };
    const officer = await office.command('/api/v1/schools', body, { actor: personWith('OFFICER') });
    expect([field, officer.status, officer.body.code]).toEqual([field, 400, 'validation-failed']);
    const auditor = await office.command('/api/v1/schools', body, { actor: personWith('AUDITOR') });
    expect([field, auditor.status, auditor.body.code]).toEqual([field, 403, 'role-may-not']);
    const asked = await office.send('GET', `/api/v1/schools?${field}=OFFICER`, { who: personWith('AUDITOR') });
    expect([field, asked.status, asked.body.code]).toEqual([field, 403, 'role-may-not']);
  }
  expect((await office.get('/api/v1/schools/3646016699')).status).toBe(404);
});

it('8.2.3 L2 gives auditors and machines no school and no file, where free text may name people', async () => {
  for (const path of [`/api/v1/schools/${schools.own}`, `/api/v1/schools/${schools.own}/file`]) {
    const reply = await office.send('GET', path, { who: personWith('AUDITOR') });
    expect([reply.status, reply.body.code]).toEqual([403, 'role-may-not']);
  }
});
