import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { CommandContext } from '#commands';
import { importWorkbooks } from '#workbooks';
import type { ImportReport } from '#workbooks';
import { Requires } from '../http/access/requires.ts';
import { Caller } from '../http/caller.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { ProblemError } from '../http/problem.ts';
import { ImportReportDto } from './imports.dto.ts';
import { UploadDesk } from './upload-desk.ts';
import { receiveUpload } from './upload.ts';

const uploadSchema = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary', description: 'One .xlsx; or several .csv, named after their sheets.' },
  },
};

/** The office's ledgers (`eligibility.md` §5). */
@ApiTags('imports')
@Controller('api/v1/imports')
export class ImportsController {
  readonly #desk: UploadDesk;

  constructor(desk: UploadDesk) {
    this.#desk = desk;
  }

  @Post()
  @Requires('IMPORT_WORKBOOK')
  @HttpCode(200)
  @ApiOperation({ summary: 'Import a workbook: good rows are recorded, bad rows are named' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: uploadSchema })
  @ApiResponse({ status: 200, type: ImportReportDto, description: 'What became of every row.' })
  @ApiProblems(400, 403, 409, 413, 415, 422, 503)
  import(@Req() request: FastifyRequest, @Caller() { actor, actorTrust }: CommandContext): Promise<ImportReport> {
    return this.#desk.inTurn(async () => {
      const upload = await receiveUpload(request, this.#desk.folder);
      try {
        const { path, shownName } = upload;
        const report = await importWorkbooks(this.#desk.importDesk, {
          paths: [path],
          shownName,
          importer: { actor, actorTrust },
        });
        refuseUnreadable(report);
        return report;
      } finally {
        await upload.discard();
      }
    });
  }
}

/** A file of which nothing could be read is a problem, not a report. */
const refuseUnreadable = ({ files, refused }: ImportReport): void => {
  const [first] = refused;
  if (files.length > 0 || !first) return;
  throw new ProblemError(first.code === 'too-large' ? 'too-large' : 'not-a-workbook', { detail: first.file });
};
