import { ApiProperty } from '@nestjs/swagger';
import { capacityTerms, erasureTerms, lookPurposeTerms } from '#domain/persons';
import type { Capacity, ErasureGround, LookPurpose } from '#domain/persons';
import { Code, LongText, OneOf, Text, Truth } from '../http/fields.ts';
import { schoolCodeShape } from './schools.dto.ts';

const numberShape = /^[1-9]\d{0,5}$/;
const accountShape = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;

const reason = {
  example: '核对退费名单',
  description: 'Stays on record in clear: no names, no numbers of identity cards or telephones.',
};

/** A person that an address names. */
export class PersonPathDto {
  @Code({ shape: schoolCodeShape, example: '3646012001' })
  code!: string;

  @Code({ shape: numberShape, example: '7', description: "A number within the school's cases: nothing of the person." })
  person!: string;
}

/** A request to look, by whose it is. */
export class LookRequestPathDto extends PersonPathDto {
  @Code({ shape: accountShape, example: 'wang.fang' })
  account!: string;
}

/** Somebody whom a case concerns. The texts go into the log sealed, and are shown to whoever looks with a purpose. */
export class RecordPersonDto {
  @Text({ example: '2022-003', longest: 100 })
  caseNo!: string;

  @OneOf(capacityTerms, { example: 'STUDENT' })
  capacity!: Capacity;

  @Truth({ example: true, description: 'Under eighteen.' })
  minor!: boolean;

  @Text({ example: '李小明', longest: 50 })
  name!: string;

  @Text({ example: null, longest: 30, optional: true, description: '身份证件号码' })
  idNumber: string | null = null;

  @Text({ example: null, longest: 50, optional: true, description: '联系方式' })
  contact: string | null = null;

  @LongText({ example: null, optional: true, description: '备注，例如退费账户' })
  note: string | null = null;

  @LongText({ example: null, optional: true, description: '更正理由' })
  correctionReason: string | null = null;
}

/** For what somebody wants to look. */
export class LookWantedDto {
  @OneOf(lookPurposeTerms, { example: 'REDRESS' })
  purpose!: LookPurpose;

  @LongText(reason)
  reason!: string;
}

/** What was asked for, as the approver saw it. */
export class LookApprovalDto {
  @OneOf(lookPurposeTerms, { example: 'REDRESS' })
  purpose!: LookPurpose;
}

/** Why a person's data shall go for ever. */
export class ErasureProposalDto {
  @OneOf(erasureTerms, { example: 'PURPOSE_ACHIEVED' })
  ground!: ErasureGround;

  @LongText({ ...reason, example: '案件已结，退费已完成' })
  reason!: string;
}

/** The ground that was proposed, as whoever carries it out saw it. */
export class ErasureDto {
  @OneOf(erasureTerms, { example: 'PURPOSE_ACHIEVED' })
  ground!: ErasureGround;
}

/** Who asked to look. */
export class ListedLookDto {
  @ApiProperty({ example: 'wang.fang' })
  account!: string;

  @ApiProperty({ enum: Object.keys(lookPurposeTerms), example: 'REDRESS' })
  purpose!: string;

  @ApiProperty({ example: '核对退费名单' })
  reason!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: null,
    description: 'Until when they may, exclusive; null: nobody has approved it.',
  })
  until!: string | null;
}

/** What was proposed. */
export class ListedErasureDto {
  @ApiProperty({ enum: Object.keys(erasureTerms), example: 'PURPOSE_ACHIEVED' })
  ground!: string;

  @ApiProperty({ example: '案件已结，退费已完成' })
  reason!: string;

  @ApiProperty({ example: 'wang.fang' })
  proposedBy!: string;
}

/** Somebody whom a case concerns, without anything of them. */
export class ListedPersonDto {
  @ApiProperty({ example: '7' })
  person!: string;

  @ApiProperty({ example: '2022-003' })
  caseNo!: string;

  @ApiProperty({ enum: Object.keys(capacityTerms), example: 'STUDENT' })
  capacity!: string;

  @ApiProperty({ example: true })
  minor!: boolean;

  @ApiProperty({ type: [String], example: ['idNumber', 'name'], description: 'Which texts are kept.' })
  fields!: readonly string[];

  @ApiProperty({ example: false })
  erased!: boolean;

  @ApiProperty({ type: ListedLookDto, isArray: true })
  looks!: readonly ListedLookDto[];

  @ApiProperty({ type: ListedErasureDto, nullable: true, example: null })
  erasure!: ListedErasureDto | null;

  @ApiProperty({ example: '0', description: 'Of the last event; send it quoted as If-Match.' })
  revision!: string;
}

/** Everybody whom a school's cases concern, in the order of numbers. */
export class PersonListDto {
  @ApiProperty({ type: ListedPersonDto, isArray: true })
  persons!: readonly ListedPersonDto[];
}

/** What a look shows. It is on record that it was shown, to whom and for what. */
export class SeenPersonDto {
  @ApiProperty({ enum: Object.keys(capacityTerms), example: 'STUDENT' })
  capacity!: string;

  @ApiProperty({ example: true })
  minor!: boolean;

  @ApiProperty({ example: '李小明' })
  name!: string;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  idNumber!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  contact!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  note!: string | null;

  @ApiProperty({ example: '17', description: 'Where the look stands in the log.', pattern: '^\\d+$' })
  position!: string;
}
