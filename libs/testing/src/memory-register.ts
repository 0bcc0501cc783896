import { decision } from '#domain/decisions';
import type { DecisionCommand, DocumentState } from '#domain/decisions';
import { school } from '#domain/schools';
import type { SchoolCommand } from '#domain/schools';
import { campaign, report } from '#domain/self-inspections';
import type { OpenCampaign, ReportCommand } from '#domain/self-inspections';
import { violationCase } from '#domain/violation-cases';
import type { CaseCommand, CaseState } from '#domain/violation-cases';
import { foldOffice, foldSchool, noFacts, noOffice } from '#facts';
import type { FactEvent, RegisterEvent } from '#facts';
import { isRefused } from '#kernel';
import type { Decider, Judgement, Order } from '#kernel';
import { establishes } from '#law';
import type { CaseFact, DocumentUse, OfficeFacts, RegisterFacts, SchoolFacts } from '#law';
import { ordered } from './given-when-then.ts';

/** Every command of the register's five subjects. */
export type AnyCommand = SchoolCommand | OpenCampaign | ReportCommand | CaseCommand | DecisionCommand;

type AnyDecider = Decider<unknown, Order<AnyCommand, RegisterFacts>, RegisterEvent>;

interface Home {
  readonly decider: AnyDecider;
  readonly stream: string;
}

const at = (decider: unknown, key: string): Home => ({
  decider: decider as AnyDecider,
  stream: `${(decider as AnyDecider).subject}-${key}`,
});

/** Contents, keys and event data use the same words for the same things: their fields say where they belong. */
const homeOf = (fields: object): Home => {
  const { caseNo, number, batch, school: code, code: ownCode } = fields as Readonly<Record<string, string | undefined>>;
  if (caseNo !== undefined) return at(violationCase, caseNo);
  if (number !== undefined) return at(decision, number);
  if (batch !== undefined) return code === undefined ? at(campaign, batch) : at(report, `${batch}.${code}`);
  return at(school, ownCode ?? '');
};

/**
 * The register in memory: streams, and the facts folded from them as `libs/commands` folds them from the log. It
 * carries commands out one after another, with everything recorded before as their facts.
 */
export class MemoryRegister implements RegisterFacts {
  readonly events: RegisterEvent[] = [];
  office: OfficeFacts = noOffice;
  readonly #states = new Map<string, unknown>();
  readonly #revisions = new Map<string, number>();
  readonly #schools = new Map<string, SchoolFacts>();

  constructor(history: readonly RegisterEvent[] = []) {
    for (const event of history) this.record(event);
  }

  /** Judges the command on everything recorded so far, and records what it answers. */
  carryOut(
    command: AnyCommand,
    by: { readonly actor?: string; readonly onPaper?: boolean } = {},
  ): Judgement<RegisterEvent> {
    const { decider, stream } = homeOf('content' in command ? command.content : command.key);
    const state = this.#states.get(stream) ?? decider.initialState;
    const judgement = decider.decide(ordered(command, this, by), state);
    if (!isRefused(judgement)) for (const event of judgement) this.record(event);
    return judgement;
  }

  /** The register as it would stand with more events; this one stays as it is. */
  with(...more: readonly RegisterEvent[]): MemoryRegister {
    return new MemoryRegister([...this.events, ...more]);
  }

  /** Takes an event in as the log would give it. */
  record(event: RegisterEvent): void {
    const { decider, stream } = homeOf(event.data);
    const revision = (this.#revisions.get(stream) ?? -1) + 1;
    this.#revisions.set(stream, revision);
    this.#states.set(stream, decider.evolve(this.#states.get(stream) ?? decider.initialState, event));
    const placed: FactEvent = { ...event, stream, revision, position: this.events.length };
    const { school: named, code } = event.data as { readonly school?: string | null; readonly code?: string };
    const about = named ?? code;
    if (about === undefined) this.office = foldOffice(this.office, placed);
    else this.#schools.set(about, foldSchool(this.school(about), placed));
    this.events.push(event);
  }

  /** Streams by name, each with the state that its decider evolved. */
  get states(): ReadonlyMap<string, unknown> {
    return this.#states;
  }

  school(code: string): SchoolFacts {
    return this.#schools.get(code) ?? noFacts(code);
  }

  caseByNo(caseNo: string): (CaseFact & { readonly school: string }) | null {
    const state = (this.#states.get(homeOf({ caseNo }).stream) ?? null) as CaseState;
    if (state === null) return null;
    const { school: of, actUntil, filedOn, closedOn, finding } = state;
    return { caseNo, school: of, actUntil, filedOn, closedOn, established: finding !== null && establishes(finding) };
  }

  document(number: string): DocumentUse | null {
    const { decisions, followUps } = (this.#states.get(homeOf({ number }).stream) ??
      decision.initialState) as DocumentState;
    if (decisions.size > 0) return { use: 'DECISION', schools: [...decisions.keys()] };
    return followUps.size === 0 ? null : { use: 'FOLLOW_UP', rows: [...followUps.values()] };
  }

  hasCampaign(batch: string): boolean {
    return this.office.campaigns.some((one) => one.batch === batch);
  }
}
