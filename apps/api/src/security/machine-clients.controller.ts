import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CommandGateway, keyOrder } from '#commands';
import type { CommandAnswer, CommandContext } from '#commands';
import { CloseClient, RegisterClient, RevokeKey } from '#domain/machine-clients';
import { Requires } from '../http/access/requires.ts';
import { Caller } from '../http/caller.ts';
import { CommandRoute } from '../http/command-route.ts';
import { asSet, plain } from '../http/contents.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { MachineKeys } from '../read-side.ts';
import {
  ClientListDto,
  ClientPathDto,
  EndingDto,
  IssuedKeyDto,
  IssueKeyDto,
  KeyPathDto,
  RegisterClientDto,
} from './machine-clients.dto.ts';

const usualPerMinute = 600;
const usualDays = 365;

/** Machines that ask (机器接入方) and their keys (密钥). */
@ApiTags('machine-clients')
@Controller('api/v1/machine-clients')
export class MachineClientsController {
  readonly #gateway: CommandGateway;
  readonly #keys: MachineKeys;

  constructor(gateway: CommandGateway, keys: MachineKeys) {
    this.#gateway = gateway;
    this.#keys = keys;
  }

  @Get()
  @Requires('READ_CLIENTS')
  @ApiOperation({ summary: 'Every client with its keys, never a secret' })
  @ApiResponse({ status: 200, type: ClientListDto, description: 'In the order of ids.' })
  @ApiProblems(503)
  async list(): Promise<ClientListDto> {
    return { clients: await this.#keys.clients() };
  }

  @Requires('REGISTER_CLIENT')
  @CommandRoute('', 'Register a client')
  register(@Body() body: RegisterClientDto, @Caller() caller: CommandContext): Promise<CommandAnswer> {
    return this.#gateway.execute(new RegisterClient(plain(body)), caller);
  }

  @Post(':client/keys')
  @HttpCode(201)
  @Requires('ISSUE_KEY')
  @ApiOperation({
    summary:
      'Issue a key, which is shown this once, or one without a secret for access tokens; a client has two live ones at most',
  })
  @ApiResponse({ status: 201, type: IssuedKeyDto, description: 'Issued.' })
  @ApiProblems(400, 404, 409, 413, 415, 422, 503)
  async issue(
    @Param() { client }: ClientPathDto,
    @Body() body: IssueKeyDto,
    @Caller() caller: CommandContext,
  ): Promise<IssuedKeyDto> {
    const use = body.use ?? 'SECRET';
    const { key, order } = keyOrder(
      {
        client,
        scopes: asSet(body.scopes),
        schools: body.schools ?? 'all',
        districts: body.districts ?? 'all',
        addresses: asSet(body.addresses),
        requestsPerMinute: body.requestsPerMinute ?? usualPerMinute,
        days: body.days ?? usualDays,
        use,
      },
      Date.now(),
    );
    const { position } = await this.#gateway.execute(order, caller);
    const { keyId, expiresAt } = order.content;
    return { client, keyId, use, key, expiresAt, position: String(position) };
  }

  @Requires('REVOKE_KEY')
  @CommandRoute(':client/keys/:keyId/revocation', 'Revoke a key, at once and for ever')
  revoke(
    @Param() key: KeyPathDto,
    @Body() { reason }: EndingDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new RevokeKey(plain(key), { reason, revokedAt: new Date().toISOString() }), caller);
  }

  @Requires('CLOSE_CLIENT')
  @CommandRoute(':client/closing', 'Close a client and revoke all its keys')
  close(
    @Param() key: ClientPathDto,
    @Body() { reason }: EndingDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new CloseClient(plain(key), { reason, closedAt: new Date().toISOString() }), caller);
  }
}
