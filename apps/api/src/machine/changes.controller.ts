import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
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

  constructor(feed: ChangesFeed) {
    this.#feed = feed;
  }

  @Get('changes')
  @ApiOperation({ summary: 'Changes of eligibility since a cursor: gap-free, repeatable, never removed' })
  @ApiResponse({ status: 200, type: ChangesDto, description: 'The changes that follow, in order.' })
  @ApiProblems(400, 503)
  changes(@Query() { after, limit }: ChangesQueryDto): Promise<ChangesDto> {
    return this.#feed.changes(after, limit);
  }
}
