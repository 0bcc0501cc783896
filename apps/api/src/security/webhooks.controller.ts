import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CommandGateway } from '#commands';
import type { CommandAnswer, CommandContext } from '#commands';
import { RegisterWebhook, RemoveWebhook, ReplayWebhook } from '#domain/webhooks';
import { Requires } from '../http/access/requires.ts';
import { Caller } from '../http/caller.ts';
import { CommandRoute } from '../http/command-route.ts';
import { plain } from '../http/contents.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { MachineKeys } from '../read-side.ts';
import { WebhookDesk } from './webhook-desk.ts';
import {
  DeliveriesDto,
  DeliveriesQueryDto,
  PingDto,
  RegisteredWebhookDto,
  RegisterWebhookDto,
  RemovalDto,
  ReplayDto,
  WebhookListDto,
  WebhookPathDto,
} from './webhooks.dto.ts';

/** Addresses that are told of changes (推送地址). */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  readonly #gateway: CommandGateway;
  readonly #keys: MachineKeys;
  readonly #desk: WebhookDesk;

  constructor(gateway: CommandGateway, keys: MachineKeys, desk: WebhookDesk) {
    this.#gateway = gateway;
    this.#keys = keys;
    this.#desk = desk;
  }

  @Get()
  @Requires('READ_WEBHOOK_DELIVERIES')
  @ApiOperation({ summary: 'Every webhook and how far it has come, never a secret' })
  @ApiResponse({ status: 200, type: WebhookListDto, description: 'In the order of ids.' })
  @ApiProblems(503)
  async list(): Promise<WebhookListDto> {
    const webhooks = await this.#desk.list();
    return { webhooks: webhooks.map(({ registration: _at, basis: _basis, after: _after, ...shown }) => shown) };
  }

  @Post()
  @HttpCode(201)
  @Requires('REGISTER_WEBHOOK')
  @ApiOperation({ summary: 'Register a webhook; its secret is shown this once' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', maxLength: 200 } })
  @ApiResponse({ status: 201, type: RegisteredWebhookDto, description: 'Registered, now or before.' })
  @ApiProblems(400, 409, 413, 415, 422, 503)
  async register(@Body() body: RegisterWebhookDto, @Caller() caller: CommandContext): Promise<RegisteredWebhookDto> {
    const { webhook, client, url } = body;
    this.#desk.secretOf(webhook, 0); // without a key nothing is registered that could never be sent
    this.#desk.checkClient(client, await this.#keys.clients());
    const reach = { districts: body.districts ?? ('all' as const), schools: body.schools ?? ('all' as const) };
    const order = new RegisterWebhook({ webhook, client, url, ...reach });
    const { position, outcome } = await this.#gateway.execute(order, caller);
    const secret = outcome === 'recorded' ? this.#desk.secretOf(webhook, Number(position)) : null;
    return { webhook, secret, position: String(position) };
  }

  @Requires('REMOVE_WEBHOOK')
  @CommandRoute(':webhook/removal', 'Remove a webhook for ever')
  remove(
    @Param() key: WebhookPathDto,
    @Body() removal: RemovalDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new RemoveWebhook(plain(key), plain(removal)), caller);
  }

  @Requires('REPLAY_WEBHOOK')
  @CommandRoute(':webhook/replay', 'Tell everything after a place of the feed again; a suspended webhook goes on')
  replay(
    @Param() key: WebhookPathDto,
    @Body() replay: ReplayDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new ReplayWebhook(plain(key), plain(replay)), caller);
  }

  @Post(':webhook/ping')
  @HttpCode(200)
  @Requires('REPLAY_WEBHOOK')
  @ApiOperation({ summary: 'Send a ping at once, once, and see what comes back' })
  @ApiResponse({ status: 200, type: PingDto, description: 'What came of it.' })
  @ApiProblems(400, 404, 409, 503)
  ping(@Param() { webhook }: WebhookPathDto): Promise<PingDto> {
    return this.#desk.ping(webhook);
  }

  @Get(':webhook/deliveries')
  @Requires('READ_WEBHOOK_DELIVERIES')
  @ApiOperation({ summary: 'The attempts of the last 30 days' })
  @ApiResponse({ status: 200, type: DeliveriesDto, description: 'In order.' })
  @ApiProblems(400, 404, 503)
  async deliveries(
    @Param() { webhook }: WebhookPathDto,
    @Query() { after, limit }: DeliveriesQueryDto,
  ): Promise<DeliveriesDto> {
    const found = await this.#desk.deliveries(webhook, after, limit);
    const deliveries = found.map(({ webhook: _webhook, ...shown }) => shown);
    return { deliveries, next: deliveries.at(-1)?.no ?? after };
  }
}
