import { ApiProperty } from '@nestjs/swagger';
import { ProblemDto } from '../http/problem.dto.ts';

const states = ['REVOKED', 'UNQUALIFIED', 'BANNED', 'HELD', 'CONDITIONAL', 'WATCH', 'ELIGIBLE'];
const day = { type: 'string', format: 'date' } as const;
const dayOrNull = { type: 'string', format: 'date', nullable: true } as const;
const season = { enum: ['AUTUMN', 'SPRING'], example: 'AUTUMN' };

/** Where in the log a reason was last written. */
export class SourceDto {
  @ApiProperty({ example: 'decision-kwz5v4j2s7b3qk6m3x2d5f7a2q' })
  stream!: string;

  @ApiProperty({ example: '1' })
  revision!: string;

  @ApiProperty({ example: '17' })
  position!: string;
}

/** One recorded fact that bears on the answer. Days are half-open: `until` is the first day no longer covered. */
export class ReasonDto {
  @ApiProperty({ example: 'VETO' })
  kind!: string;

  @ApiProperty({ enum: states, example: 'BANNED' })
  state!: string;

  @ApiProperty({ enum: ['SCHOOL', 'MAJOR'], example: 'SCHOOL' })
  scope!: string;

  @ApiProperty({ type: 'string', isArray: true, example: [] })
  majors!: readonly string[];

  @ApiProperty({ ...day, example: '2022-05-10' })
  from!: string;

  @ApiProperty({ ...dayOrNull, example: null })
  until!: string | null;

  @ApiProperty({ type: 'array', items: { type: 'integer' }, nullable: true, example: [2022] })
  years!: readonly number[] | null;

  @ApiProperty({ type: 'string', enum: ['FIXED_TERM', 'UNTIL_LIFTED', 'BOTH'], nullable: true, example: 'BOTH' })
  endMode!: string | null;

  @ApiProperty({ ...dayOrNull, example: '2022-05-10' })
  servedOn!: string | null;

  @ApiProperty({ ...dayOrNull, example: '2023-05-10' })
  reviewDueOn!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: '海教职成〔2022〕7号' })
  documentNo!: string | null;

  @ApiProperty({ type: 'array', items: { type: 'string' }, nullable: true, example: ['PLAN-4'] })
  basis!: readonly string[] | null;

  @ApiProperty({ type: 'string', isArray: true, example: ['2022-003'] })
  caseIds!: readonly string[];

  @ApiProperty({ type: 'string', isArray: true, example: [] })
  badges!: readonly string[];

  @ApiProperty({ type: SourceDto })
  source!: SourceDto;

  @ApiProperty({ required: false, example: '2022-003' })
  id?: string;

  @ApiProperty({ type: 'integer', required: false, example: 120 })
  cap?: number;

  @ApiProperty({ ...day, required: false, example: '2023-09-05' })
  liftedFrom?: string;

  @ApiProperty({ required: false, example: '3646012002' })
  successor?: string;
}

/** A reason that a stay suspends. */
export class StayedReasonDto extends ReasonDto {
  @ApiProperty({ ...dayOrNull, example: '2024-07-19' })
  returnsOn!: string | null;
}

/** The state over some days of the intake. */
export class SpanDto {
  @ApiProperty({ ...day, example: '2022-09-01' })
  from!: string;

  @ApiProperty({ ...day, example: '2022-11-21' })
  until!: string;

  @ApiProperty({ enum: states, example: 'BANNED' })
  state!: string;
}

/** The next day on which the answer is known to be another one. */
export class NextChangeDto {
  @ApiProperty({ ...day, example: '2023-09-01' })
  on!: string;

  @ApiProperty({ type: 'integer', example: 2023 })
  year!: number;

  @ApiProperty(season)
  season!: string;

  @ApiProperty({ enum: states, example: 'HELD' })
  state!: string;
}

/** What has to happen before a reason no longer stands. */
export class WayBackDto {
  @ApiProperty({ example: '海教职成〔2022〕7号' })
  reason!: string;

  @ApiProperty({ type: 'string', isArray: true, example: ['rectification-accepted', 'lift-served'] })
  needs!: readonly string[];

  @ApiProperty({ ...dayOrNull, example: '2023-09-01' })
  earliest!: string | null;
}

/** The school that was asked about. */
export class NamedSchoolDto {
  @ApiProperty({ example: '3646012001' })
  code!: string;

  @ApiProperty({ example: '海口示例职业学校' })
  name!: string;
}

/** The answer: never a bare boolean. */
export class EligibilityAnswerDto {
  @ApiProperty({ type: NamedSchoolDto })
  school!: NamedSchoolDto;

  @ApiProperty({ type: 'integer', example: 2022 })
  enrolmentYear!: number;

  @ApiProperty(season)
  season!: string;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  major!: string | null;

  @ApiProperty({ ...day, example: '2022-06-01' })
  on!: string;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  knownAt!: string | null;

  @ApiProperty({ enum: states, example: 'BANNED' })
  state!: string;

  @ApiProperty({ example: false })
  mayEnrol!: boolean;

  @ApiProperty({ type: ReasonDto, nullable: true })
  headline!: ReasonDto | null;

  @ApiProperty({ type: ReasonDto, isArray: true })
  reasons!: readonly ReasonDto[];

  @ApiProperty({ type: SpanDto, isArray: true })
  spans!: readonly SpanDto[];

  @ApiProperty({ type: 'string', isArray: true, example: ['740101'] })
  majorsBanned!: readonly string[];

  @ApiProperty({ type: ReasonDto, isArray: true, example: [] })
  pending!: readonly ReasonDto[];

  @ApiProperty({ type: StayedReasonDto, isArray: true, example: [] })
  stayed!: readonly StayedReasonDto[];

  @ApiProperty({ type: NextChangeDto, nullable: true })
  nextChange!: NextChangeDto | null;

  @ApiProperty({ type: WayBackDto, isArray: true })
  wayBack!: readonly WayBackDto[];

  @ApiProperty({ example: '17', description: 'The last event that touches the school.' })
  position!: string;

  @ApiProperty({ example: '2026.11-1' })
  rulesVersion!: string;
}

/** In the place of an answer that there is not. */
export class UnansweredDto {
  @ApiProperty({ type: ProblemDto })
  error!: ProblemDto;
}
