import { describe, it } from '@jest/globals';
import { campaign, OpenCampaign } from '#domain/self-inspections';
import type { CampaignContent, CampaignEvent } from '#domain/self-inspections';
import { correctionReason, given, happened, keys, MemoryRegister, ordered, rows } from '#testing';

const opened = happened.campaignOpened();
const facts = new MemoryRegister([happened.registered()]);
const open = (over: Partial<CampaignContent> = {}, reason: string | null = null) =>
  ordered(new OpenCampaign(rows.campaign(over), reason), facts);
const corrected = (over: Partial<CampaignContent>): CampaignEvent => ({
  type: 'SelfInspectionCampaignCorrected',
  data: { ...rows.campaign(over), correctionReason },
});

describe('a campaign', () => {
  it('is opened for all schools, or for registered ones', () => {
    given(campaign).when(open()).then([opened]);
    given(campaign)
      .when(open({ schools: [keys.school] }))
      .then([happened.campaignOpened({ schools: [keys.school] })]);
    given(campaign)
      .when(open({ schools: [keys.school, keys.otherSchool] }))
      .refused('unknown-school');
    given(campaign)
      .when(open({ schools: ['海口一职'] }))
      .refused('bad-code');
  });

  it('is opened once, and corrected with a reason', () => {
    given(campaign, [opened]).when(open()).then([]);
    given(campaign, [opened])
      .when(open({ dueOn: '2022-04-15' }))
      .refused('row-differs-from-record');
    given(campaign, [opened])
      .when(open({ dueOn: '2022-04-15' }, correctionReason))
      .then([corrected({ dueOn: '2022-04-15' })]);
    given(campaign, [opened, corrected({ dueOn: '2022-04-15' })])
      .when(open({ dueOn: '2022-04-15' }))
      .then([]);
  });
});
