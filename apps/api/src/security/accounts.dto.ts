import { ApiProperty } from '@nestjs/swagger';
import { roles } from '#policy';
import { Code, CodeList, LongText, Text } from '../http/fields.ts';
import { schoolCodeShape } from '../officer/schools.dto.ts';
import { InvitationDto } from './session.dto.ts';

export const accountShape = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;
const roleShape = /^[A-Z]+(?:_[A-Z]+)*$/;
const districtShape = /^\d{6}$/;
const sessionShape = /^[\w-]{6,64}$/;

/** What somebody may do, and where. */
export class AccessDto {
  @CodeList({ shape: roleShape, example: ['OFFICER'], description: roles.join(', ') })
  roles!: readonly string[];

  @CodeList({ shape: districtShape, example: ['460108'], description: 'Left out or null: all.', optional: true })
  districts: readonly string[] | null = null;

  @CodeList({ shape: schoolCodeShape, example: [], description: 'Of school staff: their school.', optional: true })
  schools: readonly string[] | null = null;

  @CodeList({
    shape: schoolCodeShape,
    example: [],
    description: '利害关系: schools they keep away from.',
    optional: true,
  })
  conflicts: readonly string[] | null = null;
}

/** Whom an identity provider vouches for. */
export class ProviderIdentityDto {
  @Text({ example: 'https://login.example.gov.cn', longest: 500 })
  issuer!: string;

  @Text({ example: '248289761001', longest: 255 })
  subject!: string;
}

/** An account to open. */
export class OpenAccountDto extends AccessDto {
  @Code({ shape: accountShape, example: 'wang.fang', description: 'A sign-in name: it stays on record for ever.' })
  account!: string;

  @Text({
    example: '王芳',
    longest: 50,
    description: 'For people to read; never in the log, and gone with the account.',
  })
  name!: string;
}

/** Other roles, districts or schools. */
export class ChangeAccessDto extends AccessDto {
  @LongText({ example: '调任执法科' })
  reason!: string;
}

/** Why. */
export class StatedDto {
  @LongText({ example: '离职' })
  reason!: string;
}

/** A session that an address names. */
export class SessionPathDto {
  @Code({ shape: accountShape, example: 'wang.fang' })
  account!: string;

  @Code({ shape: sessionShape, example: 'Qm2xZ0k7' })
  session!: string;
}

/** An account that was opened or whose credentials were reset, and its owner's invitation. */
export class InvitedDto extends InvitationDto {
  @ApiProperty({ example: '17', description: 'In the log.', pattern: '^\\d+$' })
  position!: string;
}

export const reach = { anyOf: [{ const: 'all' }, { type: 'array', items: { type: 'string' } }] };

/** An account as the register and the identity store know it. */
export class ListedAccountDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({ type: 'string', nullable: true, example: '王芳' })
  name!: string | null;

  @ApiProperty({ type: [String], example: ['OFFICER'] })
  roles!: readonly string[];

  @ApiProperty({ ...reach, example: ['460108'] })
  districts!: 'all' | readonly string[];

  @ApiProperty({ ...reach, example: [] })
  schools!: 'all' | readonly string[];

  @ApiProperty({ type: [String], example: [] })
  conflicts!: readonly string[];

  @ApiProperty({ type: ProviderIdentityDto, nullable: true, example: null })
  identity!: ProviderIdentityDto | null;

  @ApiProperty({ example: false })
  disabled!: boolean;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  disablingReason!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'What waits for another security administrator: see /accounts/proposals.',
  })
  proposal!: number | null;
}

/** All of them, in the order of sign-in names. */
export class AccountListDto {
  @ApiProperty({ type: ListedAccountDto, isArray: true })
  accounts!: readonly ListedAccountDto[];
}

/** Where somebody is signed in. */
export class ListedSessionDto {
  @ApiProperty({ example: 'Qm2xZ0k7', description: 'Names the session; opens nothing.' })
  id!: string;

  @ApiProperty({ example: '10.0.3.17' })
  address!: string;

  @ApiProperty({ example: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)' })
  agent!: string;

  @ApiProperty({ format: 'date-time', example: '2026-09-25T08:00:00.000Z' })
  startedAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-09-25T08:20:00.000Z' })
  seenAt!: string;
}

/** Every live session of an account. */
export class SessionListDto {
  @ApiProperty({ type: ListedSessionDto, isArray: true })
  sessions!: readonly ListedSessionDto[];
}
