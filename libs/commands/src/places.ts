import { ApproveAdministrator } from '#domain/accounts';
import type { AccountState } from '#domain/accounts';
import { followUpKeyOf, RecordFollowUp, ServeDecision, ServeFollowUp } from '#domain/decisions';
import type { DocumentState } from '#domain/decisions';
import { ApproveLook, ErasePersonalData } from '#domain/persons';
import type { PersonState } from '#domain/persons';
import { RegisterSchool } from '#domain/schools';
import { CloseItem, OpenCampaign } from '#domain/self-inspections';
import type { CampaignState, ReportState } from '#domain/self-inspections';
import type { RegisterFacts } from '#law';
import type { Actor, Resource } from '#policy';
import type { Register } from './register.ts';
import { contentOf } from './subjects.ts';
import type { RegisterCommand } from './subjects.ts';

/** A command with all that the policy may want to know of it. */
export interface PlacedCommand {
  readonly actor: Actor;
  readonly command: RegisterCommand;
  /** The stream's state before it. */
  readonly state: unknown;
  readonly facts: RegisterFacts;
  readonly register: Pick<Register, 'districtOf'>;
}

/** What a command is about, school by school; one place without a school for what is about all of them, or none. */
export const placesOf = async (it: PlacedCommand): Promise<readonly Resource[]> => {
  const { actor, command, state } = it;
  const schools = schoolsOf(it);
  if (schools.length === 0) return [placeless(it)];
  const more = { ...standingOf(state), ...actorsOf(command, state) };
  if (actor.districts === 'all') return schools.map((school) => ({ school, ...more }));
  const places: Resource[] = [];
  for (const school of schools)
    for (const district of await districtsOf(it, school))
      places.push({ school, ...(district === undefined ? {} : { district }), ...more });
  return places;
};

/** Every school that a command binds. A merger names another one, and binds it to nothing. */
const schoolsOf = ({ command, state, facts }: PlacedCommand): readonly string[] => {
  const content = contentOf(command) as Named;
  if (command instanceof OpenCampaign) return schoolsOfCampaign(command, state as CampaignState);
  if ((command instanceof RecordFollowUp || command instanceof ServeFollowUp) && content.school === null)
    return schoolsUnder(content.target ?? '', facts);
  const recorded = (state as Named | null)?.school;
  const named = [content.school ?? content.code ?? recorded, recorded];
  return [...new Set(named.filter((code) => typeof code === 'string'))];
};

interface Named {
  readonly school?: string | null;
  readonly code?: string;
  readonly target?: string;
  readonly account?: string;
}

/** A campaign for all schools, before or after a correction, is about all of them. */
const schoolsOfCampaign = ({ content }: OpenCampaign, before: CampaignState): readonly string[] => {
  const lists = [content.schools, ...(before ? [before.schools] : [])];
  return lists.some((list) => list.length === 0) ? [] : [...new Set(lists.flat())];
};

/** The schools of a document, or of the documents that it names; those may name each other in a ring. */
const schoolsUnder = (number: string, facts: RegisterFacts, seen: readonly string[] = []): readonly string[] => {
  const use = seen.includes(number) ? null : facts.document(number);
  if (use === null) return [];
  if (use.use === 'DECISION') return use.schools;
  const before = [...seen, number];
  const under = use.rows.flatMap((row) =>
    row.school === null ? schoolsUnder(row.target, facts, before) : [row.school],
  );
  return [...new Set(under)];
};

/** Where the school lies, and where its new row would have it lie. */
const districtsOf = async (
  { command, register }: PlacedCommand,
  school: string,
): Promise<readonly (string | undefined)[]> => {
  const known = await register.districtOf(school);
  if (!(command instanceof RegisterSchool)) return [known];
  return [...new Set([known ?? command.content.district, command.content.district])];
};

const standingOf = (state: unknown): Pick<Resource, 'state'> => {
  const standing = (state as Partial<ReportState> | null)?.standing;
  return standing === undefined ? {} : { state: standing };
};

/** Who did the earlier step that the command's own must be apart from, as history says. */
const actorsOf = (command: RegisterCommand, state: unknown): Pick<Resource, 'actors'> => {
  if (command instanceof ApproveAdministrator) {
    const { waiting } = state as AccountState;
    return waiting?.proposal === command.key.proposal ? { actors: { PROPOSED: [waiting.by] } } : {};
  }
  if (command instanceof CloseItem) {
    const by = (state as ReportState).items.get(command.key.itemNo)?.rectifiedBy;
    return by ? { actors: { RECTIFIED: [by] } } : {};
  }
  if (command instanceof ApproveLook) return { actors: { REQUESTED: [command.approval.requestedBy] } };
  if (command instanceof ErasePersonalData) {
    const by = (state as PersonState).erasure?.proposedBy;
    return by ? { actors: { PROPOSED: [by] } } : {};
  }
  const row =
    command instanceof ServeDecision
      ? command.key.school
      : command instanceof ServeFollowUp
        ? followUpKeyOf(command.key)
        : undefined;
  const by = row === undefined ? undefined : (state as DocumentState).recordedBy.get(row);
  return by === undefined ? {} : { actors: { RECORDED: [by] } };
};

/** What is about no school may be about a person's account. */
const placeless = ({ actor, command, state }: PlacedCommand): Resource => {
  const { account } = contentOf(command) as Named;
  return account === undefined ? {} : { ownAccount: account === actor.id, ...actorsOf(command, state) };
};
