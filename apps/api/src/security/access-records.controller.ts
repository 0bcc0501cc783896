import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/access/requires.ts';
import { MinPositionGuard } from '../http/min-position.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { AccessReads } from '../read-side.ts';
import { AccessRecordsDto, AccessRecordsQueryDto } from './access-records.dto.ts';

/** Who came in and who was turned away (登录与访问记录), for auditors. */
@ApiTags('access-records')
@Controller('api/v1/access-records')
@UseGuards(MinPositionGuard)
export class AccessRecordsController {
  readonly #records: AccessReads;

  constructor(records: AccessReads) {
    this.#records = records;
  }

  @Get()
  @Requires('READ_LOG')
  @ApiOperation({
    summary: 'Sign-ins, refusals, denials, changes of accounts and keys, looks at persons: who, what, when, from where',
  })
  @ApiResponse({ status: 200, type: AccessRecordsDto, description: 'Oldest first.' })
  @ApiProblems(400, 503)
  list(@Query() { after, limit }: AccessRecordsQueryDto): Promise<AccessRecordsDto> {
    return this.#records.accessRecordsAfter(after === null ? -1 : Number(after), limit);
  }
}
