import { ApiProperty } from '@nestjs/swagger';
import { accessTypes } from '#read-models/access-records';
import { QueryCode, QueryCount, ReadQueryDto } from '../http/query-fields.ts';

/** From where, and how many. */
export class AccessRecordsQueryDto extends ReadQueryDto {
  @QueryCode({ shape: /^\d{1,15}$/, example: '17', description: 'Exclusive; left out: from the first one on.' })
  after: string | null = null;

  @QueryCount({ least: 1, most: 200, fallback: 100 })
  limit = 100;
}

/** One audit event: who, what, when, from where, and how it ended. */
export class AccessRecordDto {
  @ApiProperty({ example: '17', description: 'In the log.' })
  position!: string;

  @ApiProperty({ format: 'date-time', example: '2026-09-25T08:00:00.000Z' })
  recordedAt!: string;

  @ApiProperty({ example: 'redline', description: 'Who had it written down: the service itself, or whoever did it.' })
  recordedBy!: string;

  @ApiProperty({ enum: accessTypes, example: 'SignedIn' })
  type!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { account: 'wang.fang', at: '2026-09-25T08:00:00.000Z', address: '10.0.3.17' },
  })
  data!: object;
}

/** A part of them, oldest first. */
export class AccessRecordsDto {
  @ApiProperty({ type: AccessRecordDto, isArray: true })
  items!: readonly AccessRecordDto[];

  @ApiProperty({ type: 'string', nullable: true, example: '17', description: 'The `after` of the next part.' })
  next!: string | null;
}
