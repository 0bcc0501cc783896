import { applyDecorators, Injectable, UseInterceptors } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { WaitingDto } from './administrator-proposals.dto.ts';
import { Waiting } from './second-person.ts';

/** 202 for what waits for another security administrator. */
@Injectable()
class WaitingInterceptor implements NestInterceptor<object, object> {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer) => {
        if (!(answer instanceof Waiting)) return answer;
        reply.code(202);
        return { ...answer.proposal, position: String(answer.position) } satisfies WaitingDto;
      }),
    );
  }
}

/** A route that lets somebody in: for a security administrator it only proposes. Stands above what makes the route. */
export const MayWait = (): MethodDecorator =>
  applyDecorators(
    UseInterceptors(WaitingInterceptor),
    ApiResponse({
      status: 202,
      description: 'Nothing is open and nobody is invited until another security administrator approves.',
      type: WaitingDto,
    }),
  );
