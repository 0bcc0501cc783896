import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../http/access/requires.ts';
import { problemContent } from '../http/problem.dto.ts';
import { Pressure } from '../http/pressure.ts';
import type { Load } from '../http/pressure.ts';
import { ReadProgress } from '../read-side.ts';
import { ServiceIdentity } from './service-identity.ts';

/** Which release runs. */
export class VersionDto {
  @ApiProperty({ example: 'redline' })
  name!: string;

  @ApiProperty({ example: '0.1.0' })
  version!: string;

  @ApiProperty({ example: '2026.11-1', description: 'The rules that answers are computed under.' })
  rulesVersion!: string;

  @ApiProperty({ example: 'embedded' })
  mode!: string;
}

/** The process answers. */
export class LiveDto {
  @ApiProperty({ example: 'live' })
  status!: string;
}

/** How far one projection is. */
export class ProjectionDto {
  @ApiProperty({ example: 'eligibility' })
  name!: string;

  @ApiProperty({ example: '41' })
  position!: string;

  @ApiProperty({ type: 'integer', example: 0, description: 'Events behind the log.' })
  lag!: number;

  @ApiProperty({ example: 'live' })
  state!: string;

  @ApiProperty({ type: 'integer', example: 0, description: 'Events held back because they could not be folded.' })
  parked!: number;
}

/** Whether queries are answered. */
export class ReadyDto {
  @ApiProperty({ enum: ['ready', 'not-ready'], example: 'ready' })
  status!: string;

  @ApiProperty({ example: '41', description: 'The last recorded position; -1 for an empty log.' })
  logHead!: string;

  @ApiProperty({
    enum: ['normal', 'late', 'overloaded'],
    example: 'normal',
    description: 'How the process keeps up; `overloaded` refuses everything but this with 503.',
  })
  load!: Load;

  @ApiProperty({ type: ProjectionDto, isArray: true })
  projections!: readonly ProjectionDto[];
}

/** What operators and their machines ask. */
@ApiTags('service')
@Controller()
export class ServiceController {
  readonly #progress: ReadProgress;
  readonly #identity: ServiceIdentity;
  readonly #pressure: Pressure;

  constructor(progress: ReadProgress, identity: ServiceIdentity, pressure: Pressure) {
    this.#progress = progress;
    this.#identity = identity;
    this.#pressure = pressure;
  }

  @Get('api/v1/version')
  @Requires('READ_API_DESCRIPTION')
  @ApiOperation({ summary: 'Which release runs' })
  @ApiResponse({ status: 200, type: VersionDto, description: 'The release.' })
  version(): VersionDto {
    const { name, version, rulesVersion, mode } = this.#identity;
    return { name, version, rulesVersion, mode };
  }

  @Get('health/live')
  @Requires('READ_HEALTH')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process answers' })
  @ApiResponse({ status: 200, type: LiveDto, description: 'It does.' })
  live(): LiveDto {
    return { status: 'live' };
  }

  @Get('health/ready')
  @Requires('READ_HEALTH')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether queries are answered, and how far behind the log they are' })
  @ApiResponse({ status: 200, type: ReadyDto, description: 'They are.' })
  @ApiResponse({
    status: 503,
    description: 'Not yet, or no more; a problem where the log itself cannot be read.',
    content: { 'application/json': { schema: { $ref: getSchemaPath(ReadyDto) } }, ...problemContent },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyDto> {
    const { ready: isCurrent, logHead, projections } = await this.#progress.readiness();
    const { load } = this.#pressure;
    const ready = isCurrent && load !== 'overloaded';
    reply.code(ready ? 200 : 503);
    return {
      status: ready ? 'ready' : 'not-ready',
      logHead: String(logHead),
      load,
      projections: projections.map(({ name, position, lag, state, parked }) => ({
        name,
        position: String(position),
        lag,
        state,
        parked,
      })),
    };
  }

  @Get('metrics')
  @Requires('READ_METRICS')
  @ApiOperation({ summary: 'Measurements for Prometheus' })
  @ApiResponse({
    status: 200,
    description: 'Prometheus text.',
    content: { 'text/plain': { schema: { type: 'string' }, example: 'redline_read_position 41' } },
  })
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.#progress.metrics.contentType).header('cache-control', 'no-store');
    return this.#progress.metrics.metrics();
  }
}
