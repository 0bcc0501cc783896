import type { CommandAnswer, CommandContext, CommandGateway } from '#commands';
import {
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  ResetCredentials,
  WithdrawAdministratorProposal,
} from '#domain/accounts';
import type { AccountCommand, AccountContent, LettingInCommand, ProposalKey, WantedAccess } from '#domain/accounts';
import type { Identity } from '#platform/identity';
import { nobody } from '#policy';
import { ProblemError } from '../http/problem.ts';
import type { Accounts, ReadProgress } from '../read-side.ts';
import type { PeopleDesk } from './people-desk.ts';
import { Waiting } from './second-person.ts';
import type { SecondPerson } from './second-person.ts';
import type { Whose } from './whose.ts';

/** Whoever holds the setup token of a register without people: they open the first account, and nothing else. */
const setter: CommandContext = {
  actor: { ...nobody, id: 'setup', roles: ['SECURITY_ADMINISTRATOR'], steppedUp: true },
  actorTrust: 'verified',
  source: 'api',
};

const seenMs = 1_500;

/** An invitation, and where the account stands on record. */
export interface Invited {
  readonly answer: CommandAnswer;
  readonly account: string;
  readonly invitation: string;
  readonly expiresAt: string;
}

/** What an approval brought about; of what invites nobody without an invitation. */
export type Approved = Omit<Invited, 'invitation' | 'expiresAt'> & Partial<Invited>;

export interface AccountParts {
  readonly identity: Identity;
  readonly accounts: Accounts;
  readonly secondPerson: SecondPerson;
  readonly people: Pick<PeopleDesk, 'endAll'>;
  readonly gateway: CommandGateway;
  readonly progress: Pick<ReadProgress, 'waitFor'>;
}

/**
 * Accounts of people: secrets and sessions stand in the identity store, what somebody may do stands in the log, and this
 * keeps the two in step. The log comes first. What waits for another security administrator opens nothing.
 */
export class AccountDesk {
  readonly #identity: Identity;
  readonly #accounts: Accounts;
  readonly #secondPerson: SecondPerson;
  readonly #people: Pick<PeopleDesk, 'endAll'>;
  readonly #gateway: CommandGateway;
  readonly #progress: Pick<ReadProgress, 'waitFor'>;

  constructor({ identity, accounts, secondPerson, people, gateway, progress }: AccountParts) {
    this.#identity = identity;
    this.#accounts = accounts;
    this.#secondPerson = secondPerson;
    this.#people = people;
    this.#gateway = gateway;
    this.#progress = progress;
  }

