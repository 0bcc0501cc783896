import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Identity } from '#platform/identity';
import type { Session, Where } from '#platform/identity';
import type { Actor } from '#policy';
import { Requires } from '../http/access/requires.ts';
import { endedCookie, sessionCookie } from '../http/access/session-cookie.ts';
import { freshProofMs } from '../http/access/session-door.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { ProblemError } from '../http/problem.ts';
import { granted } from './identity-answers.ts';
import { PeopleDesk } from './people-desk.ts';
import { NewPasswordDto, ProfileDto, ProofDto, RecoveryCodesDto, SignedInDto, SignInDto } from './session.dto.ts';
import { FromWhere, OwnSession } from '../http/visitor.ts';
import type { OwnedSession } from '../http/visitor.ts';

/** Signing in and out, and one's own password (登录). */
@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  readonly #people: PeopleDesk;
  readonly #identity: Identity;

  constructor(people: PeopleDesk, identity: Identity) {
    this.#people = people;
    this.#identity = identity;
  }

  @Post()
  @Requires('SIGN_IN')
  @HttpCode(201)
  @ApiOperation({ summary: 'Sign in with password and code; the session is a cookie' })
  @ApiResponse({ status: 201, type: SignedInDto, description: 'Signed in.' })
  @ApiProblems(400, 401, 413, 415, 429, 503)
  async signIn(
    @Body() { account, password, code, recoveryCode }: SignInDto,
    @FromWhere() where: Where,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    if ((code === null) === (recoveryCode === null)) throw oneCode();
    const second = code === null ? { recoveryCode: recoveryCode ?? '' } : { code };
    const { token } = await this.#people.signIn({ account, password, where, ...second });
    reply.header('set-cookie', sessionCookie(token));
    return { account };
  }

  @Get()
  @Requires('READ_OWN_PROFILE')
  @ApiOperation({ summary: 'Who is signed in, and until when' })
  @ApiResponse({ status: 200, type: ProfileDto, description: 'The profile.' })
  @ApiProblems(503)
  async profile(@OwnSession() session: OwnedSession, @Req() { admitted }: FastifyRequest): Promise<ProfileDto> {
    const name = (await this.#identity.displayNames()).get(session.account) ?? null;
    return { ...profileOf(admitted.actor, session), name };
  }

  @Delete()
  @Requires('SIGN_OUT')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out: the session ends at once, here and everywhere' })
  @ApiResponse({ status: 204, description: 'Signed out, or nobody was signed in.' })
  @ApiProblems(503)
  async signOut(
    @Req() { admitted: { session } }: FastifyRequest,
    @FromWhere() where: Where,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (session) await this.#people.signOut(session.token, { account: session.account, where });
    reply.header('set-cookie', endedCookie);
  }

  @Post('proof')
  @Requires('READ_OWN_PROFILE')
  @HttpCode(201)
  @ApiOperation({ summary: 'Prove again who you are: decisions ask for a proof of the last five minutes' })
  @ApiResponse({ status: 201, type: SignedInDto, description: 'Proved; the cookie is another one.' })
  @ApiProblems(400, 409, 413, 415, 422, 429, 503)
  async prove(
    @Body() proof: ProofDto,
    @OwnSession() { account, token, where, method }: OwnedSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    demandPassword(method);
    reply.header('set-cookie', sessionCookie(await this.#people.prove(token, proof, { account, where })));
    return { account };
  }

  @Put('password')
  @Requires('CHANGE_OWN_CREDENTIALS')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change your password' })
  @ApiResponse({ status: 204, description: 'Changed.' })
  @ApiProblems(400, 409, 413, 415, 422, 429, 503)
  async changePassword(
    @Body() { password, code, newPassword }: NewPasswordDto,
    @OwnSession() { account, token, where, method }: OwnedSession,
  ): Promise<void> {
    demandPassword(method);
    granted(await this.#identity.changePassword(account, { password, code, newPassword, token, where }));
  }

  @Post('recovery-codes')
  @Requires('CHANGE_OWN_CREDENTIALS')
  @HttpCode(201)
  @ApiOperation({ summary: 'New recovery codes; the old ones stop working' })
  @ApiResponse({ status: 201, type: RecoveryCodesDto, description: 'Shown once.' })
  @ApiProblems(503)
  async newRecoveryCodes(@OwnSession() { account }: OwnedSession): Promise<RecoveryCodesDto> {
    const recoveryCodes = await this.#identity.newRecoveryCodes(account);
    if (!recoveryCodes) throw new ProblemError('no-password-here');
    return { account, recoveryCodes };
  }
}

/** Else every try would count as a failure of somebody who has nothing to get right. */
const demandPassword = (method: Session['method']): void => {
  if (method === 'provider') throw new ProblemError('no-password-here');
};

const oneCode = (): ProblemError =>
  new ProblemError('validation-failed', { faults: [{ code: 'required', in: 'body', field: ['code'] }] });

const profileOf = (
  { roles, districts, schools, steppedUp }: Actor,
  { account, provedMs, idleUntilMs, absoluteUntilMs }: Session,
): Omit<ProfileDto, 'name'> => ({
  account,
  roles,
  districts,
  schools,
  steppedUp,
  steppedUpUntil: instant(provedMs + freshProofMs),
  idleUntil: instant(idleUntilMs),
  absoluteUntil: instant(absoluteUntilMs),
});

const instant = (ms: number): string => new Date(ms).toISOString();
