import { applyDecorators, Injectable, Post, Put, UseInterceptors } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { CommandAnswer } from '#commands';
import { ApiProblems } from './problem.dto.ts';

/** What a command answers: revision and position are decimal strings. */
export class CommandAnswerDto {
  @ApiProperty({ example: 'school-3646012001', description: 'The stream that holds the record.' })
  id!: string;

  @ApiProperty({ example: '0', description: 'Of the last event; send it quoted as If-Match.', pattern: '^\\d+$' })
  revision!: string;

  @ApiProperty({
    example: '17',
    description: 'In the log; send it as minPosition to read your own write.',
    pattern: '^\\d+$',
  })
  position!: string;

  @ApiProperty({ enum: ['recorded', 'corrected', 'unchanged'], example: 'recorded' })
  outcome!: CommandAnswer['outcome'];
}

/**
 * 201 for something new, 200 for a correction or for what was recorded already; ETag is the stream's revision. What is
 * not carried out yet has an answer of its own.
 */
@Injectable()
export class CommandAnswerInterceptor implements NestInterceptor<CommandAnswer | object, object> {
  intercept(context: ExecutionContext, next: CallHandler<CommandAnswer | object>): Observable<object> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer) => {
        if (!('outcome' in answer)) return answer;
        const { id, revision, position, outcome } = answer;
        reply.code(outcome === 'recorded' ? 201 : 200).header('etag', `"${revision}"`);
        return { id, revision: String(revision), position: String(position), outcome } satisfies CommandAnswerDto;
      }),
    );
  }
}

/** A route that changes the register: its address, what it does, and everything that all commands have in common. */
export const CommandRoute = (path: string, summary: string, method: 'POST' | 'PUT' = 'POST'): MethodDecorator =>
  applyDecorators(
    method === 'POST' ? Post(path) : Put(path),
    UseInterceptors(CommandAnswerInterceptor),
    ApiOperation({ summary }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same key answers the same and records nothing more.',
      schema: { type: 'string', maxLength: 200 },
    }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'Refuse unless the record stands at this revision.',
      schema: { type: 'string', pattern: '^"\\d+"$' },
    }),
    ApiResponse({ status: 201, description: 'Recorded.', type: CommandAnswerDto }),
    ApiResponse({ status: 200, description: 'Corrected, or recorded already.', type: CommandAnswerDto }),
    ApiProblems(400, 403, 404, 409, 412, 413, 415, 422, 503),
  );
