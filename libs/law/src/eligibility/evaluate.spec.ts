import { describe, expect, it } from '@jest/globals';
import { happened, verdictOn } from '#testing';

const { registered, decided, followedUp } = happened;

describe('the majors banned at a school', () => {
  const closed = decided({ kind: 'MAJOR_CLOSURE', majors: ['770101', '740101'] });

  it('are those offered ones that may not enrol, sorted', () => {
    expect(verdictOn([registered({ majors: ['740101', '730301'] }), closed])).toMatchObject({
      state: 'ELIGIBLE',
      majorsBanned: ['740101'],
    });
  });

  it('are all that are offered where the school itself may not', () => {
    const history = [registered({ majors: ['740101', '730301'] }), decided()];
    expect(verdictOn(history).majorsBanned).toStrictEqual(['730301', '740101']);
  });

  it('are those that reasons name where the register names none', () => {
    expect(verdictOn([registered(), closed]).majorsBanned).toStrictEqual(['740101', '770101']);
    expect(verdictOn([registered(), decided()]).majorsBanned).toStrictEqual([]);
    expect(verdictOn([registered(), closed, decided({ number: '另' })]).majorsBanned).toStrictEqual([
      '740101',
      '770101',
    ]);
  });

  it('are found where a variation alone names them', () => {
    const veto = decided({ kind: 'VETO', years: [2022] });
    const narrowed = followedUp({ kind: 'VARY', servedOn: '2022-06-01', newScope: 'MAJOR', newMajors: ['740101'] });
    expect(verdictOn([registered(), veto, narrowed])).toMatchObject({ state: 'ELIGIBLE', majorsBanned: ['740101'] });
  });

  it('leave out what is only limited, lifted or stayed, and are not told about one major', () => {
    const cut = decided({ kind: 'PLAN_CUT', years: [2022], majors: ['740101'] });
    expect(verdictOn([registered(), cut]).majorsBanned).toStrictEqual([]);
    expect(verdictOn([registered(), closed, followedUp({ servedOn: '2022-06-01' })]).majorsBanned).toStrictEqual([]);
    expect(verdictOn([registered(), closed], { major: '740101' }).majorsBanned).toStrictEqual([]);
  });
});
