import { ApiProperty } from '@nestjs/swagger';
import { QueryCode, QueryCount, ReadQueryDto } from '../http/query-fields.ts';
import type { EligibilityChange } from '#read-models/eligibility';

/** `position.n`: the n-th change that the event at a position caused. */
export const cursorShape = /^\d{1,15}\.\d{1,9}$/;

/** From where, and how many. */
export class ChangesQueryDto extends ReadQueryDto {
  @QueryCode({ shape: cursorShape, example: '1204.0', description: 'Exclusive; left out: from the first change on.' })
  after: string | null = null;

  @QueryCount({ least: 1, most: 1000, fallback: 100 })
  limit = 100;
}

/** One changed eligibility. */
export class ChangeDto implements EligibilityChange {
  @ApiProperty({ example: '1204.0' })
  cursor!: string;

  @ApiProperty({ example: '1204' })
  position!: string;

  @ApiProperty({ example: '3646012001' })
  school!: string;

  @ApiProperty({ type: 'integer', example: 2022 })
  enrolmentYear!: number;

  @ApiProperty({ enum: ['AUTUMN', 'SPRING'] })
  season!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'ELIGIBLE', description: 'Null: no answer before.' })
  from!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'BANNED', description: 'Null: no answer any more.' })
  to!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { kind: 'VETO', state: 'BANNED' },
  })
  headline!: unknown;

  @ApiProperty({ format: 'date-time', example: '2022-05-10T08:30:00.000Z' })
  recordedAt!: string;
}

/** A part of the feed. */
export class ChangesDto {
  @ApiProperty({ type: ChangeDto, isArray: true })
  changes!: readonly ChangeDto[];

  @ApiProperty({ type: 'string', nullable: true, example: '1204.0', description: 'The cursor to go on from.' })
  next!: string | null;
}
