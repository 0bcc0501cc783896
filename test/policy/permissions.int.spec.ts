import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { areCombinable, isPersonRole, personRoles } from '#domain/accounts';
import { machineScopes } from '#domain/machine-clients';
import { actions, can, combinable, roles, rolesThatExclude, scopes } from '#policy';
import type { Action, Actor, Resource } from '#policy';
import { wordFor } from '#wording';
import { answerTo, expected, words } from './expected-permissions.ts';
import type { Situation } from './expected-permissions.ts';

const own = { district: '460106', school: '3646012001' } as const;
const other = { district: '460107', school: '3646012002' } as const;
const me = 'u-1';

const yesNo = [true, false] as const;
const ownOrOther = ['own', 'other'] as const;
const states = ['NOT_FILED', 'FILED', 'RETURNED', 'ACCEPTED', 'not named'] as const;
const steps = ['PROPOSED', 'REVIEWED', 'APPROVED', 'RECORDED', 'RECTIFIED', 'REQUESTED'] as const;
const places = [
  ...ownOrOther.flatMap((district) => ownOrOther.map((school) => ({ district, school }))),
  'not named',
] as const;

function* everySituation(): Generator<Situation> {
  for (const place of places)
    for (const state of states)
      for (const held of ['all', 'none'] as const)
        for (const conflict of yesNo)
          for (const did of [null, ...steps])
            for (const account of ownOrOther)
              for (const freshProof of yesNo) yield { place, state, scopes: held, conflict, did, account, freshProof };
}

const resourceOf = ({ place, state, did, account }: Situation): Resource => ({
  ...(place === 'not named'
    ? {}
    : { district: { own, other }[place.district].district, school: { own, other }[place.school].school }),
  ...(state === 'not named' ? {} : { state }),
  actors: Object.fromEntries(steps.map((step) => [step, step === did ? ['u-2', me] : ['u-2']])),
  ownAccount: account === 'own',
});

const actorOf = (role: string, { scopes: held, conflict, freshProof }: Situation): Actor => ({
  id: me,
  roles: [role],
  districts: [own.district],
  schools: [own.school],
  scopes: held === 'all' ? scopes : [],
  steppedUp: freshProof,
  conflicts: conflict ? [own.school, other.school] : [],
});

const situations = [...everySituation()];
const questions = roles.flatMap((role) =>
  situations.map((asked) => ({ role, asked, actor: actorOf(role, asked), resource: resourceOf(asked) })),
);

const said = (actor: Actor, action: Action, resource: Resource): string => {
  const answer = can(actor, action, resource);
  return answer.allowed ? 'allowed' : answer.code;
};

describe('the table of permissions and the one kept by hand', () => {
  it('know the same actions, roles and words', () => {
    expect(Object.keys(expected.actions).toSorted()).toStrictEqual(Object.keys(actions).toSorted());
    expect(Object.keys(expected.roles)).toStrictEqual([...roles]);
    const used = Object.values(expected.actions).flatMap((told) => Object.keys(told));
    expect(used.filter((word) => !Object.hasOwn(words, word))).toStrictEqual([]);
    const named = Object.values(expected.actions)
      .flatMap((told) => Object.values(told))
      .filter(Array.isArray)
      .flat() as string[];
    expect(
      named.filter((name) => !Object.hasOwn(expected.roles, name) && !steps.some((step) => step === name)),
    ).toEqual([]);
  });

  it('ask everything of everybody', () => {
    expect(questions).toHaveLength(roles.length * 5 * 5 * 2 * 2 * 7 * 2 * 2);
  });

  it.each(Object.entries(expected.actions))('agree on %s, whoever asks and whatever it is about', (action, told) => {
    const disagreements = questions
      .map(({ role, asked, actor, resource }) => ({
        role,
        asked,
        expected: answerTo(role, told, asked),
        said: said(actor, action as Action, resource),
      }))
      .filter((one) => one.said !== one.expected);
    expect(disagreements.slice(0, 3)).toStrictEqual([]);
  });

  it('agree on which roles one account may hold', () => {
    const together = (one: string, two: string): boolean =>
      expected['held together'].some((line) => line.includes(one) && line.includes(two));
    for (const one of roles)
      for (const two of roles) {
        expect([one, two, combinable([one, two])]).toStrictEqual([one, two, together(one, two)]);
        expect([one, two, rolesThatExclude(one).includes(two)]).toStrictEqual([one, two, !together(one, two)]);
      }
  });

  it('agree on which actions decide: they all ask for a fresh proof of identity', () => {
    const deciding = Object.entries(actions).flatMap(([name, { kind }]) => (kind === 'DECIDE' ? [name] : []));
    expect(deciding.length).toBeGreaterThan(5);
    expect(deciding.filter((name) => expected.actions[name]?.['fresh proof of identity'] !== 'yes')).toStrictEqual([]);
  });
});

describe('the words of the policy', () => {
  it.each(Object.entries(expected.roles))('%s is called %s, and has an English name', (role, term) => {
    expect(wordFor(role, 'zh-CN')).toBe(term);
    expect(wordFor(role, 'en')).toMatch(/^[a-z ]+$/);
  });
});

describe('the commands of the domain', () => {
  const texts = readdirSync('libs/domain', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.commands.ts') || name.endsWith('workbook-import.ts'))
    .map((name) => readFileSync(join('libs/domain', name), 'utf8'));
  const classes = [...texts.join('\n').matchAll(/^export class ([A-Z][A-Za-z]+)/gm)].map(([, name]) => name ?? '');
  const inCapitals = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  const partOf: Readonly<Record<string, string>> = {
    RecordWorkbook: 'IMPORT_WORKBOOK', // what is remembered of a file is remembered by the import itself
    RecordAccess: 'SIGN_IN', // recorded by the door itself, for whoever comes
    ChangeAccess: 'CHANGE_ROLES', // roles with the districts, schools and conflicts that belong to them
    IssueKeyForTokens: 'ISSUE_KEY', // whoever may give out a secret may give out what tokens open
    EnableAccount: 'DISABLE_ACCOUNT', // whoever may close it may open it again
  };

  it('are found', () => {
    expect(classes.length).toBeGreaterThan(20);
  });

  it.each(classes)('%s has an action of its name', (name) => {
    expect(Object.keys(actions)).toContain(partOf[name] ?? inCapitals(name));
  });
});

it('opens something with every scope that a key may be given, and knows no other', () => {
  expect([...scopes].toSorted()).toEqual([...machineScopes].toSorted());
  const opened = Object.values(actions).flatMap(({ scope }) => scope ?? []);
  expect([...new Set(opened)].toSorted()).toEqual([...scopes].toSorted());
});

describe('the roles that a person may be given', () => {
  it('are those of the policy, but the machine', () => {
    expect([...personRoles, 'MACHINE'].toSorted()).toEqual([...roles].toSorted());
    expect(roles.filter((role) => !isPersonRole(role))).toEqual(['MACHINE']);
  });

  it('go together as the policy says, whichever there are', () => {
    const subsets = Array.from({ length: 2 ** personRoles.length }, (_, bits) =>
      personRoles.filter((_role, at) => (bits >> at) % 2 === 1),
    );
    expect(new Set(subsets.map(String)).size).toBe(2 ** personRoles.length);
    expect(subsets.filter((some) => areCombinable(some) !== combinable(some))).toEqual([]);
  });
});
