import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  account,
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  ResetCredentials,
  WithdrawAdministratorProposal,
} from '#domain/accounts';
import type { AccountCommand, AccountEvent, AccountState } from '#domain/accounts';
import { addDays, isRefused } from '#kernel';
import { rows } from '#testing';

// Several accounts in one log. Whoever acts is an enabled administrator at that moment, as the policy sees to.

const people = ['chen', 'li', 'wang', 'zhao'] as const;
const [administrator, officer] = ['SECURITY_ADMINISTRATOR', 'OFFICER'];
const kinds = ['OPEN', 'GIVE', 'TAKE', 'RESET', 'DISABLE', 'ENABLE', 'APPROVE', 'WITHDRAW'] as const;

const often = ['OPEN', 'GIVE', 'RESET', 'ENABLE', 'APPROVE', 'APPROVE', 'APPROVE'] as const;

const step = fc.record({
  kind: fc.constantFrom(...kinds, ...often, ...often, ...often),
  /** Which of the administrators acts, counted round. */
  actor: fc.nat({ max: 11 }),
  about: fc.constantFrom(...people),
  reason: fc.constantFrom('一', '二'),
  days: fc.constantFrom(0, 0, 0, 1, 9),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Logged = AccountEvent & { readonly by: string; readonly administrators: readonly string[] };

const accessWith = (role: string | undefined) => ({
  roles: [role ?? ''],
  districts: ['460105'],
  schools: [],
  conflicts: [],
});

class Log {
  readonly events: Logged[] = [];
  readonly #states = new Map<string, AccountState>();

  stateOf(id: string): AccountState {
    return this.#states.get(id) ?? account.initialState;
  }

  get administrators(): readonly string[] {
    return people.filter((id) => {
      const { access, isDisabled } = this.stateOf(id);
      return access?.roles.includes(administrator ?? '') === true && !isDisabled;
    });
  }

  carryOut(command: AccountCommand, about: string, by: string): void {
    const { administrators } = this;
    const judgement = account.decide({ command, actor: by, onPaper: false }, this.stateOf(about));
    for (const event of isRefused(judgement) ? [] : judgement) {
      this.events.push({ ...event, by, administrators });
      this.#states.set(about, account.evolve(this.stateOf(about), event, { actor: by, onPaper: false }));
    }
  }
}

const commandFor = ({ kind, about, reason }: Step, log: Log, on: string): AccountCommand => {
  const key = { account: about };
  const proposal = { ...key, proposal: log.stateOf(about).waiting?.proposal ?? 1 };
  const warrant = { on, administrators: log.administrators };
  const role = reason === '一' ? administrator : officer;
  const commands: Readonly<Record<(typeof kinds)[number], AccountCommand>> = {
    OPEN: new OpenAccount(rows.account({ ...key, ...accessWith(role) }), warrant),
    GIVE: new ChangeAccess(key, { ...accessWith(administrator), reason }, warrant),
    TAKE: new ChangeAccess(key, { ...accessWith(officer), reason }, warrant),
    RESET: new ResetCredentials(key, { reason }, warrant),
    DISABLE: new DisableAccount(key, { reason }),
    ENABLE: new EnableAccount(key, { reason }, warrant),
    APPROVE: new ApproveAdministrator(proposal, warrant),
    WITHDRAW: new WithdrawAdministratorProposal(proposal, { reason }),
  };
  return commands[kind];
};

const lived = (steps: readonly Step[]): Log => {
  const log = new Log();
  const first = rows.account({ account: people[0], ...accessWith(administrator) });
  log.carryOut(new OpenAccount(first, 'HOST'), people[0], 'setup');
  let on = '2026-03-02';
  for (const one of steps) {
    on = addDays(on, one.days);
    const { administrators } = log;
    const actor = administrators[one.actor % administrators.length];
    const waiting = people.find((id) => log.stateOf(id).waiting !== null);
    const about = one.kind === 'APPROVE' ? (waiting ?? one.about) : one.about;
    if (actor !== undefined) log.carryOut(commandFor({ ...one, about }, log, on), about, actor);
  }
  return log;
};

/** Who let each account's administrator in last, told from the events alone: what was approved, and by how many. */
const behind = (events: readonly Logged[]): readonly { readonly hands: number; readonly alone: boolean }[] => {
  const roles = new Map<string, boolean>();
  const proposers = new Map<string, string>();
  return events.flatMap((event, at) => {
    const { account: id } = event.data;
    if (event.type === 'AccountProposalMade') proposers.set(`${id} ${event.data.proposal}`, event.by);
    const had = roles.get(id) ?? false;
    const has = event.type === 'AccountOpened' || event.type === 'AccountAccessChanged' ? gives(event) : had;
    roles.set(id, has);
    const isDoor = event.type === 'AccountEnabled' || event.type === 'AccountCredentialsReset';
    if (!(has && (!had || isDoor)) || event.by === 'setup') return [];
    const approval = events[at - 1];
    if (approval?.type !== 'AccountProposalApproved') return [{ hands: 0, alone: false }];
    const { proposal, nobodyElse } = approval.data;
    const hands = new Set([proposers.get(`${id} ${proposal}`), approval.by, event.by]);
    return [{ hands: hands.size, alone: nobodyElse && approval.administrators.join() === approval.by }];
  });
};

const gives = ({ data }: Extract<AccountEvent, { type: 'AccountOpened' | 'AccountAccessChanged' }>): boolean =>
  data.roles.includes(administrator ?? '');

const histories = fc.array(step, { minLength: 10, maxLength: 60, size: 'max' });

describe('any history of an office', () => {
  it('has two persons behind every administrator who is let in, or says that there was nobody else', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const wrong = behind(lived(steps).events).filter(({ hands, alone }) => hands < 2 && !alone);
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('comes to both often enough to prove something', () => {
    const samples = fc.sample(histories, { numRuns: 1_000, seed: 20_261 });
    const all = samples.flatMap((steps) => behind(lived(steps).events));
    expect(all.filter(({ hands }) => hands === 2).length).toBeGreaterThan(50);
    expect(all.filter(({ alone }) => alone).length).toBeGreaterThan(50);
  });

  it('takes effect of what was proposed, and of nothing else', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { events } = lived(steps);
        for (const [at, event] of events.entries()) {
          if (event.type !== 'AccountProposalApproved') continue;
          const { account: id, proposal } = event.data;
          const made = events.find(
            ({ type, data }) => type === 'AccountProposalMade' && data.account === id && data.proposal === proposal,
          );
          const { type, data } = events[at + 1] ?? {};
          expect(made).toMatchObject({ data: { event: { type, data } } });
        }
      }),
    );
  });
});
