import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { CommandAnswer, CommandContext } from '#commands';
import type { Access } from '#domain/accounts';
import { Identity } from '#platform/identity';
import type { Where } from '#platform/identity';
import { Requires } from '../http/access/requires.ts';
import { Caller } from '../http/caller.ts';
import { CommandRoute } from '../http/command-route.ts';
import { asSet } from '../http/contents.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { ProblemError } from '../http/problem.ts';
import { Accounts } from '../read-side.ts';
import {
  AccountListDto,
  ChangeAccessDto,
  InvitedDto,
  OpenAccountDto,
  StatedDto,
  SessionListDto,
  SessionPathDto,
} from './accounts.dto.ts';
import type { AccessDto } from './accounts.dto.ts';
import { PeopleDesk } from './people-desk.ts';
import type { Invited } from './people-desk.ts';
import { AccountPathDto } from './session.dto.ts';
import { FromVisitor, FromWhere } from './where.ts';
import type { Visitor } from './where.ts';

/** People's accounts (账号): who may do what, kept by the security administrator. */
@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AccountsController {
  readonly #people: PeopleDesk;
  readonly #accounts: Accounts;
  readonly #identity: Identity;

  constructor(people: PeopleDesk, accounts: Accounts, identity: Identity) {
    this.#people = people;
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
      })),
    };
  }

  @Post()
  @HttpCode(201)
  @Requires('OPEN_ACCOUNT')
  @ApiOperation({ summary: 'Open an account and invite its owner' })
  @ApiResponse({ status: 201, type: InvitedDto, description: 'Hand the invitation to its owner, and to nobody else.' })
  @ApiProblems(400, 409, 413, 415, 422, 503)
  async open(@Body() body: OpenAccountDto, @Caller() caller: CommandContext): Promise<InvitedDto> {
    const { account, name } = body;
    return invited(await this.#people.open({ account, identity: null, ...accessOf(body) }, name, caller));
  }

  @Requires('CHANGE_ROLES')
  @CommandRoute(':account/access', 'Change roles, districts and schools; it holds from the next request on', 'PUT')
  changeAccess(
    @Param() { account }: AccountPathDto,
    @Body() body: ChangeAccessDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#people.changeAccess(account, { ...accessOf(body), reason: body.reason }, caller);
  }

  @Post(':account/credential-reset')
  @HttpCode(201)
  @Requires('RESET_CREDENTIALS')
  @ApiOperation({ summary: 'Take away password, app and sessions, and invite the owner anew' })
  @ApiResponse({ status: 201, type: InvitedDto, description: 'Hand the invitation to its owner, and to nobody else.' })
  @ApiProblems(400, 404, 409, 413, 415, 422, 503)
  async reset(
    @Param() { account }: AccountPathDto,
    @Body() { reason }: StatedDto,
    @FromVisitor() { caller, where }: Visitor,
  ): Promise<InvitedDto> {
    return invited(await this.#people.reset({ account, where }, reason, caller));
  }

  @Requires('DISABLE_ACCOUNT')
  @CommandRoute(':account/disabling', 'Disable an account: all its sessions end at once')
  disable(
    @Param() { account }: AccountPathDto,
    @Body() { reason }: StatedDto,
    @FromVisitor() { caller, where }: Visitor,
  ): Promise<CommandAnswer> {
    return this.#people.disable({ account, where }, reason, caller);
  }

  @Requires('OPEN_ACCOUNT')
  @CommandRoute(':account/enabling', 'Open a disabled account again')
  enable(
    @Param() { account }: AccountPathDto,
    @Body() { reason }: StatedDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#people.enable(account, reason, caller);
  }

  @Get(':account/sessions')
  @Requires('READ_ACCOUNTS')
  @ApiOperation({ summary: 'Where somebody is signed in' })
  @ApiResponse({ status: 200, type: SessionListDto, description: 'Live sessions.' })
  @ApiProblems(400, 503)
  async sessions(@Param() { account }: AccountPathDto): Promise<SessionListDto> {
    const sessions = await this.#identity.sessionsOf(account);
    return {
      sessions: sessions.map(({ publicId, address, agent, startedMs, seenMs }) => ({
        id: publicId,
        address,
        agent,
        startedAt: new Date(startedMs).toISOString(),
        seenAt: new Date(seenMs).toISOString(),
      })),
    };
  }

  @Delete(':account/sessions')
  @Requires('END_SESSIONS')
  @HttpCode(204)
  @ApiOperation({ summary: 'End every session of an account' })
  @ApiResponse({ status: 204, description: 'Ended.' })
  @ApiProblems(400, 503)
  async endSessions(@Param() { account }: AccountPathDto, @FromWhere() where: Where): Promise<void> {
    await this.#people.endSessions({ account, where });
  }

  @Delete(':account/sessions/:session')
  @Requires('END_SESSIONS')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session' })
  @ApiResponse({ status: 204, description: 'Ended.' })
  @ApiProblems(400, 404, 503)
  async endSession(@Param() { account, session }: SessionPathDto, @FromWhere() where: Where): Promise<void> {
    if (!(await this.#people.endSession({ account, where }, session))) throw new ProblemError('not-found');
  }
}

const accessOf = ({ roles, districts, schools, conflicts }: AccessDto): Access => ({
  roles: asSet(roles),
  districts: districts === null ? 'all' : asSet(districts),
  schools: asSet(schools ?? []),
  conflicts: asSet(conflicts ?? []),
});

const invited = ({ answer, account, invitation, expiresAt }: Invited): InvitedDto => ({
  account,
  invitation,
  expiresAt,
  position: String(answer.position),
});
