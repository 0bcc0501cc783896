import type { DecisionEvent } from '#domain/decisions';
import type { SchoolEvent } from '#domain/schools';
import type { CampaignEvent, ReportEvent } from '#domain/self-inspections';
import type { CaseEvent } from '#domain/violation-cases';

/** Every event that a verdict or a row rule can depend on. */
export type RegisterEvent = SchoolEvent | CampaignEvent | ReportEvent | CaseEvent | DecisionEvent;

/** An event with its place: stream and revision say where it stands, the position when it became known. */
export type FactEvent = RegisterEvent & {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
};

/** Every type that a fact can come from; a trailing `*` stands for any ending. The folds throw for one they do not know. */
export const factTypes = [
  'School*',
  'SelfInspection*',
  'Violation*',
  'Decision*',
  'EnrolmentRightRestored',
  'FollowUp*',
  'Reconsideration*',
  'Litigation*',
] as const;

/** Types that are recorded for the office's own sake, spelled like `factTypes`: no verdict and no row rule reads them. */
export const silentTypes = [
  'WorkbookImported',
  'MachineClient*',
  'MachineKey*',
  'Webhook*',
  'Account*',
  'SignedIn',
  'SignInRefused',
  'SteppedUp',
  'SignedOut',
  'AccessDenied',
  'RegisterExported',
  'Person*',
  'SecretsRekeyOrdered',
] as const;

const isSilent = (type: string): boolean =>
  silentTypes.some((one) => (one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : type === one));

/** Looked up once a type: every event that is folded asks, and a log has some dozens of them. */
const bearing = new Map<string, boolean>();

/** False for `silentTypes`; true for every other type, known or not. */
export const bearsOnFacts = (type: string): boolean => {
  const known = bearing.get(type);
  if (known !== undefined) return known;
  const bears = !isSilent(type);
  bearing.set(type, bears);
  return bears;
};

/** A type that this version does not know: whoever meets it must stop rather than answer without it. */
export class UnknownFact extends Error {
  readonly code = 'unknown-fact';

  constructor(type: string) {
    super(`the register's facts know no event of type ${type}`);
  }
}

/** An event as an event log gives it: places are bigint there. */
interface Placed {
  readonly type: string;
  readonly data: object;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}

/** A recorded event as the folds take it. Positions are dense and stay far below 2^53. */
export const factEventOf = ({ type, data, stream, revision, position }: Placed): FactEvent =>
  ({ type, data, stream, revision: Number(revision), position: Number(position) }) as unknown as FactEvent;