  /** Opens the first account, a security administrator's. @throws ProblemError, RefusedError */
  async setUp({ token, account, name }: Readonly<Record<'token' | 'account' | 'name', string>>): Promise<Invited> {
    if (!(await this.#identity.takeSetupToken(token))) throw new ProblemError('setup-token-unknown');
    const access = { roles: ['SECURITY_ADMINISTRATOR'], districts: 'all', schools: [], conflicts: [] } as const;
    const answer = await this.#recorded(new OpenAccount({ account, ...access, identity: null }, 'HOST'), setter);
    return this.#invite(answer, account, name);
  }

  /** @throws ProblemError `account-already-enrolled`: sent again, it would let somebody else in by the account */
  async open(content: AccountContent, name: string, caller: CommandContext): Promise<Invited | Waiting> {
    const { account, roles } = content;
    const settled = await this.#settled(new OpenAccount(content, await this.#secondPerson.warrantFor(roles)), caller);
    if (settled instanceof Waiting) {
      if (settled.isNew) await this.#identity.setDisplayName(account, name);
      return settled;
    }
    return this.#inviteOnce(settled, account, name);
  }

  async changeAccess(account: string, change: WantedAccess, caller: CommandContext): Promise<CommandAnswer | Waiting> {
    const warrant = await this.#secondPerson.warrantFor(change.roles);
    return this.#settled(new ChangeAccess({ account }, change, warrant), caller);
  }

  /** From here on neither the old password nor the old app opens anything, and every session has ended. */
  async reset(whose: Whose, reason: string, caller: CommandContext): Promise<Invited | Waiting> {
    const { account } = whose;
    const warrant = await this.#secondPerson.office();
    const settled = await this.#settled(new ResetCredentials({ account }, { reason }, warrant), caller);
    return settled instanceof Waiting ? settled : this.#renewOnce(settled, whose);
  }

  /** Another administrator's word: what was proposed takes effect, and whom it lets in is invited. */
  async approve(whose: Whose, proposal: number, caller: CommandContext): Promise<Approved> {
    const { account } = whose;
    const order = new ApproveAdministrator({ account, proposal }, await this.#secondPerson.office());
    const answer = await this.#recorded(order, caller);
    if (answer.lastEvent?.type === 'AccountCredentialsReset') return this.#renewOnce(answer, whose);
    const last = await this.#accounts.lastProposalOf(account);
    const type = answer.lastEvent?.type ?? (last?.proposal === proposal ? last.event.type : undefined);
    if (type !== 'AccountOpened' && type !== 'AccountCredentialsReset') return { answer, account };
    return this.#inviteOnce(answer, account, (await this.#identity.displayNames()).get(account));
  }

  /** Of an account that nobody opened the name goes too. */
  async withdraw(key: ProposalKey, reason: string, caller: CommandContext): Promise<CommandAnswer> {
    const answer = await this.#recorded(new WithdrawAdministratorProposal(key, { reason }), caller);
    const isOpen = (await this.#accounts.accountById(key.account)) !== undefined;
    if (answer.lastEvent && !isOpen) await this.#identity.forget(key.account);
    return answer;
  }

  /** Somebody leaves: from the record on nothing is open to them, and their sessions end. */
  async disable({ account, where }: Whose, reason: string, caller: CommandContext): Promise<CommandAnswer> {
    const answer = await this.#recorded(new DisableAccount({ account }, { reason }), caller);
    await this.#people.endAll({ account, where }, 'DISABLED');
    return answer;
  }

  async enable(account: string, reason: string, caller: CommandContext): Promise<CommandAnswer | Waiting> {
    const warrant = await this.#secondPerson.office();
    return this.#settled(new EnableAccount({ account }, { reason }, warrant), caller);
  }

  /** What is recorded holds from the next request on: it is answered when every query sees it, or will soon. */
  async #recorded(command: AccountCommand, caller: CommandContext): Promise<CommandAnswer> {
    const answer = await this.#gateway.execute(command, caller);
    await this.#isSeen(answer, seenMs);
    return answer;
  }

  #isSeen({ position }: CommandAnswer, withinMs = 0): Promise<boolean> {
    return this.#progress.waitFor(Number(position), withinMs);
  }

  /**
   * Carries out what may wait for another administrator. Where the same was proposed before and came to an end at this
   * very moment, it is not told what took effect: whoever asks again is. @throws ProblemError `accounts-not-current`
   */
  async #settled(command: LettingInCommand, caller: CommandContext): Promise<CommandAnswer | Waiting> {
    const answer = await this.#recorded(command, caller);
    const waiting = await this.#secondPerson.waitingFor(command, answer);
    if (waiting) return waiting;
    const mayWait = command.warrant !== null && answer.outcome === 'unchanged';
    const invites = command instanceof OpenAccount || command instanceof ResetCredentials;
    if (mayWait && (invites || !(await this.#isSeen(answer)))) throw new ProblemError('accounts-not-current');
    return answer;
  }

  /** Takes away what somebody signs in with, and invites them anew: once, for who signs in by then was invited by it. */
  async #renewOnce(answer: CommandAnswer, { account, where }: Whose): Promise<Invited> {
    const name = (await this.#identity.displayNames()).get(account);
    if (answer.isRepeat) return this.#inviteOnce(answer, account, name);
    await this.#people.endAll({ account, where }, 'CREDENTIALS_RESET');
    await this.#identity.forget(account);
    return this.#invite(answer, account, name);
  }

  /** An invitation into an account that somebody uses already would be a reset that nobody recorded. */
  async #inviteOnce(answer: CommandAnswer, account: string, name: string | undefined): Promise<Invited> {
    if (await this.#identity.isEnrolled(account)) throw new ProblemError('account-already-enrolled');
    return this.#invite(answer, account, name);
  }

  async #invite(answer: CommandAnswer, account: string, name: string | undefined): Promise<Invited> {
    const { token, expiresAt } = await this.#identity.invite(account, name);
    return { answer, account, invitation: token, expiresAt };
  }
}
