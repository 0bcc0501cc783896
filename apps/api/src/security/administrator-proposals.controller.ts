import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { CommandAnswer, CommandContext } from '#commands';
import { Identity } from '#platform/identity';
import type { AccountProposal } from '#read-models/accounts';
import { Requires } from '../http/access/requires.ts';
import { Caller } from '../http/caller.ts';
import { CommandRoute } from '../http/command-route.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { Accounts } from '../read-side.ts';
import { AccountDesk } from './account-desk.ts';
import { StatedDto } from './accounts.dto.ts';
import { ApprovedDto, ProposalListDto, ProposalPathDto } from './administrator-proposals.dto.ts';
import type { ListedProposalDto } from './administrator-proposals.dto.ts';
import { FromVisitor } from '../http/visitor.ts';
import type { Visitor } from '../http/visitor.ts';

/** What lets a security administrator in waits here for another one (安全管理员授权，双人办理). */
@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AdministratorProposalsController {
  readonly #desk: AccountDesk;
  readonly #accounts: Accounts;
  readonly #identity: Identity;

  constructor(desk: AccountDesk, accounts: Accounts, identity: Identity) {
    this.#desk = desk;
    this.#accounts = accounts;
    this.#identity = identity;
  }

  @Get('proposals')
  @Requires('READ_ACCOUNTS')
  @ApiOperation({ summary: 'What waits for another security administrator' })
  @ApiResponse({ status: 200, type: ProposalListDto, description: 'In the order of sign-in names.' })
  @ApiProblems(503)
  async list(): Promise<ProposalListDto> {
    const names = await this.#identity.displayNames();
    const proposals = await this.#accounts.waitingProposals();
    return { proposals: proposals.map((one) => listed(one, names.get(one.account) ?? null)) };
  }

  @Post(':account/proposals/:proposal/approval')
  @HttpCode(201)
  @Requires('APPROVE_ADMINISTRATOR')
  @ApiOperation({ summary: 'Approve what another administrator proposed: it takes effect' })
  @ApiResponse({ status: 201, type: ApprovedDto, description: 'It holds from the next request on.' })
  @ApiProblems(400, 404, 409, 422, 503)
  async approve(
    @Param() { account, proposal }: ProposalPathDto,
    @FromVisitor() { caller, where }: Visitor,
  ): Promise<ApprovedDto> {
    const approved = await this.#desk.approve({ account, where }, Number(proposal), caller);
    const { answer, invitation = null, expiresAt = null } = approved;
    return { account, invitation, expiresAt, position: String(answer.position) };
  }

  @Requires('WITHDRAW_ADMINISTRATOR_PROPOSAL')
  @CommandRoute(':account/proposals/:proposal/withdrawal', 'Withdraw a proposal, whoever made it')
  withdraw(
    @Param() { account, proposal }: ProposalPathDto,
    @Body() { reason }: StatedDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#desk.withdraw({ account, proposal: Number(proposal) }, reason, caller);
  }
}

const kinds = {
  AccountOpened: 'OPEN',
  AccountAccessChanged: 'CHANGE_ACCESS',
  AccountCredentialsReset: 'RESET_CREDENTIALS',
  AccountEnabled: 'ENABLE',
} as const;

const listed = (one: AccountProposal, name: string | null): ListedProposalDto => {
  const { account, proposal, proposedBy, proposedAt, expiresOn, event } = one;
  const { type, data } = event;
  const access =
    type === 'AccountOpened' || type === 'AccountAccessChanged'
      ? { roles: data.roles, districts: data.districts, schools: data.schools, conflicts: data.conflicts }
      : null;
  const reason = 'reason' in data ? data.reason : null;
  return { account, name, proposal, kind: kinds[type], access, reason, proposedBy, proposedAt, expiresOn };
};
