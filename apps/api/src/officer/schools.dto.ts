import { ApiProperty } from '@nestjs/swagger';
import type { SchoolContent } from '#domain/schools';
import { changeTerms, districtTerms } from '#law';
import type { ChangeKind } from '#law';
import type { ListedSchool } from '#read-models/school-file';
import { Code, CodeList, Day, LongText, OneOf, Text } from '../http/fields.ts';

export const schoolCodeShape = /^\d{10}$/;
export const majorCodeShape = /^\d{6}$/;
const districtShape = /^\d{6}$/;
const creditCodeShape = /^[0-9A-Z]{18}$/;
const authorityTerms = { EDU: '教育', HRSS: '人社', OTHER: '其他' } as const;
const ownershipTerms = { PUBLIC: '公办', PRIVATE: '民办' } as const;

/** The school that an address names. */
export class SchoolPathDto {
  @Code({ shape: schoolCodeShape, example: '3646012001' })
  code!: string;
}

/** A school's row without its code: what can be amended. */
export class SchoolRowDto {
  @Text({ example: '海口示例职业学校' })
  name!: string;

  @OneOf(authorityTerms, { example: 'EDU', optional: true })
  authority: SchoolContent['authority'] | null = null;

  @Code({ shape: creditCodeShape, example: '524601001417776307', optional: true })
  creditCode: string | null = null;

  @Code({
    shape: districtShape,
    example: '460105',
    description: `Six digits: ${Object.entries(districtTerms).flat().join(' ')}`,
  })
  district!: string;

  @OneOf(ownershipTerms, { example: 'PRIVATE' })
  ownership!: SchoolContent['ownership'];

  @Text({ example: '普通中专', optional: true })
  schoolType: string | null = null;

  @Text({ example: '146010030000000', optional: true })
  licenceNo: string | null = null;

  @Day({ example: '2030-12-07', description: 'Last day of the permit; required of a private school.', optional: true })
  licenceUntil: string | null = null;

  @Text({ example: '示例校长', optional: true })
  principal: string | null = null;

  @CodeList({ shape: majorCodeShape, example: ['740101', '700206'], optional: true })
  majors: readonly string[] | null = null;

  @LongText({ example: '登记有误', description: 'Replaces what is recorded, and says why.', optional: true })
  correctionReason: string | null = null;
}

/** A school to register. */
export class RegisterSchoolDto extends SchoolRowDto {
  @Code({ shape: schoolCodeShape, example: '3646012001' })
  code!: string;
}

/** An approved change of a school. */
export class SchoolChangeDto {
  @OneOf(changeTerms, { example: 'RENAMED' })
  kind!: ChangeKind;

  @Day({ example: '2022-03-26' })
  approvedOn!: string;

  @Day({ example: '2022-04-01', description: 'Left out: the day of approval.', optional: true })
  effectiveOn: string | null = null;

  @Text({
    example: '海口新示例职业学校',
    description: 'New last day, name, principal, ownership, district, permit number, or the code of the successor.',
    optional: true,
  })
  value: string | null = null;

  @CodeList({
    shape: majorCodeShape,
    example: [],
    description: 'For MAJORS_ADDED and MAJORS_WITHDRAWN.',
    optional: true,
  })
  majors: readonly string[] | null = null;

  @LongText({ example: '董事会决议', optional: true })
  reason: string | null = null;

  @LongText({ example: '登记有误', optional: true })
  correctionReason: string | null = null;
}

/** A school's row as it is recorded. */
export class SchoolDto implements SchoolContent {
  @ApiProperty({ example: '3646012001' })
  code!: string;

  @ApiProperty({ example: '海口示例职业学校' })
  name!: string;

  @ApiProperty({ enum: Object.keys(authorityTerms), example: 'EDU' })
  authority!: SchoolContent['authority'];

  @ApiProperty({ type: 'string', nullable: true, example: '524601001417776307' })
  creditCode!: string | null;

  @ApiProperty({ example: '460105' })
  district!: string;

  @ApiProperty({ enum: Object.keys(ownershipTerms), example: 'PRIVATE' })
  ownership!: SchoolContent['ownership'];

  @ApiProperty({ type: 'string', nullable: true, example: '普通中专' })
  schoolType!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: '146010030000000' })
  licenceNo!: string | null;

  @ApiProperty({ type: 'string', format: 'date', nullable: true, example: '2030-12-07' })
  licenceUntil!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: '示例校长' })
  principal!: string | null;

  @ApiProperty({ type: 'string', isArray: true, example: ['740101', '700206'] })
  majors!: readonly string[];
}

/** A school as lists show it: with every recorded change over its row. */
export class ListedSchoolDto extends SchoolDto implements ListedSchool {
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'The code of the successor.' })
  mergedInto!: string | null;
}
