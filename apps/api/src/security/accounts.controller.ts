import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { CommandAnswer, CommandContext } from '#commands';
import type { Access } from '#domain/accounts';
import { Identity } from '#platform/identity';
import { Requires } from '../http/access/requires.ts';
import { Caller } from '../http/caller.ts';
import { CommandRoute } from '../http/command-route.ts';
import { asSet } from '../http/contents.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { Accounts } from '../read-side.ts';
import { AccountDesk } from './account-desk.ts';
import type { Invited } from './account-desk.ts';
import { AccountListDto, ChangeAccessDto, InvitedDto, OpenAccountDto, StatedDto } from './accounts.dto.ts';
import type { AccessDto } from './accounts.dto.ts';
import { MayWait } from './may-wait.ts';
import { Waiting } from './second-person.ts';
import { AccountPathDto } from './session.dto.ts';
import { FromVisitor } from '../http/visitor.ts';
import type { Visitor } from '../http/visitor.ts';

/** People's accounts (账号): who may do what, kept by the security administrator. */
@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AccountsController {
  readonly #desk: AccountDesk;
  readonly #accounts: Accounts;
  readonly #identity: Identity;

  constructor(desk: AccountDesk, accounts: Accounts, identity: Identity) {
    this.#desk = desk;
    this.#accounts = accounts;
    this.#identity = identity;
  }

  @Get()
  @Requires('READ_ACCOUNTS')
  @ApiOperation({ summary: 'Every account' })
  @ApiResponse({ status: 200, type: AccountListDto, description: 'In the order of sign-in names.' })
  @ApiProblems(503)
  async list(): Promise<AccountListDto> {
    const names = await this.#identity.displayNames();
    const accounts = await this.#accounts.accounts();
    const waiting = await this.#accounts.waitingProposals();
    const proposals = new Map(waiting.map(({ account, proposal }) => [account, proposal]));
    return {
      accounts: accounts.map((one) => ({
        account: one.account,
        name: names.get(one.account) ?? null,
        roles: one.roles,
        districts: one.districts,
        schools: one.schools,
        conflicts: one.conflicts,
        identity: one.identity,
        disabled: one.disabled,
        disablingReason: one.disablingReason,
        proposal: proposals.get(one.account) ?? null,
      })),
    };
  }

  @Post()
  @HttpCode(201)
  @Requires('OPEN_ACCOUNT')
  @MayWait()
  @ApiOperation({ summary: 'Open an account and invite its owner' })
  @ApiResponse({ status: 201, type: InvitedDto, description: 'Hand the invitation to its owner, and to nobody else.' })
  @ApiProblems(400, 409, 413, 415, 422, 503)
  async open(@Body() body: OpenAccountDto, @Caller() caller: CommandContext): Promise<InvitedDto | Waiting> {
    const { account, name } = body;
    return invited(await this.#desk.open({ account, identity: null, ...accessOf(body) }, name, caller));
  }

  @Requires('CHANGE_ROLES')
  @MayWait()
  @CommandRoute(':account/access', 'Change roles, districts and schools; it holds from the next request on', 'PUT')
  changeAccess(
    @Param() { account }: AccountPathDto,
    @Body() body: ChangeAccessDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer | Waiting> {
    return this.#desk.changeAccess(account, { ...accessOf(body), reason: body.reason }, caller);
  }

  @Post(':account/credential-reset')
  @HttpCode(201)
  @Requires('RESET_CREDENTIALS')
  @MayWait()
  @ApiOperation({ summary: 'Take away password, app and sessions, and invite the owner anew' })
  @ApiResponse({ status: 201, type: InvitedDto, description: 'Hand the invitation to its owner, and to nobody else.' })
  @ApiProblems(400, 404, 409, 413, 415, 422, 503)
  async reset(
    @Param() { account }: AccountPathDto,
    @Body() { reason }: StatedDto,
    @FromVisitor() { caller, where }: Visitor,
  ): Promise<InvitedDto | Waiting> {
    return invited(await this.#desk.reset({ account, where }, reason, caller));
  }

  @Requires('DISABLE_ACCOUNT')
  @CommandRoute(':account/disabling', 'Disable an account: all its sessions end at once')
  disable(
    @Param() { account }: AccountPathDto,
    @Body() { reason }: StatedDto,
    @FromVisitor() { caller, where }: Visitor,
  ): Promise<CommandAnswer> {
    return this.#desk.disable({ account, where }, reason, caller);
  }

  @Requires('OPEN_ACCOUNT')
  @MayWait()
  @CommandRoute(':account/enabling', 'Open a disabled account again')
  enable(
    @Param() { account }: AccountPathDto,
    @Body() { reason }: StatedDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer | Waiting> {
    return this.#desk.enable(account, reason, caller);
  }
}

const accessOf = ({ roles, districts, schools, conflicts }: AccessDto): Access => ({
  roles: asSet(roles),
  districts: districts === null ? 'all' : asSet(districts),
  schools: asSet(schools ?? []),
  conflicts: asSet(conflicts ?? []),
});

const invited = (it: Invited | Waiting): InvitedDto | Waiting => {
  if (it instanceof Waiting) return it;
  const { answer, account, invitation, expiresAt } = it;
  return { account, invitation, expiresAt, position: String(answer.position) };
};
