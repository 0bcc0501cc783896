import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../http/access/requires.ts';
import { localeOf } from '../http/locale.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { AccessBook } from '../security/access-book.ts';
import { whereOf } from '../http/visitor.ts';
import { EligibilityLists } from './eligibility-lists.ts';
import { ExportSchoolsDto } from './exports.dto.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What is taken out of the register as a file; each time it is on record before. */
@ApiTags('exports')
@Controller('api/v1/exports')
export class ExportsController {
  readonly #lists: EligibilityLists;
  readonly #book: AccessBook;

  constructor(lists: EligibilityLists, book: AccessBook) {
    this.#lists = lists;
    this.#book = book;
  }

  @Post('schools')
  @HttpCode(200)
  @Requires('EXPORT_REGISTER')
  @ApiOperation({ summary: 'Who may enrol, as .xlsx: the schools of the own districts (招生资格名单)' })
  @ApiResponse({
    status: 200,
    description: 'One line a school. Recorded: who, when, from where, how many.',
    content: { [xlsx]: { schema: { type: 'string', format: 'binary' }, example: 'PK…' } },
  })
  @ApiProblems(400, 403, 413, 415, 503)
  async schools(
    @Body() body: ExportSchoolsDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { actor } = request.admitted;
    const at = new Date().toISOString();
    const lines = await this.#lists.lines(body, actor);
    const workbook = await this.#lists.workbook(lines, {
      actor,
      locale: localeOf(request.headers['accept-language']),
      at,
    });
    // What cannot be written down is not handed out.
    const visit = { account: actor.id, at, ...whereOf(request) };
    await this.#book.record({ type: 'RegisterExported', data: { ...visit, what: 'SCHOOLS', rows: lines.length } });
    reply
      .type(xlsx)
      .header(
        'content-disposition',
        `attachment; filename="schools.xlsx"; filename*=UTF-8''${fileName(this.#lists.today)}`,
      );
    return workbook;
  }
}

const fileName = (day: string): string => encodeURIComponent(`招生资格名单-${day}.xlsx`);
