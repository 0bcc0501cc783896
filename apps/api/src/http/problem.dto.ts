import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** One wrong field. */
export class FieldProblemDto {
  @ApiProperty({ example: '/servedOn', description: 'A JSON pointer, from the part of the request named by `in`.' })
  pointer!: string;

  @ApiProperty({ enum: ['body', 'query', 'path', 'header'], example: 'body' })
  in!: string;

  @ApiProperty({ example: 'bad-date' })
  code!: string;

  @ApiProperty({ example: '不是一个存在的日期。' })
  message!: string;
}

/** RFC 9457 problem details. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:redline:problem:validation-failed' })
  type!: string;

  @ApiProperty({ example: '有的内容不符合要求。' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 400, minimum: 400, maximum: 599 })
  status!: number;

  @ApiProperty({ example: '有的内容不符合要求。' })
  detail!: string;

  @ApiProperty({ example: '/api/v1/decisions', description: 'The address that was asked.' })
  instance!: string;

  @ApiProperty({ example: 'validation-failed', description: 'Stable: decide by it, not by the sentences.' })
  code!: string;

  @ApiProperty({ example: '5e1f0f0e-6e0c-4b5e-9d0f-0a8a52f8f6a1.17', description: 'The id of the request in the log.' })
  traceId!: string;

  @ApiProperty({ type: FieldProblemDto, isArray: true })
  errors!: readonly FieldProblemDto[];
}

const descriptions: Readonly<Record<number, string>> = {
  400: 'The request is not what it should be; `errors` names the fields.',
  401: 'Nobody said who they are, or not well enough: a session, a key or a token that does not hold.',
  403: 'Not allowed: `code` says whether the role, scope, school, district or address is; or a page of another site sent it.',
  404: 'The address names what is not recorded.',
  409: 'The record says otherwise.',
  412: 'The record does not stand at the revision of If-Match.',
  413: 'Too large; `detail` names the limit.',
  415: 'Not a media type that is understood here.',
  422: 'Refused; `code` says why, `errors` names every reason.',
  429: 'Too many requests with this key in this minute; Retry-After says how long to wait.',
  503: 'Not now; send it again after Retry-After.',
};

/** The body of every problem. */
export const problemContent = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };

/** The problems that an operation can answer with, by status; any other is described by `default`. */
export const problemResponses = (
  ...statuses: readonly number[]
): Readonly<Record<string, { description: string; content: typeof problemContent }>> => ({
  ...Object.fromEntries(
    statuses.map((status) => [status, { description: descriptions[status] ?? 'A problem.', content: problemContent }]),
  ),
  default: { description: 'Any other problem.', content: problemContent },
});

/** The same, on a controller's method. */
export const ApiProblems = (...statuses: readonly number[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDto),
    ...Object.entries(problemResponses(...statuses)).map(([status, response]) =>
      ApiResponse({ status: status === 'default' ? status : Number(status), ...response }),
    ),
  );
