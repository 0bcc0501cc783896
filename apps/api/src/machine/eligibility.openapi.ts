import { getSchemaPath } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { problemContent, problemResponses } from '../http/problem.dto.ts';
import { EligibilityAnswerDto, UnansweredDto } from './answer.dto.ts';
import { mostQuestions } from './batch.route.ts';
import { cursorShape } from './changes.dto.ts';

/** What the routes below speak of; Nest finds only what its own controllers name. */
export const eligibilityModels = [EligibilityAnswerDto, UnansweredDto] as const;

const answer = { $ref: getSchemaPath(EligibilityAnswerDto) };
const item = { anyOf: [answer, { $ref: getSchemaPath(UnansweredDto) }] };
const day = { type: 'string', format: 'date' };
const tags = ['eligibility'];

const query = (
  name: string,
  schema: object,
  more: { readonly example: unknown; readonly description?: string },
): object => ({
  name,
  in: 'query',
  required: false,
  schema,
  ...more,
});

const minPosition = query(
  'minPosition',
  { type: 'string', pattern: '^\\d{1,15}$' },
  { example: '17', description: 'Wait (at most 1.5 s) until this position is seen.' },
);

const question = {
  type: 'object',
  required: ['school'],
  properties: {
    school: { type: 'string', example: '3646012001' },
    year: { type: 'integer', minimum: 2000, maximum: 2100, example: 2022 },
    season: { type: 'string', enum: ['AUTUMN', 'SPRING'], example: 'AUTUMN' },
    major: { type: 'string', example: '740101' },
    on: { ...day, example: '2022-06-01' },
    knownAt: { type: 'string', example: '41' },
  },
};

const redlinePosition = {
  'Redline-Position': { description: 'The read head.', schema: { type: 'string', example: '41' } },
};

const one = {
  get: {
    tags,
    operationId: 'Eligibility_ask',
    summary: 'May this school enrol for this intake, since when, because of what, and who knew it when?',
    parameters: [
      { name: 'schoolCode', in: 'path', required: true, schema: { type: 'string' }, example: '3646012001' },
      query(
        'year',
        { type: 'integer', minimum: 2000, maximum: 2100 },
        { example: 2022, description: 'With season, or neither.' },
      ),
      query('season', { type: 'string', enum: ['AUTUMN', 'SPRING'] }, { example: 'AUTUMN' }),
      query('major', { type: 'string', pattern: '^\\d{6}$' }, { example: '740101' }),
      query('on', day, {
        example: '2022-06-01',
        description: 'The day of asking; today in Asia/Shanghai when left out.',
      }),
      query(
        'knownAt',
        { type: 'string' },
        {
          example: '41',
          description: 'A position, or an instant with its offset: use only what was recorded up to it.',
        },
      ),
      minPosition,
      { name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } },
    ],
    responses: {
      200: {
        description: 'The answer.',
        headers: redlinePosition,
        content: { 'application/json': { schema: answer } },
      },
      304: { description: 'The answer is still the one that If-None-Match names.' },
      ...problemResponses(400, 404, 503),
    },
  },
};

const batch = {
  post: {
    tags,
    operationId: 'Eligibility_askMany',
    summary: `Up to ${mostQuestions} questions, one item for each in order, all at one position`,
    parameters: [minPosition],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['questions'],
            additionalProperties: false,
            properties: {
              questions: { type: 'array', maxItems: mostQuestions, items: question },
              knownAt: { type: ['string', 'integer', 'null'], example: null },
            },
          },
        },
      },
    },
    responses: {
      200: {
        description: 'Answers, and problems in the place of those that there are not.',
        headers: redlinePosition,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['position', 'answers'],
              properties: {
                position: { type: ['string', 'null'], example: '41' },
                answers: { type: 'array', items: item },
              },
            },
          },
          'application/x-ndjson': { schema: item },
        },
      },
      ...problemResponses(400, 413, 415, 503),
    },
  },
};

const stream = {
  get: {
    tags,
    operationId: 'Changes_stream',
    summary: 'The feed of changes as server-sent events; goes on after Last-Event-ID',
    parameters: [
      query('after', { type: 'string', pattern: cursorShape.source }, { example: '1204.0' }),
      { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string', pattern: cursorShape.source } },
    ],
    responses: {
      200: {
        description: 'Events of the type `change`; `id` is the cursor, `data` the change.',
        content: {
          'text/event-stream': { schema: { type: 'string' }, example: 'id: 1204.0\nevent: change\ndata: {}\n\n' },
        },
      },
      default: { description: 'A problem.', content: problemContent },
    },
  },
};

/** The routes of this audience that stand on Fastify itself. */
export const eligibilityPaths = {
  '/api/v1/eligibility/{schoolCode}': one,
  '/api/v1/eligibility/batch': batch,
  '/api/v1/eligibility/stream': stream,
} as unknown as OpenAPIObject['paths'];
