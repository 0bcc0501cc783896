import type { OfficeFacts } from '#law';
import { foldFollowUp } from './decision-facts.ts';
import type { FactEvent } from './fact-event.ts';
import { put } from './lists.ts';
import { readCampaign } from './well-formed.ts';

/** Before anything was recorded for several schools. */
export const noOffice: OfficeFacts = { campaigns: [], followUps: [] };

/** What the office recorded for more than one school, after one more such event. @throws UnknownFact, MalformedFact */
export const foldOffice = (office: OfficeFacts, event: FactEvent): OfficeFacts => {
  if (event.type === 'SelfInspectionCampaignOpened' || event.type === 'SelfInspectionCampaignCorrected') {
    const row = readCampaign(event.data);
    return { ...office, campaigns: put(office.campaigns, (known) => known.batch === row.batch, { row, event }) };
  }
  return { ...office, followUps: foldFollowUp(office.followUps, event) };
};
