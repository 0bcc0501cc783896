import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CommandGateway } from '#commands';
import type { CommandAnswer, CommandContext } from '#commands';
import { ApproveLook, ProposeErasure, RequestLook } from '#domain/persons';
import type { PersonKey } from '#domain/persons';
import { Requires } from '../http/access/requires.ts';
import { Caller } from '../http/caller.ts';
import { CommandRoute } from '../http/command-route.ts';
import { plain } from '../http/contents.ts';
import { ApiProblems } from '../http/problem.dto.ts';
import { PersonReads } from '../read-side.ts';
import { FromVisitor } from '../http/visitor.ts';
import type { Visitor } from '../http/visitor.ts';
import { PersonsDesk } from './persons-desk.ts';
import type { PersonTexts } from './persons-desk.ts';
import {
  ErasureDto,
  ErasureProposalDto,
  LookApprovalDto,
  LookRequestPathDto,
  LookWantedDto,
  PersonListDto,
  PersonPathDto,
  RecordPersonDto,
  SeenPersonDto,
} from './persons.dto.ts';
import { SchoolPathDto } from './schools.dto.ts';

/** Persons whom a school's cases concern (涉案人员): sealed, shown for a purpose, forgotten for good. */
@ApiTags('persons')
@Controller('api/v1/schools/:code/persons')
export class PersonsController {
  readonly #gateway: CommandGateway;
  readonly #desk: PersonsDesk;
  readonly #persons: PersonReads;

  constructor(gateway: CommandGateway, desk: PersonsDesk, persons: PersonReads) {
    this.#gateway = gateway;
    this.#desk = desk;
    this.#persons = persons;
  }

  @Get()
  @Requires('LIST_PERSONS')
  @ApiOperation({ summary: "Whom a school's cases concern, without anything of them" })
  @ApiResponse({ status: 200, type: PersonListDto, description: 'In the order of numbers.' })
  @ApiProblems(400, 503)
  async list(@Param() { code }: SchoolPathDto): Promise<PersonListDto> {
    const persons = await this.#persons.personsOf(code);
    return { persons: persons.map((one) => Object.assign({}, one, { revision: String(one.revision) })) };
  }

  @Requires('RECORD_PERSON')
  @CommandRoute(':person', 'Record somebody whom a case concerns, or correct what is recorded', 'PUT')
  record(
    @Param() path: PersonPathDto,
    @Body() body: RecordPersonDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    const { caseNo, capacity, minor, correctionReason } = body;
    const content = { ...keyOf(path), caseNo, capacity, minor, texts: textsOf(body) };
    return this.#desk.record(content, correctionReason, caller);
  }

  @Requires('REQUEST_LOOK')
  @CommandRoute(':person/look-requests', "Ask to be allowed to look at a minor's data (查阅申请)")
  request(
    @Param() path: PersonPathDto,
    @Body() body: LookWantedDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new RequestLook(keyOf(path), plain(body)), caller);
  }

  @Requires('APPROVE_LOOK')
  @CommandRoute(':person/look-requests/:account/approval', 'Approve what somebody else asked for, for 24 hours')
  approve(
    @Param() { account: requestedBy, ...path }: LookRequestPathDto,
    @Body() { purpose }: LookApprovalDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new ApproveLook(keyOf(path), { requestedBy, purpose, at: now() }), caller);
  }

  @Post(':person/look')
  @HttpCode(200)
  @Requires('REVEAL_PERSONAL_DATA')
  @ApiOperation({ summary: 'Look at a person for a purpose; it is recorded first (查阅)' })
  @ApiResponse({ status: 200, type: SeenPersonDto, description: 'Recorded, and shown.' })
  @ApiProblems(400, 403, 404, 409, 413, 415, 422, 503)
  async look(
    @Param() path: PersonPathDto,
    @Body() body: LookWantedDto,
    @FromVisitor() { caller, where }: Visitor,
  ): Promise<SeenPersonDto> {
    const look = { ...plain(body), at: now(), address: where.address, agent: where.agent };
    const { capacity, minor, texts, answer } = await this.#desk.look(keyOf(path), look, caller);
    const { name = '', idNumber = null, contact = null, note = null } = texts;
    return { capacity, minor, name, idNumber, contact, note, position: String(answer.position) };
  }

  @Requires('PROPOSE_ERASURE')
  @CommandRoute(':person/erasure-proposal', "Propose that a person's data goes for ever (拟删除)")
  proposeErasure(
    @Param() path: PersonPathDto,
    @Body() body: ErasureProposalDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#gateway.execute(new ProposeErasure(keyOf(path), plain(body)), caller);
  }

  @Requires('ERASE_PERSONAL_DATA')
  @CommandRoute(':person/erasure', 'Erase what somebody else proposed to erase: it cannot be undone (删除)')
  erase(
    @Param() path: PersonPathDto,
    @Body() { ground }: ErasureDto,
    @Caller() caller: CommandContext,
  ): Promise<CommandAnswer> {
    return this.#desk.erase(keyOf(path), ground, caller);
  }
}

const now = (): string => new Date().toISOString();

const keyOf = ({ code, person }: Pick<PersonPathDto, 'code' | 'person'>): PersonKey => ({ school: code, person });

const textsOf = ({ name, idNumber, contact, note }: RecordPersonDto): PersonTexts =>
  Object.fromEntries(
    Object.entries({ name, idNumber, contact, note }).filter((entry): entry is [string, string] => entry[1] !== null),
  );
