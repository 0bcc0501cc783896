import { ApiProperty } from '@nestjs/swagger';
import type { ClientContent, KeyUse } from '#domain/machine-clients';
import type { ListedClient, ListedKey } from '#read-models/machine-clients';
import { Code, CodeList, Count, LongText, OneOf, Text, TextList } from '../http/fields.ts';
import { schoolCodeShape } from '../officer/schools.dto.ts';

const clientShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const keyIdShape = /^[0-9A-Za-z]{8}$/;
const districtShape = /^\d{6}$/;
const uses: Readonly<Record<KeyUse, string>> = { SECRET: '密钥', TOKENS: '令牌授权' };
const useDescription = 'SECRET: a secret that is shown once; TOKENS: access tokens alone, no secret is made.';

/** The client that an address names. */
export class ClientPathDto {
  @Code({ shape: clientShape, example: 'admission-platform' })
  client!: string;
}

/** The key that an address names. */
export class KeyPathDto extends ClientPathDto {
  @Code({ shape: keyIdShape, example: 'k7Qm2xZ0', description: 'The eight characters after `ek_live_`.' })
  keyId!: string;
}

/** A client to register (机器接入方). */
export class RegisterClientDto implements ClientContent {
  @Code({ shape: clientShape, example: 'admission-platform' })
  id!: string;

  @Text({ example: '海口市中招平台' })
  name!: string;

  @Text({ example: '信息中心值班', description: 'An office or a duty phone: it stays on record, so no person.' })
  contact!: string;
}

/** What a new key may be used for. */
export class IssueKeyDto {
  @TextList({ example: ['eligibility:read'], least: 1 })
  scopes!: readonly string[];

  @CodeList({ shape: schoolCodeShape, example: ['3646012001'], description: 'Left out: all.', optional: true })
  schools: readonly string[] | null = null;

  @CodeList({ shape: districtShape, example: ['460108'], description: 'Left out: all.', optional: true })
  districts: readonly string[] | null = null;

  @TextList({ example: ['10.0.0.0/8'], description: 'CIDR; left out: from any address.' })
  addresses: readonly string[] = [];

  @Count({ example: 600, least: 1, optional: true, description: 'Left out: 600.' })
  requestsPerMinute: number | null = null;

  @Count({ example: 365, least: 1, most: 365, optional: true, description: 'Left out: 365.' })
  days: number | null = null;

  @OneOf(uses, { example: 'SECRET', optional: true, description: `${useDescription} Left out: SECRET.` })
  use: KeyUse | null = null;
}

/** Why a key or a client ends. */
export class EndingDto {
  @LongText({ example: '轮换' })
  reason!: string;
}

/** A key: shown this once, or without a secret. */
export class IssuedKeyDto {
  @ApiProperty({ example: 'admission-platform' })
  client!: string;

  @ApiProperty({ example: 'k7Qm2xZ0' })
  keyId!: string;

  @ApiProperty({ enum: Object.keys(uses), example: 'SECRET' })
  use!: KeyUse;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'ek_live_…',
    description: 'Shown once and kept nowhere: whoever loses it takes another. Null for TOKENS.',
  })
  key!: string | null;

  @ApiProperty({ format: 'date-time', example: '2027-09-25T08:00:00.000Z' })
  expiresAt!: string;

  @ApiProperty({ example: '17', description: 'In the log; from there on the key opens.', pattern: '^\\d+$' })
  position!: string;
}

const reach = { anyOf: [{ const: 'all' }, { type: 'array', items: { type: 'string' } }] };

/** A key as lists show it. */
export class ListedKeyDto implements ListedKey {
  @ApiProperty({ example: 'k7Qm2xZ0' })
  keyId!: string;

  @ApiProperty({ enum: Object.keys(uses), example: 'SECRET', description: useDescription })
  use!: KeyUse;

  @ApiProperty({ type: [String], example: ['eligibility:read'] })
  scopes!: readonly string[];

  @ApiProperty({ ...reach, example: 'all' })
  schools!: ListedKey['schools'];

  @ApiProperty({ ...reach, example: ['460108'] })
  districts!: ListedKey['districts'];

  @ApiProperty({ type: [String], example: ['10.0.0.0/8'] })
  addresses!: readonly string[];

  @ApiProperty({ type: 'integer', example: 600 })
  requestsPerMinute!: number;

  @ApiProperty({ format: 'date-time', example: '2026-09-25T08:00:00.000Z' })
  issuedAt!: string;

  @ApiProperty({ format: 'date-time', example: '2027-09-25T08:00:00.000Z' })
  expiresAt!: string;

  @ApiProperty({ type: 'string', nullable: true, format: 'date-time', example: null })
  revokedAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  revocationReason!: string | null;
}

/** A client with every key that it ever had. */
export class ListedClientDto implements ListedClient {
  @ApiProperty({ example: 'admission-platform' })
  id!: string;

  @ApiProperty({ example: '海口市中招平台' })
  name!: string;

  @ApiProperty({ example: '信息中心值班' })
  contact!: string;

  @ApiProperty({ type: 'string', nullable: true, format: 'date-time', example: null })
  closedAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  closingReason!: string | null;

  @ApiProperty({ type: ListedKeyDto, isArray: true })
  keys!: readonly ListedKeyDto[];
}

/** All of them, in the order of ids. */
export class ClientListDto {
  @ApiProperty({ type: ListedClientDto, isArray: true })
  clients!: readonly ListedClientDto[];
}
