import { refusal } from '#kernel';
import type { Draft, Refusal } from '#kernel';
import { isSchoolCode } from '#law';
import type { RegisterFacts } from '#law';
import type { ItemContent } from './self-inspection.events.ts';

/** What is wrong with a report's row by itself, and with the school and campaign that it names. */
export const reportOffences = (draft: Draft<ItemContent>, facts: RegisterFacts): readonly Refusal[] => {
  const found: Refusal[] = [];
  if (draft.batch !== undefined && !facts.hasCampaign(draft.batch))
    found.push(refusal('unknown-batch', 'batch', draft.batch));
  if (draft.school !== undefined) {
    if (!isSchoolCode(draft.school)) found.push(refusal('bad-code', 'school', draft.school));
    else if (facts.school(draft.school).register === null)
      found.push(refusal('unknown-school', 'school', draft.school));
  }
  if (draft.status === 'CLOSED_OFF' && draft.closedOn === null) found.push(refusal('closing-date-missing', 'closedOn'));
  if (draft.closedOn && draft.status !== undefined && draft.status !== 'CLOSED_OFF')
    found.push(refusal('closing-date-without-closing', 'closedOn', draft.closedOn));
  return found;
};
