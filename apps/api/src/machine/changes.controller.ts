import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Requires } from '../http/access/requires.ts';
import { SchoolGate } from '../http/access/school-gate.ts';
import { MinPositionGuard } from '../http/min-position.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { ChangesFeed } from '../read-side.ts';
import { ChangesDto, ChangesQueryDto } from './changes.dto.ts';

/** The delta feed for other systems. */
@ApiTags('eligibility')
@Controller('api/v1/eligibility')
@UseGuards(MinPositionGuard)
export class ChangesController {
  readonly #feed: ChangesFeed;
  readonly #gate: SchoolGate;

  constructor(feed: ChangesFeed, gate: SchoolGate) {
    this.#feed = feed;
    this.#gate = gate;
  }

  @Get('changes')
  @Requires('FOLLOW_CHANGES')
  @ApiOperation({ summary: 'Changes of eligibility since a cursor: gap-free, repeatable, never removed' })
  @ApiResponse({
    status: 200,
    type: ChangesDto,
    description: 'The changes that follow, in order; a key is told of its own schools alone.',
  })
  @ApiProblems(400, 503)
  async changes(@Query() { after, limit }: ChangesQueryDto, @Req() { admitted }: FastifyRequest): Promise<ChangesDto> {
    const { changes, next } = await this.#feed.changes(after, limit);
    return { changes: await this.#gate.allowed(admitted.actor, 'FOLLOW_CHANGES', changes), next };
  }
}
