import { describe, expect, it } from '@jest/globals';
import type { DecisionKind } from '#law';
import { happened, keys, verdictOn } from '#testing';

const { registered, decided, followedUp, caseRecorded } = happened;
type History = Parameters<typeof verdictOn>[0];

/** The papers of a school in the order in which the verdict lists them. */
const orderOf = (...papers: History) =>
  verdictOn([registered(), ...papers]).reasons.map((reason) => reason.documentNo ?? reason.id ?? reason.kind);
const paper = (number: string, over: object = {}) => decided({ number, ...over });
const ban = (number: string, over: object = {}) => paper(number, { kind: 'VETO', endMode: 'FIXED_TERM', ...over });
const of = (kind: DecisionKind, over: object = {}) => paper(kind, { kind, ...over });
const lift = (target: string, effectiveOn: string) =>
  followedUp({ number: `解${target}`, target, servedOn: '2022-06-01', effectiveOn });

describe('the order of reasons', () => {
  it('goes by rank, from the worst to what is merely watched', () => {
    const papers = [
      ...caseRecorded(),
      of('PLAN_CUT', { years: [2022] }),
      of('INSPECTION_DEFERRED'),
      of('REGISTRATION_SUSPENSION'),
      of('SCHOOL_CLOSURE_ORDER'),
    ];
    const found = verdictOn([registered({ ownership: 'PRIVATE', licenceUntil: '2022-01-01' }), ...papers]);
    expect(found.reasons.map((reason) => reason.state)).toStrictEqual([
      'REVOKED',
      'UNQUALIFIED',
      'BANNED',
      'HELD',
      'CONDITIONAL',
      'WATCH',
    ]);
    expect(found).toMatchObject({ state: 'REVOKED', headline: found.reasons[0] });
  });

  it('then goes by the latest end: never, then days and years against each other', () => {
    const papers = [
      ban('到2023-04-20', { closingOn: '2023-04-20' }),
      ban('到2023-04-21', { closingOn: '2023-04-21' }),
      ban('2022年', { years: [2022] }), // to the closing of its spring, 20 April 2023
      ban('终身', { endMode: 'UNTIL_LIFTED' }),
      ban('须验收', { endMode: 'BOTH', closingOn: '2022-12-31', servedOn: '2022-05-11' }),
    ];
    expect(orderOf(...papers)).toStrictEqual(['终身', '须验收', '到2023-04-21', '2022年', '到2023-04-20']);
  });

  it('takes the lift for the end where one is known', () => {
    const papers = [
      ban('甲', { closingOn: '2023-03-31' }),
      paper('乙'),
      lift('乙', '2022-12-01'),
      ban('丙', { endMode: 'BOTH', years: [2022] }),
      lift('丙', '2022-11-01'),
    ];
    expect(orderOf(...papers)).toStrictEqual(['甲', '乙', '丙']);
  });
});

describe('reasons that end together', () => {
  it('go by the earliest beginning, then by number in code units', () => {
    const papers = [
      paper('b'),
      paper('a', { servedOn: '2022-05-11' }),
      paper('B'),
      paper('海'),
      paper('a10'),
      paper('a9'),
    ];
    expect(orderOf(...papers)).toStrictEqual(['B', 'a10', 'a9', 'b', '海', 'a']);
  });

  it('go by their id where they have no number', () => {
    const cases = ['2022-010', '2022-002'].flatMap((caseNo) => caseRecorded({ caseNo }));
    expect(orderOf(...cases)).toStrictEqual(['2022-002', '2022-010']);
  });

  it('do not depend on the order of recording', () => {
    const papers = [paper('丁', { kind: 'PLAN_CUT', years: [2022] }), ban('甲', { years: [2022] }), paper('乙')];
    expect(orderOf(...papers)).toStrictEqual(orderOf(...papers.toReversed()));
  });
});

describe('the source of a reason', () => {
  it('is the event in which it was last written', () => {
    const decision = happened.decisionCorrected();
    expect(verdictOn([registered(), decided(), decision]).headline?.source).toStrictEqual({
      stream: `decision-${keys.decision}`,
      revision: '1',
      position: '2',
    });
  });
});
