import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CommandGateway } from '#commands';
import type { CommandAnswer, CommandContext } from '#commands';
import { RecordDecision, RecordFollowUp, ServeDecision, ServeFollowUp } from '#domain/decisions';
import { decisionRules } from '#law';
import type { EndMode } from '#law';
import { Caller } from '../http/caller.ts';
import { Requires } from '../http/access/requires.ts';
import { CommandRoute } from '../http/command-route.ts';
import { asSet, plain } from '../http/contents.ts';
import { ProblemError } from '../http/problem.ts';
import {
  DecisionPathDto,
  DocumentPathDto,
  FollowUpServiceDto,
  RecordDecisionDto,
  RecordFollowUpDto,
  ServiceDto,
} from './decisions.dto.ts';

/** The table's end mode where it knows one; a field left out never makes a ban endless. */
const endModeOf = ({ kind, endMode }: RecordDecisionDto): EndMode => {
  const settled = endMode ?? decisionRules[kind].endMode;
  if (settled !== null) return settled;
  throw new ProblemError('validation-failed', { faults: [{ code: 'required', in: 'body', field: ['endMode'] }] });
};

/** Decisions (处理决定) and what later documents do to them (后续处理). */
@ApiTags('decisions')
@Controller('api/v1')
export class DecisionsController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Requires('RECORD_DECISION')
  @CommandRoute('decisions', 'Record a decision about one school, or correct it with a reason')
  record(@Body() body: RecordDecisionDto, @Caller() caller: CommandContext): Promise<CommandAnswer> {
    const { correctionReason, ...row } = body;
    const { caseNos, basis, majors, years } = row;
    const sets = { caseNos: asSet(caseNos), basis: asSet(basis), majors: asSet(majors), years: asSet(years) };
    const content = { ...row, ...sets, endMode: endModeOf(body) };
    return this.#gateway.execute(new RecordDecision(content, correctionReason), caller);
  }

  @Requires('SERVE_DECISION')
  @CommandRoute('decisions/:number/schools/:school/service', 'Record the service of a decision: service is the switch')
  serve(
    @Param() key: DecisionPathDto,
    @Body() body: ServiceDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new ServeDecision(plain(key), plain(body)), caller);
  }

  @Requires('RECORD_FOLLOW_UP')
  @CommandRoute('follow-ups', 'Record a follow-up of any kind, or correct it with a reason')
  followUp(@Body() body: RecordFollowUpDto, @Caller() caller: CommandContext): Promise<CommandAnswer> {
    const { correctionReason, ...row } = body;
    const content = { ...row, newMajors: asSet(row.newMajors), newYears: asSet(row.newYears) };
    return this.#gateway.execute(new RecordFollowUp(content, correctionReason), caller);
  }

  @Requires('SERVE_FOLLOW_UP')
  @CommandRoute('follow-ups/:number/service', 'Record the service of one row of a follow-up')
  serveFollowUp(
    @Param() { number }: DocumentPathDto,
    @Body() body: FollowUpServiceDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    const { target, school, ...service } = body;
    return this.#gateway.execute(new ServeFollowUp({ number, target, school }, service), caller);
  }
}
