import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { ImportedFile, ImportReport, RefusedCell, SheetCount } from '#workbooks';

/** A file that was read. */
export class ImportedFileDto implements ImportedFile {
  @ApiProperty({ example: 'office.xlsx' })
  file!: string;

  @ApiProperty({ example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' })
  sha256!: string;

  @ApiProperty({ type: 'integer', example: 40 })
  rows!: number;

  @ApiProperty({ type: 'string', isArray: true, example: ['说明'] })
  unknownSheets!: readonly string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    example: { 学校名册: ['备注'] },
  })
  extraColumns!: Readonly<Record<string, readonly string[]>>;
}

/** How many rows of a sheet went which way. */
export class SheetCountDto implements SheetCount {
  @ApiProperty({ type: 'integer', example: 7 })
  read!: number;

  @ApiProperty({ type: 'integer', example: 5 })
  recorded!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  unchanged!: number;

  @ApiProperty({ type: 'integer', example: 0 })
  corrected!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  refused!: number;
}

/** Why a row, or a whole file or sheet (row null), was not recorded. */
export class RefusedCellDto implements RefusedCell {
  @ApiProperty({ example: 'office.xlsx' })
  file!: string;

  @ApiProperty({ type: 'string', nullable: true, example: '处理决定' })
  sheet!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 7 })
  row!: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: '送达日期' })
  column!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: '2022-13-01' })
  value!: string | null;

  @ApiProperty({ example: 'bad-date' })
  code!: string;

  @ApiProperty({ required: false, example: '2022-05-08' })
  detail?: string;
}

/** What an import did. */
@ApiExtraModels(SheetCountDto)
export class ImportReportDto implements ImportReport {
  @ApiProperty({ type: ImportedFileDto, isArray: true })
  files!: readonly ImportedFileDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(SheetCountDto) },
    example: { 学校名册: { read: 7, recorded: 5, unchanged: 1, corrected: 0, refused: 1 } },
  })
  sheets!: Readonly<Record<string, SheetCountDto>>;

  @ApiProperty({ type: RefusedCellDto, isArray: true })
  refused!: readonly RefusedCellDto[];

  @ApiProperty({ type: 'string', nullable: true, example: '41', description: 'The last event of the log.' })
  position!: string | null;
}
