import { describe, expect, it } from '@jest/globals';
import { followUpEventTypes } from '#domain/decisions';
import type { RegisterEvent } from '#facts';
import type { FollowUpKind } from '#law';
import { happened, keys, MemoryRegister, rows } from '#testing';

const { decided, decisionCorrected, followedUp, followUpCorrected, campaignOpened } = happened;
const after = (...events: readonly RegisterEvent[]) => new MemoryRegister(events);
const service = { servedOn: '2022-08-01', effectiveOn: '2022-09-01' } as const;
const decisionServed: RegisterEvent = {
  type: 'DecisionServed',
  data: { number: keys.decision, school: keys.school, ...service },
};
const followUpServed = (school: string | null): RegisterEvent => ({
  type: 'FollowUpServed',
  data: { number: keys.followUp, target: keys.decision, school, ...service },
});

describe('decisions', () => {
  it('read as corrected and as served, in the order of first recording', () => {
    const { decisions } = after(
      decided({ servedOn: null }),
      decided({ number: '二' }),
      decisionCorrected({ servedOn: null, cap: 10 }),
      decisionServed,
    ).school(keys.school);
    expect(decisions).toMatchObject([
      { ...rows.decision({ cap: 10, ...service }), source: { order: 0, position: 3, revision: 2 } },
      { number: '二', source: { order: 1 } },
    ]);
  });

  it('of one document stand at their own schools', () => {
    const register = after(decided(), decided({ school: keys.otherSchool, cap: 5 }));
    expect(register.school(keys.school).decisions).toHaveLength(1);
    expect(register.school(keys.otherSchool).decisions).toMatchObject([{ cap: 5 }]);
  });

  it('are not served where they are not known', () => {
    expect(after(decisionServed).school(keys.school).decisions).toStrictEqual([]);
  });
});

describe('follow-ups', () => {
  it.each(Object.entries(followUpEventTypes))('of kind %s are told by %s', (kind, type) => {
    const event = followedUp({ kind: kind as FollowUpKind });
    expect(event.type).toBe(type);
    expect(after(event).school(keys.school).followUps).toMatchObject([rows.followUp({ kind: kind as FollowUpKind })]);
  });

  it('that name no school are the office’s', () => {
    const register = after(followedUp({ school: null }));
    expect(register.office.followUps).toHaveLength(1);
    expect(register.school(keys.school).followUps).toStrictEqual([]);
  });

  it.each([keys.school, null])('read as corrected and as served, for %s', (school) => {
    const register = after(
      followedUp({ school, servedOn: null }),
      followUpCorrected({ school, servedOn: null, reason: '另' }),
      followUpServed(school),
    );
    const { followUps } = school === null ? register.office : register.school(school);
    expect(followUps).toMatchObject([{ ...rows.followUp({ school, reason: '另', ...service }), source: { order: 0 } }]);
  });

  it('are told apart by number, target and school', () => {
    const register = after(followedUp(), followedUp({ target: '二' }), followedUp({ number: '续二' }));
    expect(register.school(keys.school).followUps).toHaveLength(3);
    expect(after(followUpServed(keys.school)).school(keys.school).followUps).toStrictEqual([]);
  });
});

describe('campaigns', () => {
  it('read as corrected, each in its place', () => {
    const { office } = after(campaignOpened(), campaignOpened({ batch: '二' }), {
      type: 'SelfInspectionCampaignCorrected',
      data: { ...rows.campaign({ dueOn: '2022-04-30' }), correctionReason: '误' },
    });
    expect(office.campaigns.map(({ batch, dueOn }) => [batch, dueOn])).toStrictEqual([
      [keys.batch, '2022-04-30'],
      ['二', '2022-03-31'],
    ]);
  });
});
