import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CommandGateway } from '#commands';
import type { CommandAnswer, CommandContext } from '#commands';
import {
  AcceptReport,
  CloseItem,
  FileReport,
  OpenCampaign,
  OrderCorrection,
  RectifyItem,
  ReopenItem,
  ReportItem,
  ReturnReport,
  SignZeroReport,
} from '#domain/self-inspections';
import type { CampaignContent } from '#domain/self-inspections';
import { Caller } from '../http/caller.ts';
import { Requires } from '../http/access/requires.ts';
import { CommandRoute } from '../http/command-route.ts';
import { asSet, plain } from '../http/contents.ts';
import {
  CampaignPathDto,
  CampaignRowDto,
  ClosedOnDto,
  FileReportDto,
  ItemPathDto,
  OnDayBecauseDto,
  OnDayDto,
  OpenCampaignDto,
  OrderCorrectionDto,
  RectifyItemDto,
  ReportItemDto,
  ReportPathDto,
  ZeroReportDto,
} from './self-inspections.dto.ts';

const report = ':batch/reports/:school';
const item = `${report}/items/:itemNo`;

const contentOf = (batch: string, { correctionReason: _reason, ...row }: CampaignRowDto): CampaignContent => ({
  ...row,
  batch,
  schools: asSet(row.schools),
});

/** Self-inspection campaigns (自查批次) and the schools' reports to them (自查台账). */
@ApiTags('self-inspections')
@Controller('api/v1/self-inspection-campaigns')
export class SelfInspectionsController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Requires('OPEN_CAMPAIGN')
  @CommandRoute('', 'Open a campaign')
  open(@Body() body: OpenCampaignDto, @Caller() caller: CommandContext): Promise<CommandAnswer> {
    return this.#gateway.execute(new OpenCampaign(contentOf(body.batch, body), body.correctionReason), caller);
  }

  @Requires('OPEN_CAMPAIGN')
  @CommandRoute(':batch', 'Correct a campaign; correctionReason says why', 'PUT')
  correct(
    @Param() { batch }: CampaignPathDto,
    @Body() body: CampaignRowDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new OpenCampaign(contentOf(batch, body), body.correctionReason), caller);
  }

  @Requires('FILE_REPORT')
  @CommandRoute(report, 'File a report with all its items: all or none')
  file(
    @Param() key: ReportPathDto,
    @Body() body: FileReportDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    const { filedOn, signedOn } = body;
    const items = body.items.map((one) => ({ ...plain(one), ...plain(key), filedOn, signedOn }));
    return this.#gateway.execute(new FileReport(plain(key), items), caller);
  }

  @Requires('SIGN_ZERO_REPORT')
  @CommandRoute(`${report}/zero-report`, 'Sign a zero report')
  signZero(
    @Param() key: ReportPathDto,
    @Body() body: ZeroReportDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    const { correctionReason, ...days } = body;
    return this.#gateway.execute(new SignZeroReport({ ...plain(key), ...days }, correctionReason), caller);
  }

  @Requires('REPORT_ITEM')
  @CommandRoute(`${report}/items`, 'Report one item; the first files the report')
  reportItem(
    @Param() key: ReportPathDto,
    @Body() body: ReportItemDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    const { correctionReason, ...content } = body;
    return this.#gateway.execute(new ReportItem({ ...content, ...plain(key) }, correctionReason), caller);
  }

  @Requires('RETURN_REPORT')
  @CommandRoute(`${report}/return`, 'Send a report back to the school')
  return(
    @Param() key: ReportPathDto,
    @Body() body: OnDayBecauseDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new ReturnReport(plain(key), body.on, body.reason), caller);
  }

  @Requires('ACCEPT_REPORT')
  @CommandRoute(`${report}/acceptance`, 'Accept a report as complete')
  accept(
    @Param() key: ReportPathDto,
    @Body() body: OnDayDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new AcceptReport(plain(key), body.on), caller);
  }

  @Requires('ORDER_CORRECTION')
  @CommandRoute(`${item}/correction-order`, 'Order an item to be corrected (责令改正)')
  orderCorrection(
    @Param() key: ItemPathDto,
    @Body() body: OrderCorrectionDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new OrderCorrection(plain(key), body.orderedOn, body.rectifyBy), caller);
  }

  @Requires('RECTIFY_ITEM')
  @CommandRoute(`${item}/rectification`, 'Say that an item was put right, and how')
  rectify(
    @Param() key: ItemPathDto,
    @Body() body: RectifyItemDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new RectifyItem(plain(key), body.on, body.measure), caller);
  }

  @Requires('CLOSE_ITEM')
  @CommandRoute(`${item}/closing`, 'Close an item off (销号), by a second person')
  close(
    @Param() key: ItemPathDto,
    @Body() body: ClosedOnDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new CloseItem(plain(key), body.closedOn), caller);
  }

  @Requires('REOPEN_ITEM')
  @CommandRoute(`${item}/reopening`, 'Open a closed item again')
  reopen(
    @Param() key: ItemPathDto,
    @Body() body: OnDayBecauseDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new ReopenItem(plain(key), body.on, body.reason), caller);
  }
}
