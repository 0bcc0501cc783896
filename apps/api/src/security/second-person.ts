import type { CommandAnswer } from '#commands';
import { ChangeAccess, isAdministrator, OpenAccount, ResetCredentials } from '#domain/accounts';
import type { LettingIn, LettingInCommand, Office, ProposalContent } from '#domain/accounts';
import { businessDay } from '../http/business-day.ts';
import type { Accounts } from '../read-side.ts';

/** What waits for another security administrator: nothing is open by it, and nobody is invited. */
export class Waiting {
  readonly proposal: Pick<ProposalContent, 'account' | 'proposal' | 'expiresOn'>;
  readonly position: bigint;
  /** False where it was proposed before. */
  readonly isNew: boolean;

  constructor({ account, proposal, expiresOn }: Waiting['proposal'], position: bigint, isNew: boolean) {
    this.proposal = { account, proposal, expiresOn };
    this.position = position;
    this.isNew = isNew;
  }
}

/** Looks up who could say yes besides whoever asks, and tells what waits for them from what took effect. */
export class SecondPerson {
  readonly #accounts: Pick<Accounts, 'administrators' | 'lastProposalOf'>;
  readonly #today: () => string;

  constructor(accounts: Pick<Accounts, 'administrators' | 'lastProposalOf'>, today = businessDay()) {
    this.#accounts = accounts;
    this.#today = today;
  }

  /** @throws AccountsNotCurrent */
  async office(): Promise<Office> {
    return { on: this.#today(), administrators: await this.#accounts.administrators() };
  }

  /** For roles that make no administrator nobody has to be looked up. @throws AccountsNotCurrent */
  async warrantFor(roles: readonly string[]): Promise<Office | null> {
    return isAdministrator({ roles }) ? this.office() : null;
  }

  /** What the command proposed, now or before; undefined where there was nothing to wait for. */
  async waitingFor(command: LettingInCommand, answer: CommandAnswer): Promise<Waiting | undefined> {
    const { lastEvent, position } = answer;
    if (lastEvent?.type === 'AccountProposalMade')
      return new Waiting(lastEvent.data as ProposalContent, position, true);
    if (lastEvent !== undefined || command.warrant === null) return undefined;
    const { account } = 'content' in command ? command.content : command.key;
    const last = await this.#accounts.lastProposalOf(account);
    return last?.waits === true && last.event.type === eventOf(command)
      ? new Waiting(last, position, false)
      : undefined;
  }
}

/** What a command wants recorded. */
const eventOf = (command: LettingInCommand): LettingIn['type'] => {
  if (command instanceof OpenAccount) return 'AccountOpened';
  if (command instanceof ChangeAccess) return 'AccountAccessChanged';
  return command instanceof ResetCredentials ? 'AccountCredentialsReset' : 'AccountEnabled';
};
