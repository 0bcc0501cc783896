import { ApiProperty } from '@nestjs/swagger';
import type { FileEntry } from '#read-models/school-file';
import { QueryCode, QueryCount, ReadQueryDto } from '../http/query-fields.ts';
import { ListedSchoolDto, SchoolDto } from './schools.dto.ts';

/** Which schools, and which part of them. */
export class SchoolListQueryDto extends ReadQueryDto {
  @QueryCode({ shape: /^\P{Cc}{1,100}$/u, example: '示例', description: 'Part of a name or code.' })
  q: string | null = null;

  @QueryCode({ shape: /^\d{6}$/, example: '460105' })
  district: string | null = null;

  @QueryCode({ shape: /^\d{10}$/, example: '3646012001', description: 'Begin after this code.' })
  after: string | null = null;

  @QueryCount({ least: 1, most: 200, fallback: 50 })
  limit = 50;
}

/** Which part of a school's file. */
export class FileQueryDto extends ReadQueryDto {
  @QueryCode({ shape: /^\d{1,15}$/, example: '17', description: 'Begin after this position.' })
  after: string | null = null;

  @QueryCount({ least: 1, most: 200, fallback: 50 })
  limit = 50;
}

/** A part of the list of schools. */
export class SchoolListDto {
  @ApiProperty({ type: ListedSchoolDto, isArray: true })
  items!: readonly ListedSchoolDto[];

  @ApiProperty({ type: 'integer', example: 40, description: 'Of all parts together.' })
  total!: number;

  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'The `after` of the next part.' })
  next!: string | null;
}

/** How much is recorded about a school. */
export class SchoolCountsDto {
  @ApiProperty({ type: 'integer', example: 1 })
  changes!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'Filed rows of self-inspection reports.' })
  reports!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'Items that were ordered to be corrected.' })
  orders!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  cases!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  decisions!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Those that name the school itself.' })
  followUps!: number;
}

/** One school with the number of what is recorded about it. */
export class SchoolSummaryDto {
  @ApiProperty({ type: SchoolDto })
  school!: SchoolDto;

  @ApiProperty({ example: '0' })
  revision!: string;

  @ApiProperty({ example: '17', description: 'The last event about the school.' })
  position!: string;

  @ApiProperty({ type: SchoolCountsDto })
  counts!: SchoolCountsDto;
}

/** Where a row stood in an imported file. */
export class WorkbookPlaceDto {
  @ApiProperty({ example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' })
  sha256!: string;

  @ApiProperty({ example: '处理决定' })
  sheet!: string;

  @ApiProperty({ type: 'integer', example: 7 })
  row!: number;
}

/** One recorded event, in both of its times. */
export class FileEntryDto implements FileEntry {
  @ApiProperty({ example: '17' })
  position!: string;

  @ApiProperty({ format: 'date-time', example: '2022-05-10T08:30:00.000Z', description: 'When it was recorded.' })
  recordedAt!: string;

  @ApiProperty({ example: 'decision-kwz5v4j2s7b3qk6m3x2d5f7a2q' })
  stream!: string;

  @ApiProperty({ example: '0' })
  revision!: string;

  @ApiProperty({ example: 'DecisionMade' })
  type!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', format: 'date' },
    example: { decidedOn: '2022-05-08', servedOn: '2022-05-10' },
    description: 'The business days that it speaks of.',
  })
  days!: Readonly<Record<string, string>>;

  @ApiProperty({ example: '王芳' })
  actor!: string;

  @ApiProperty({ example: 'unverified', description: 'Whether the service could know that it was this person.' })
  actorTrust!: string;

  @ApiProperty({ example: 'api' })
  source!: string;

  @ApiProperty({ type: WorkbookPlaceDto, nullable: true })
  workbook!: WorkbookPlaceDto | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { number: '海教职成〔2022〕7号' } })
  data!: object;
}

/** A part of a school's file. */
export class SchoolFileDto {
  @ApiProperty({ type: FileEntryDto, isArray: true })
  items!: readonly FileEntryDto[];

  @ApiProperty({ type: 'string', nullable: true, example: '17', description: 'The `after` of the next part.' })
  next!: string | null;
}
