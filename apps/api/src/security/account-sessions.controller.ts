import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Identity } from '#platform/identity';
import type { Where } from '#platform/identity';
import { Requires } from '../http/access/requires.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { ProblemError } from '../http/problem.ts';
import { SessionListDto, SessionPathDto } from './accounts.dto.ts';
import { PeopleDesk } from './people-desk.ts';
import { AccountPathDto } from './session.dto.ts';
import { FromWhere } from '../http/visitor.ts';

/** Where somebody else is signed in. */
@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AccountSessionsController {
  readonly #people: PeopleDesk;
  readonly #identity: Identity;

  constructor(people: PeopleDesk, identity: Identity) {
    this.#people = people;
    this.#identity = identity;
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
