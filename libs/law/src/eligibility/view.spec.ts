import { describe, expect, it } from '@jest/globals';
import type { FollowUpKind } from '#law';
import { happened, keys, verdictOn } from '#testing';

const { registered, decided, followedUp } = happened;
const during = (on: string) => ({ on }) as const; // an intake of 2022 that is asked about on its own days
const annulment = (over: object) => followedUp({ kind: 'ANNUL', number: '撤', ...over });
const base = [registered(), decided()];

describe('an annulment of a decision', () => {
  it.each<FollowUpKind>(['ANNUL', 'DECLARE_VOID'])('by %s says that it never stood, whatever its dates', (kind) => {
    const late = followedUp({ kind, servedOn: '2030-01-01', decidedOn: '2030-01-01' });
    expect(verdictOn([...base, late])).toMatchObject({ state: 'ELIGIBLE', reasons: [], pending: [], stayed: [] });
  });

  it('counts without service, and takes what is pending away too', () => {
    const unserved = annulment({ servedOn: null });
    expect(verdictOn([...base, unserved]).state).toBe('ELIGIBLE');
    expect(verdictOn([registered(), decided({ servedOn: null }), unserved]).pending).toStrictEqual([]);
  });

  it('does not reach another school of the same document', () => {
    const both = [
      ...base,
      registered({ code: keys.otherSchool }),
      decided({ school: keys.otherSchool }),
      annulment({ school: keys.otherSchool }),
    ];
    expect(verdictOn(both).state).toBe('BANNED');
    expect(verdictOn(both, { school: keys.otherSchool }).state).toBe('ELIGIBLE');
  });

  it('without a school reaches every school of the document, also one recorded later', () => {
    const history = [
      ...base,
      annulment({ school: null }),
      registered({ code: keys.otherSchool }),
      decided({ school: keys.otherSchool }),
    ];
    expect(verdictOn(history).state).toBe('ELIGIBLE');
    expect(verdictOn(history, { school: keys.otherSchool }).state).toBe('ELIGIBLE');
  });
});

describe('an annulment of an annulment', () => {
  const undone = [
    ...base,
    annulment({ servedOn: null }),
    followedUp({ kind: 'ANNUL', number: '撤之撤', target: '撤', servedOn: '2022-09-10', effectiveOn: '2022-10-08' }),
  ];

  it('burdens the school again only when served and from its own first day', () => {
    expect(verdictOn(undone, during('2022-09-09')).state).toBe('ELIGIBLE');
    expect(verdictOn(undone, during('2022-10-07')).state).toBe('ELIGIBLE');
    expect(verdictOn(undone, during('2022-10-08')).state).toBe('BANNED');
  });

  it('can itself be annulled, and so on', () => {
    const third = followedUp({ kind: 'ANNUL', number: '三撤', target: '撤之撤', servedOn: '2022-10-20' });
    expect(verdictOn([...undone, third], during('2022-10-19')).state).toBe('BANNED');
    expect(verdictOn([...undone, third], during('2022-10-20')).state).toBe('ELIGIBLE');
  });

  it('answers even where documents annul each other in a ring', () => {
    const ring = [
      ...base,
      annulment({ number: '甲', target: keys.decision }),
      followedUp({ kind: 'ANNUL', number: '乙', target: '甲' }),
      annulment({ number: '甲', target: '乙' }),
    ];
    expect(() => verdictOn(ring, during('2022-10-01'))).not.toThrow();
  });
});

describe('an annulment of a lift', () => {
  const lifted = [...base, followedUp({ number: '解', servedOn: '2022-09-05' })];
  const annulled = (over: object) => [
    ...lifted,
    annulment({ target: '解', servedOn: '2022-09-15', effectiveOn: '2022-10-08', ...over }),
  ];

  it('counts only when served', () => {
    expect(verdictOn(annulled({ servedOn: null, effectiveOn: null }), during('2022-11-01')).state).toBe('ELIGIBLE');
  });

  it('counts from its effective day on, and leaves the days before it lifted', () => {
    expect(verdictOn(annulled({}), during('2022-10-07')).state).toBe('ELIGIBLE');
    expect(verdictOn(annulled({}), during('2022-10-08')).state).toBe('BANNED');
    expect(verdictOn(annulled({ effectiveOn: null }), during('2022-09-15')).state).toBe('BANNED');
  });

  it('reaches all rows of the lift, or those of the school it names', () => {
    const every = [
      ...lifted,
      registered({ code: keys.otherSchool }),
      decided({ school: keys.otherSchool }),
      followedUp({ number: '解', school: keys.otherSchool, servedOn: '2022-09-05' }),
    ];
    const one = [...every, annulment({ target: '解', servedOn: '2022-09-15', school: keys.otherSchool })];
    const all = [...every, annulment({ target: '解', servedOn: '2022-09-15', school: null })];
    const stateOf = (history: typeof one, school: string) => verdictOn(history, { school, on: '2022-10-01' }).state;
    expect([stateOf(one, keys.school), stateOf(one, keys.otherSchool)]).toStrictEqual(['ELIGIBLE', 'BANNED']);
    expect([stateOf(all, keys.school), stateOf(all, keys.otherSchool)]).toStrictEqual(['BANNED', 'BANNED']);
  });

  it('of every school can be undone for one of them', () => {
    const wide = [...base, followedUp({ number: '解', school: null, servedOn: '2022-09-05' })];
    expect(verdictOn(wide, during('2022-10-01')).state).toBe('ELIGIBLE');
    const narrow = annulment({ target: '解', servedOn: '2022-09-15', school: keys.school });
    expect(verdictOn([...wide, narrow], during('2022-10-01')).state).toBe('BANNED');
  });
});
