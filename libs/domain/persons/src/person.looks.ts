import { daysLater, isInstant, refusal, refuse } from '#kernel';
import type { Judgement, Refused } from '#kernel';
import type { ApproveLook, RevealPersonalData, RequestLook } from './person.commands.ts';
import type { LookPurpose, PersonContent, PersonEvent } from './person.events.ts';
import { wantedOffences } from './person.offences.ts';

/** What somebody was allowed, or still waits for. */
export interface Look {
  readonly purpose: LookPurpose;
  readonly reason: string;
  /** An instant, exclusive; null until somebody approves. */
  readonly until: string | null;
}

/** What stands of one person whose data is there. */
export interface Looked {
  readonly content: PersonContent;
  /** By whose account it is. */
  readonly looks: ReadonlyMap<string, Look>;
}

const control = /\p{Cc}/gu;
const longestText = 256;
/** Not for good. */
const approvedForDays = 1;

export const requestLook = (
  { key, wanted }: RequestLook,
  { content, looks }: Looked,
  actor: string,
): Judgement<PersonEvent> => {
  const refusals = wantedOffences(wanted);
  if (refusals.length > 0) return { refusals };
  if (!content.minor) return refuse('look-needs-no-approval', 'person', key.person);
  const { purpose, reason } = wanted;
  const known = looks.get(actor);
  if (known?.until === null && known.purpose === purpose && known.reason === reason) return [];
  return [{ type: 'PersonLookRequested', data: { ...placed(content), purpose, reason } }];
};

export const approveLook = (
  { approval }: ApproveLook,
  { content, looks }: Looked,
  actor: string,
): Judgement<PersonEvent> => {
  const { requestedBy, purpose, at } = approval;
  if (!isInstant(at)) return refuse('bad-instant', 'at', at);
  const look = looks.get(requestedBy);
  if (!look) return refuse('look-not-requested', 'account', requestedBy);
  if (look.purpose !== purpose) return refuse('look-request-differs', 'purpose', look.purpose);
  if (requestedBy === actor) return refuse('same-person-approves', 'actor', actor);
  if (look.until !== null) return [];
  return [
    {
      type: 'PersonLookApproved',
      data: { ...placed(content), purpose, requestedBy, until: daysLater(at, approvedForDays) },
    },
  ];
};

/** Each look is recorded; one at a minor's data stands on what somebody else approved (未成年人网络保护条例 36). */
export const lookAt = (
  { look }: RevealPersonalData,
  { content, looks }: Looked,
  actor: string,
): Judgement<PersonEvent> => {
  const { purpose, reason, at, address, agent } = look;
  const refusals = [...wantedOffences(look), ...(isInstant(at) ? [] : [refusal('bad-instant', 'at', at)])];
  if (refusals.length > 0) return { refusals };
  const denied = content.minor ? unapproved(looks.get(actor), purpose, at) : undefined;
  if (denied) return denied;
  const { subject, minor, sealed } = content;
  const seen = { subject, minor, fields: Object.keys(sealed).toSorted(), at, address: clean(address) };
  return [{ type: 'PersonLookedAt', data: { ...placed(content), purpose, reason, ...seen, agent: clean(agent) } }];
};

const unapproved = (look: Look | undefined, purpose: LookPurpose, at: string): Refused | undefined => {
  if (!look || look.purpose !== purpose || look.until === null) return refuse('look-not-approved', 'purpose', purpose);
  return at < look.until ? undefined : refuse('look-approval-over', 'purpose', look.until);
};

const placed = ({ school, person }: PersonContent): { readonly school: string; readonly person: string } => ({
  school,
  person,
});

/** What a visitor's program wrote is kept, without what could forge a line. */
const clean = (text: string): string => text.replaceAll(control, '\u{FFFD}').slice(0, longestText).toWellFormed();
