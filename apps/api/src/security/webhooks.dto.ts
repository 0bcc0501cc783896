import { ApiProperty } from '@nestjs/swagger';
import { Code, CodeList, LongText, Text } from '../http/fields.ts';
import { QueryCount, ReadQueryDto } from '../http/query-fields.ts';
import { cursorShape } from '../machine/changes.dto.ts';
import { schoolCodeShape } from '../officer/schools.dto.ts';

const idShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const districtShape = /^\d{6}$/;

/** The webhook that an address names. */
export class WebhookPathDto {
  @Code({ shape: idShape, example: 'platform-changes' })
  webhook!: string;
}

/** A webhook to register (推送地址). */
export class RegisterWebhookDto extends WebhookPathDto {
  @Code({ shape: idShape, example: 'admission-platform', description: 'A registered machine client.' })
  client!: string;

  @Text({ example: 'https://platform.example/redline', longest: 500, description: 'https; no user name, no `#`.' })
  url!: string;

  @CodeList({ shape: districtShape, example: ['460108'], description: 'Left out: all.', optional: true })
  districts: readonly string[] | null = null;

  @CodeList({ shape: schoolCodeShape, example: ['3646012001'], description: 'Left out: all.', optional: true })
  schools: readonly string[] | null = null;
}

/** A registered webhook; its secret is shown this once. */
export class RegisteredWebhookDto {
  @ApiProperty({ example: 'platform-changes' })
  webhook!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'whsec_…',
    description: 'Shown once. Null where the webhook was registered before.',
  })
  secret!: string | null;

  @ApiProperty({ example: '17', description: 'In the log; changes after it are told.', pattern: '^\\d+$' })
  position!: string;
}

/** Why a webhook ends. */
export class RemovalDto {
  @LongText({ example: '平台下线' })
  reason!: string;
}

/** From where a webhook is told again. */
export class ReplayDto {
  @Code({
    shape: cursorShape,
    example: '1204.0',
    optional: true,
    description: 'A cursor of the feed, exclusive; left out: from the first change on.',
  })
  after: string | null = null;

  @LongText({ example: '接收系统恢复备份' })
  reason!: string;
}

/** What came of a ping. */
export class PingDto {
  @ApiProperty({ example: true, description: 'The receiver answered 2xx.' })
  isTaken!: boolean;

  @ApiProperty({ type: 'integer', nullable: true, example: 204 })
  status!: number | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: null,
    description:
      '`status`, `redirect-refused`, `address-refused`, `timeout`, or the code of what went wrong on the way.',
  })
  error!: string | null;

  @ApiProperty({ type: 'integer', example: 48 })
  ms!: number;
}

const reach = { anyOf: [{ const: 'all' }, { type: 'array', items: { type: 'string' } }] };

/** A webhook and how far it has come. */
export class ListedWebhookDto {
  @ApiProperty({ example: 'platform-changes' })
  webhook!: string;

  @ApiProperty({ example: 'admission-platform' })
  client!: string;

  @ApiProperty({ example: 'https://platform.example/redline' })
  url!: string;

  @ApiProperty({ ...reach, example: ['460108'] })
  districts!: 'all' | readonly string[];

  @ApiProperty({ ...reach, example: 'all' })
  schools!: 'all' | readonly string[];

  @ApiProperty({ format: 'date-time', example: '2026-09-25T08:00:00.000Z' })
  registeredAt!: string;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  removalReason!: string | null;

  @ApiProperty({ enum: ['ACTIVE', 'SUSPENDED', 'REMOVED'], example: 'ACTIVE' })
  standing!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: '1204.0',
    description: 'The last change taken or passed over.',
  })
  cursor!: string | null;

  @ApiProperty({ type: 'integer', example: 0, description: 'How often the next message has failed.' })
  failures!: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    format: 'date-time',
    example: null,
    description: 'Of the next attempt.',
  })
  dueAt!: string | null;
}

/** All of them, in the order of ids. */
export class WebhookListDto {
  @ApiProperty({ type: ListedWebhookDto, isArray: true })
  webhooks!: readonly ListedWebhookDto[];
}

/** From where, and how many. */
export class DeliveriesQueryDto extends ReadQueryDto {
  @QueryCount({ least: 0, most: Number.MAX_SAFE_INTEGER, fallback: 0 })
  after = 0;

  @QueryCount({ least: 1, most: 200, fallback: 100 })
  limit = 100;
}

/** One attempt to deliver one message. */
export class DeliveryDto {
  @ApiProperty({ type: 'integer', example: 17, description: 'The running number of the webhook’s attempts.' })
  no!: number;

  @ApiProperty({ example: 'platform-changes_1204_0' })
  messageId!: string;

  @ApiProperty({ example: '1204.0' })
  cursor!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Which attempt for this message.' })
  attempt!: number;

  @ApiProperty({ format: 'date-time', example: '2026-09-25T08:00:00.000Z' })
  at!: string;

  @ApiProperty({ type: 'integer', nullable: true, example: 204 })
  status!: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  error!: string | null;

  @ApiProperty({ type: 'integer', example: 48 })
  ms!: number;
}

/** A part of the delivery log. */
export class DeliveriesDto {
  @ApiProperty({ type: DeliveryDto, isArray: true })
  deliveries!: readonly DeliveryDto[];

  @ApiProperty({ type: 'integer', example: 17, description: 'To go on from; where it stays the same is the end.' })
  next!: number;
}
