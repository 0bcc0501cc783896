import { describe, expect, it } from '@jest/globals';
import type { DecisionKind, EndMode } from '#law';
import { decisionRules } from '#law';
import { happened, verdictOn } from '#testing';

const { registered, decided } = happened;

interface Row {
  readonly kind: DecisionKind;
  readonly term: string;
  readonly reason: string;
  readonly state: string;
}

describe('the decision table: open until lifted', () => {
  it.each<Row>([
    { kind: 'LICENCE_REVOCATION', term: '吊销办学许可证', reason: 'LICENCE_REVOKED', state: 'REVOKED' },
    { kind: 'SCHOOL_CLOSURE_ORDER', term: '责令停止办学', reason: 'SCHOOL_ORDERED_CLOSED', state: 'REVOKED' },
    { kind: 'LICENCE_WITHDRAWAL', term: '撤销办学许可', reason: 'LICENCE_WITHDRAWN', state: 'REVOKED' },
    { kind: 'LICENCE_DEREGISTRATION', term: '注销办学许可', reason: 'LICENCE_WITHDRAWN', state: 'REVOKED' },
    { kind: 'SCHOOL_TERMINATION', term: '终止办学', reason: 'LICENCE_WITHDRAWN', state: 'REVOKED' },
    { kind: 'ENROLMENT_RIGHT_WITHDRAWAL', term: '撤销招生资格', reason: 'ENROLMENT_RIGHT_WITHDRAWN', state: 'BANNED' },
    { kind: 'ENROLMENT_SUSPENSION', term: '责令暂停招生限期整顿', reason: 'ENROLMENT_SUSPENDED', state: 'BANNED' },
    { kind: 'REGISTRATION_SUSPENSION', term: '暂停新生学籍注册', reason: 'REGISTRATION_SUSPENDED', state: 'BANNED' },
  ])('$term is $reason and $state', ({ kind, term, reason, state }) => {
    expect(decisionRules[kind].term).toBe(term);
    const found = verdictOn([registered(), decided({ kind })], { year: 2040 });
    expect(found).toMatchObject({ state, mayEnrol: false });
    expect(found.headline).toMatchObject({ kind: reason, endMode: 'UNTIL_LIFTED', until: null, years: null });
  });

  it.each<Row>([
    { kind: 'MAJOR_CLOSURE', term: '专业停办', reason: 'MAJOR_CLOSED', state: 'BANNED' },
    { kind: 'MAJOR_INTAKE_SUSPENSION', term: '专业暂停招生', reason: 'MAJOR_CLOSED', state: 'BANNED' },
  ])('$term bans the major and no other', ({ kind, term, reason, state }) => {
    expect(decisionRules[kind].term).toBe(term);
    const history = [registered(), decided({ kind, majors: ['740101'] })];
    const headline = { kind: reason, scope: 'MAJOR', majors: ['740101'], endMode: 'UNTIL_LIFTED' };
    expect(verdictOn(history, { major: '740101' })).toMatchObject({ state, headline });
    expect(verdictOn(history, { major: '770101' }).state).toBe('ELIGIBLE');
    expect(verdictOn(history)).toMatchObject({ state: 'ELIGIBLE', majorsBanned: ['740101'] });
  });
});

describe('the decision table: for years', () => {
  it.each<Row>([
    { kind: 'INSPECTION_FAILED', term: '年检不合格', reason: 'INSPECTION_FAILED', state: 'BANNED' },
    { kind: 'INSPECTION_DEFERRED', term: '年检暂缓通过', reason: 'INSPECTION_DEFERRED', state: 'HELD' },
    { kind: 'INSPECTION_BASIC', term: '年检基本合格', reason: 'INSPECTION_BASIC', state: 'CONDITIONAL' },
  ])('$term is $reason and $state for its year alone', ({ kind, term, reason, state }) => {
    expect(decisionRules[kind].term).toBe(term);
    const history = [registered(), decided({ kind, inspectionYear: 2022 })];
    const mayEnrol = state === 'CONDITIONAL';
    expect(verdictOn(history)).toMatchObject({ state, mayEnrol, headline: { kind: reason, years: [2022] } });
    expect(verdictOn(history, { season: 'SPRING' }).state).toBe(state);
    expect(verdictOn(history, { year: 2021, season: 'SPRING', on: '2022-06-01' }).state).toBe('ELIGIBLE');
    expect(verdictOn(history, { year: 2023 }).state).toBe('ELIGIBLE');
  });

  it('年检合格 alone makes no reason', () => {
    const found = verdictOn([registered(), decided({ kind: 'INSPECTION_PASSED' })]);
    expect(found).toMatchObject({ state: 'ELIGIBLE', reasons: [], headline: null });
  });

  it('looks at nothing in an inspection but its year', () => {
    const history = [registered(), decided({ kind: 'INSPECTION_FAILED', years: [2030], closingOn: '2022-06-02' })];
    expect(verdictOn(history).headline).toMatchObject({ years: [2022], until: null });
  });

  it.each<Row>([
    { kind: 'PLAN_CUT', term: '核减招生计划', reason: 'PLAN_CUT', state: 'CONDITIONAL' },
    { kind: 'YELLOW_CARD', term: '黄牌限制招生', reason: 'PLAN_CUT', state: 'CONDITIONAL' },
  ])('$term lets a school enrol up to the cap', ({ kind, term, reason, state }) => {
    expect(decisionRules[kind].term).toBe(term);
    const history = [registered(), decided({ kind, years: [2022], cap: 120 })];
    const headline = { kind: reason, cap: 120, endMode: 'FIXED_TERM' };
    expect(verdictOn(history)).toMatchObject({ state, mayEnrol: true, headline });
    expect(verdictOn(history, { year: 2023 }).state).toBe('ELIGIBLE');
  });
});

describe('the decision table: end mode stated in the row', () => {
  it.each<Row>([
    { kind: 'VETO', term: '一票否决', reason: 'VETO', state: 'BANNED' },
    { kind: 'ENROLMENT_STOP', term: '责令停止招生', reason: 'ENROLMENT_STOPPED', state: 'BANNED' },
  ])('$term is $reason and $state', ({ kind, term, reason, state }) => {
    expect(decisionRules[kind].term).toBe(term);
    const headlineFor = (endMode: EndMode, stated: object) =>
      verdictOn([registered(), decided({ kind, endMode, ...stated })]).headline;
    const open = { kind: reason, state, until: null, years: null };
    expect(headlineFor('UNTIL_LIFTED', {})).toMatchObject(open);
    expect(headlineFor('FIXED_TERM', { termYears: 1 })).toMatchObject({ ...open, until: '2023-05-10' });
    expect(headlineFor('BOTH', { years: [2022, 2023] })).toMatchObject({ ...open, years: [2022, 2023] });
  });

  it('is eligible where there is no reason at all', () => {
    const found = verdictOn([registered()]);
    expect(found).toMatchObject({ state: 'ELIGIBLE', mayEnrol: true, reasons: [], wayBack: [], majorsBanned: [] });
  });
});
