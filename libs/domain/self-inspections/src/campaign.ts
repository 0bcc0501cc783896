import { recordOrCorrect, refusal } from '#kernel';
import type { Decider, Draft, Order, Refusal } from '#kernel';
import { isSchoolCode } from '#law';
import type { RegisterFacts } from '#law';
import type { OpenCampaign } from './self-inspection.commands.ts';
import type { CampaignContent, CampaignEvent } from './self-inspection.events.ts';

/** The current version of a campaign; null before it is opened. */
export type CampaignState = CampaignContent | null;

/** A campaign for schools that nobody registered would silently let a misspelt school off. */
export const campaignOffences = (draft: Draft<CampaignContent>, facts: RegisterFacts): readonly Refusal[] =>
  (draft.schools ?? []).flatMap((code) => {
    if (!isSchoolCode(code)) return [refusal('bad-code', 'schools', code)];
    return facts.school(code).register === null ? [refusal('unknown-school', 'schools', code)] : [];
  });

/** Self-inspection campaigns (自查批次). */
export const campaign: Decider<CampaignState, Order<OpenCampaign, RegisterFacts>, CampaignEvent> = {
  subject: 'selfInspectionCampaign',
  initialState: null,
  evolve: (_, event) => {
    if (event.type === 'SelfInspectionCampaignOpened') return event.data;
    const { correctionReason: _reason, ...content } = event.data;
    return content;
  },
  decide: ({ command, facts }, state) =>
    recordOrCorrect<CampaignContent, CampaignEvent>({
      recorded: state,
      content: command.content,
      correctionReason: command.correctionReason,
      keyField: 'batch',
      offences: campaignOffences(command.content, facts),
      record: () => [{ type: 'SelfInspectionCampaignOpened', data: command.content }],
      correct: (correctionReason) => [
        { type: 'SelfInspectionCampaignCorrected', data: { ...command.content, correctionReason } },
      ],
    }),
};
