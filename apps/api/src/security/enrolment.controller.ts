import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Identity } from '#platform/identity';
import type { Where } from '#platform/identity';
import { Requires } from '../http/access/requires.ts';
import { sessionCookie } from '../http/access/session-cookie.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { granted } from './identity-answers.ts';
import { AccountDesk } from './account-desk.ts';
import { PeopleDesk } from './people-desk.ts';
import {
  AuthenticatorDto,
  ConfirmationDto,
  EnrolmentDto,
  InvitationDto,
  RecoveryCodesDto,
  SetupDto,
} from './session.dto.ts';
import { FromWhere } from '../http/visitor.ts';

/** The way to an account of one's own, for people who cannot sign in yet: what they hold is a token (开通账号). */
@ApiTags('session')
@Controller('api/v1')
export class EnrolmentController {
  readonly #accounts: AccountDesk;
  readonly #people: PeopleDesk;
  readonly #identity: Identity;

  constructor(accounts: AccountDesk, people: PeopleDesk, identity: Identity) {
    this.#accounts = accounts;
    this.#people = people;
    this.#identity = identity;
  }

  @Post('setup')
  @Requires('SIGN_IN')
  @HttpCode(201)
  @ApiOperation({ summary: 'Open the first account, with the token that the first start printed' })
  @ApiResponse({ status: 201, type: InvitationDto, description: 'A security administrator is invited.' })
  @ApiProblems(400, 409, 413, 415, 422, 503)
  async setUp(@Body() { token, account, name }: SetupDto): Promise<InvitationDto> {
    const { invitation, expiresAt } = await this.#accounts.setUp({ token, account, name });
    return { account, invitation, expiresAt };
  }

  @Post('enrolment')
  @Requires('SIGN_IN')
  @HttpCode(201)
  @ApiOperation({ summary: 'Choose a password; answers the secret for an authenticator app' })
  @ApiResponse({ status: 201, type: AuthenticatorDto, description: 'Nothing is open yet: the app has to be proved.' })
  @ApiProblems(400, 413, 415, 422, 429, 503)
  async enrol(@Body() { invitation, password }: EnrolmentDto): Promise<AuthenticatorDto> {
    const { account, secret, otpauth } = granted(await this.#identity.beginEnrolment(invitation, password));
    return { account, secret, otpauth };
  }

  @Post('enrolment/confirmation')
  @Requires('SIGN_IN')
  @HttpCode(201)
  @ApiOperation({ summary: 'Prove the app with a code; answers recovery codes, and signs in' })
  @ApiResponse({
    status: 201,
    type: RecoveryCodesDto,
    description: 'Enrolled, and signed in: the session is a cookie.',
  })
  @ApiProblems(400, 401, 413, 415, 422, 503)
  async confirm(
    @Body() { invitation, code }: ConfirmationDto,
    @FromWhere() where: Where,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecoveryCodesDto> {
    const { account, recoveryCodes, session } = await this.#people.confirmEnrolment(invitation, code, where);
    reply.header('set-cookie', sessionCookie(session.token));
    return { account, recoveryCodes };
  }
}
