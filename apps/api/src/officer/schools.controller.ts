import { Body, Controller, Get, Header, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CommandGateway } from '#commands';
import type { CommandAnswer, CommandContext } from '#commands';
import { RecordSchoolChange, RegisterSchool } from '#domain/schools';
import type { SchoolSummary } from '#read-models/school-file';
import { Caller } from '../http/caller.ts';
import { Requires } from '../http/access/requires.ts';
import { CommandRoute } from '../http/command-route.ts';
import { MinPositionGuard } from '../http/min-position.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { ProblemError } from '../http/problem.ts';
import { ReadQueryDto } from '../http/query-fields.ts';
import { SchoolReads } from '../read-side.ts';
import { changeContentOf, schoolContentOf } from './school-contents.ts';
import { FileQueryDto, SchoolFileDto, SchoolListDto, SchoolListQueryDto, SchoolSummaryDto } from './school-file.dto.ts';
import { RegisterSchoolDto, SchoolChangeDto, SchoolPathDto, SchoolRowDto } from './schools.dto.ts';

/** The register of schools (学校名册, 学校变更). */
@ApiTags('schools')
@Controller('api/v1/schools')
export class SchoolsController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Requires('REGISTER_SCHOOL')
  @CommandRoute('', 'Register a school')
  register(@Body() body: RegisterSchoolDto, @Caller() caller: CommandContext): Promise<CommandAnswer> {
    const content = schoolContentOf(body.code, body);
    return this.#gateway.execute(new RegisterSchool(content, body.correctionReason), caller);
  }

  @Requires('REGISTER_SCHOOL')
  @CommandRoute(':code', 'Amend the row of a school; correctionReason says why', 'PUT')
  amend(
    @Param() { code }: SchoolPathDto,
    @Body() body: SchoolRowDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new RegisterSchool(schoolContentOf(code, body), body.correctionReason), caller);
  }

  @Requires('RECORD_SCHOOL_CHANGE')
  @CommandRoute(':code/changes', 'Record an approved change of a school')
  change(
    @Param() { code }: SchoolPathDto,
    @Body() body: SchoolChangeDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new RecordSchoolChange(changeContentOf(code, body), body.correctionReason), caller);
  }
}

/** What is recorded about schools. */
@ApiTags('schools')
@Controller('api/v1/schools')
@UseGuards(MinPositionGuard)
export class SchoolFilesController {
  readonly #schools: SchoolReads;

  constructor(schools: SchoolReads) {
    this.#schools = schools;
  }

  @Get()
  @Requires('LIST_SCHOOLS')
  @Header('cache-control', 'private, no-cache')
  @ApiOperation({ summary: 'Schools by code, name and district' })
  @ApiResponse({ status: 200, type: SchoolListDto, description: 'In the order of codes.' })
  @ApiProblems(400, 503)
  list(@Query() { q, district, after, limit }: SchoolListQueryDto): Promise<SchoolListDto> {
    return this.#schools.list({ q, district, after, limit });
  }

  @Get(':code')
  @Requires('READ_SCHOOL')
  @Header('cache-control', 'private, no-cache')
  @ApiOperation({ summary: "A school's row, and how much is recorded about it" })
  @ApiResponse({ status: 200, type: SchoolSummaryDto, description: 'ETag is the revision that If-Match compares.' })
  @ApiProblems(400, 404, 503)
  async find(
    @Param() { code }: SchoolPathDto,
    @Query() _: ReadQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolSummaryDto> {
    const found = await this.#found(code);
    reply.header('etag', `"${found.revision}"`);
    return { ...found, revision: String(found.revision), position: String(found.position) };
  }

  @Get(':code/file')
  @Requires('READ_SCHOOL_FILE')
  @Header('cache-control', 'private, no-cache')
  @ApiOperation({
    summary: 'Everything recorded about a school, with the days it speaks of and the instant it was recorded',
  })
  @ApiResponse({ status: 200, type: SchoolFileDto, description: 'Oldest first.' })
  @ApiProblems(400, 404, 503)
  async file(@Param() { code }: SchoolPathDto, @Query() { after, limit }: FileQueryDto): Promise<SchoolFileDto> {
    await this.#found(code);
    return this.#schools.file(code, { after: after === null ? -1 : Number(after), limit });
  }

  async #found(code: string): Promise<SchoolSummary> {
    const found = await this.#schools.find(code);
    if (found) return found;
    throw new ProblemError('school-not-registered', {
      detail: code,
      faults: [{ code: 'school-not-registered', in: 'path', field: ['code'] }],
    });
  }
}
