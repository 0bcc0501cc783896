import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CommandGateway } from '#commands';
import type { CommandAnswer, CommandContext } from '#commands';
import { CloseCase, ConcludeCase, FileCase, InvestigateCase, RecordCase, RegisterLead } from '#domain/violation-cases';
import { Caller } from '../http/caller.ts';
import { Requires } from '../http/access/requires.ts';
import { CommandRoute } from '../http/command-route.ts';
import { plain } from '../http/contents.ts';
import { ClosedOnDto } from './self-inspections.dto.ts';
import {
  CasePathDto,
  CaseRowDto,
  ConcludeCaseDto,
  FileCaseDto,
  InvestigateCaseDto,
  RecordCaseDto,
  RegisterLeadDto,
} from './violation-cases.dto.ts';

/** Violation cases (违规案件), step by step or as their papers stand. */
@ApiTags('violation-cases')
@Controller('api/v1/violation-cases')
export class ViolationCasesController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Requires('REGISTER_LEAD')
  @CommandRoute('leads', 'Register a lead (线索登记)')
  registerLead(@Body() body: RegisterLeadDto, @Caller() caller: CommandContext): Promise<CommandAnswer> {
    return this.#gateway.execute(new RegisterLead(plain(body)), caller);
  }

  @Requires('RECORD_CASE')
  @CommandRoute('', 'Record a case as its papers stand (short procedure)')
  record(@Body() body: RecordCaseDto, @Caller() caller: CommandContext): Promise<CommandAnswer> {
    const { correctionReason, ...content } = body;
    return this.#gateway.execute(new RecordCase(content, correctionReason), caller);
  }

  @Requires('RECORD_CASE')
  @CommandRoute(':caseNo', 'Correct a case; correctionReason says why', 'PUT')
  correct(
    @Param() { caseNo }: CasePathDto,
    @Body() body: CaseRowDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    const { correctionReason, ...content } = body;
    return this.#gateway.execute(new RecordCase({ ...content, caseNo }, correctionReason), caller);
  }

  @Requires('FILE_CASE')
  @CommandRoute(':caseNo/filing', 'File the case (立案)')
  file(@Param() key: CasePathDto, @Body() body: FileCaseDto, @Caller() caller: CommandContext): Promise<CommandAnswer> {
    return this.#gateway.execute(new FileCase(plain(key), body.filedOn), caller);
  }

  @Requires('INVESTIGATE_CASE')
  @CommandRoute(':caseNo/investigation', 'Record the investigation')
  investigate(
    @Param() key: CasePathDto,
    @Body() body: InvestigateCaseDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new InvestigateCase(plain(key), plain(body)), caller);
  }

  @Requires('CONCLUDE_CASE')
  @CommandRoute(':caseNo/conclusion', 'Conclude the investigation (调查终结)')
  conclude(
    @Param() key: CasePathDto,
    @Body() body: ConcludeCaseDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new ConcludeCase(plain(key), plain(body)), caller);
  }

  @Requires('CLOSE_CASE')
  @CommandRoute(':caseNo/closing', 'Close the case (结案)')
  close(
    @Param() key: CasePathDto,
    @Body() body: ClosedOnDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new CloseCase(plain(key), body.closedOn), caller);
  }
}
