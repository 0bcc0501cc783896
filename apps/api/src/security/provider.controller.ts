import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Where } from '#platform/identity';
import { Requires } from '../http/access/requires.ts';
import { endedPendingCookie, pendingCookie, pendingSignInIn, sessionCookie } from '../http/access/session-cookie.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { formIn } from '../http/forms.ts';
import { ProblemError } from '../http/problem.ts';
import { LogoutDesk } from './logout-desk.ts';
import { ProviderDesk } from './provider-desk.ts';
import { ProviderQueryDto } from './session.dto.ts';
import { FromWhere } from '../http/visitor.ts';

/** Where whoever signed in goes on: a fixed place, so that nobody is led anywhere else. */
const profilePath = '/api/v1/session';

/** OpenID Connect Back-Channel Logout 1.0, 2.5. */
const logoutSchema = {
  type: 'object',
  required: ['logout_token'],
  properties: {
    logout_token: { type: 'string', example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImxvZ291dCtqd3QifQ.eyJpc3MiOiJodHRwcz…' },
  },
};

const location = { Location: { schema: { type: 'string' } } } as const;

/** Signing in with a provider outside (统一身份认证登录): a browser goes there and comes back. */
@ApiTags('session')
@Controller('api/v1/session')
export class ProviderController {
  readonly #desk: ProviderDesk;
  readonly #logouts: LogoutDesk;

  constructor(desk: ProviderDesk, logouts: LogoutDesk) {
    this.#desk = desk;
    this.#logouts = logouts;
  }

  @Get('provider')
  @Requires('SIGN_IN')
  @HttpCode(302)
  @ApiOperation({ summary: 'Sign in with the identity provider, or prove there again who you are' })
  @ApiResponse({ status: 302, headers: location, description: 'On to the provider; a cookie says what was begun.' })
  @ApiProblems(400, 401, 404, 405, 409, 503)
  async begin(
    @Query() { again }: ProviderQueryDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    refuseHead(request);
    const { url, sealed } = await this.#desk.begin(request.admitted.session, again === 'true');
    reply.header('set-cookie', pendingCookie(sealed)).header('location', url);
  }

  @Get('return')
  @Requires('SIGN_IN')
  @HttpCode(303)
  @ApiOperation({ summary: 'Come back from the identity provider; the session is a cookie' })
  @ApiQuery({ name: 'code', required: false, schema: { type: 'string' }, description: 'The provider’s, good once.' })
  @ApiQuery({ name: 'state', required: false, schema: { type: 'string' }, description: 'What was begun.' })
  @ApiQuery({ name: 'error', required: false, schema: { type: 'string' }, description: 'Why the provider says no.' })
  @ApiResponse({ status: 303, headers: location, description: 'Signed in, or proved again.' })
  @ApiProblems(401, 403, 404, 405, 429, 503)
  async finish(
    @Req() request: FastifyRequest,
    @FromWhere() where: Where,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    refuseHead(request);
    const sealed = pendingSignInIn(request.headers.cookie);
    const { session } = request.admitted;
    if (sealed !== undefined) reply.header('set-cookie', endedPendingCookie);
    const token = await this.#desk.finish({ query: queryOf(request), sealed, session, where });
    reply.header('set-cookie', sessionCookie(token)).header('location', profilePath);
  }

  @Post('provider/logout')
  @Requires('SIGN_OUT')
  @HttpCode(200)
  @ApiOperation({ summary: 'For the identity provider: somebody is out there, so their sessions here end at once' })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ schema: logoutSchema })
  @ApiResponse({ status: 200, description: 'Nobody who is meant has a session any more.' })
  @ApiProblems(400, 404, 413, 415, 429, 503)
  async logout(@Req() request: FastifyRequest, @FromWhere() where: Where): Promise<void> {
    const tokens = formIn(request).getAll('logout_token'); // what else stands there is not ours to refuse
    await this.#logouts.end(tokens.length === 1 ? (tokens[0] ?? '') : '', where);
  }
}

/** Whoever looks ahead at a link must not use up what it stands for. */
const refuseHead = ({ method }: FastifyRequest): void => {
  if (method === 'HEAD') throw new ProblemError('method-not-allowed', { headers: { allow: 'GET' } });
};

/** As it was sent: the provider may add words of its own, which no list of ours knows. */
const queryOf = ({ url }: FastifyRequest): string => {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
};
