import { describe, expect, it } from '@jest/globals';
import { happened, verdictOn } from '#testing';

const { registered, decided, followedUp } = happened;
type History = Parameters<typeof verdictOn>[0];

/** A decision without end, unless it says otherwise, and what followed it. */
const after = (...papers: History): History => [registered(), decided(), ...papers];
const stay = (over: object = {}) => followedUp({ kind: 'STAY', number: '停', servedOn: '2022-09-05', ...over });
const resume = (over: object = {}) => followedUp({ kind: 'RESUME', number: '恢', servedOn: '2022-09-20', ...over });
const lift = (over: object = {}) => followedUp({ number: '解', servedOn: '2022-09-05', ...over });
const stateOn = (history: History, on: string, asked: object = {}) => verdictOn(history, { on, ...asked }).state;
const returnsOn = (history: History, on: string) => verdictOn(history, { on }).stayed.map((one) => one.returnsOn);

describe('a stay', () => {
  it('suspends from its first day to the day after its closing day', () => {
    const history = after(stay({ closingOn: '2022-09-30' }));
    expect(stateOn(history, '2022-09-04')).toBe('BANNED');
    expect(verdictOn(history, { on: '2022-09-05' })).toMatchObject({
      state: 'ELIGIBLE',
      reasons: [],
      stayed: [{ kind: 'REGISTRATION_SUSPENDED', returnsOn: '2022-10-01' }],
    });
    expect(stateOn(history, '2022-09-30')).toBe('ELIGIBLE');
    expect(verdictOn(history, { on: '2022-10-01' })).toMatchObject({ state: 'BANNED', stayed: [] });
  });

  it('works from a stated later day, only when served, and is open without an end', () => {
    const later = after(stay({ effectiveOn: '2022-09-10' }));
    expect(stateOn(later, '2022-09-09')).toBe('BANNED');
    expect(returnsOn(later, '2022-09-10')).toStrictEqual([null]);
    expect(stateOn(after(stay({ servedOn: null })), '2022-11-01')).toBe('BANNED');
  });

  it('ends with the resumption that names it, even where that is dated before it', () => {
    const history = after(stay({ closingOn: '2022-09-30' }), resume({ target: '停' }));
    expect(returnsOn(history, '2022-09-20')).toStrictEqual([]);
    expect(stateOn(history, '2022-09-20')).toBe('BANNED');
    const before = after(stay({ effectiveOn: '2022-09-10' }), resume({ target: '停', servedOn: '2022-09-06' }));
    expect(stateOn(before, '2022-09-10')).toBe('BANNED');
  });

  it('ends with a resumption that names the decision only where that does not lie before it', () => {
    expect(stateOn(after(stay(), resume()), '2022-09-20')).toBe('BANNED');
    const before = after(stay({ effectiveOn: '2022-09-10' }), resume({ servedOn: '2022-09-09' }));
    expect(returnsOn(before, '2022-09-10')).toStrictEqual([null]);
    const sameDay = after(stay({ effectiveOn: '2022-09-10' }), resume({ servedOn: '2022-09-10' }));
    expect(stateOn(sameDay, '2022-09-10')).toBe('BANNED');
  });

  it('ends with whichever comes first, closing day or resumption', () => {
    const history = after(stay({ closingOn: '2022-10-31' }), resume());
    expect(stateOn(history, '2022-09-20')).toBe('BANNED');
    expect(returnsOn(after(stay({ closingOn: '2022-09-10' }), resume()), '2022-09-10')).toStrictEqual(['2022-09-11']);
  });

  it('chained to the next returns when the last of them ends', () => {
    const chained = after(
      stay({ closingOn: '2022-09-30' }),
      stay({ number: '停二', effectiveOn: '2022-10-01', closingOn: '2022-10-20' }),
      stay({ number: '停三', effectiveOn: '2022-10-15', closingOn: '2022-11-10' }),
      stay({ number: '停四', effectiveOn: '2022-11-12' }),
    );
    expect(returnsOn(chained, '2022-09-10')).toStrictEqual(['2022-11-11']);
    expect(stateOn(chained, '2022-11-11')).toBe('BANNED');
    expect(returnsOn(chained, '2022-11-12')).toStrictEqual([null]);
  });
});

describe('a stayed decision', () => {
  it('is not held after its term either, and its term is not lengthened', () => {
    const both = [registered(), decided({ kind: 'VETO', endMode: 'BOTH', closingOn: '2022-10-08' })];
    const held = [...both, stay({ servedOn: '2022-10-20', closingOn: '2022-10-31' })];
    expect(verdictOn(held, { on: '2022-10-20' })).toMatchObject({
      state: 'ELIGIBLE',
      stayed: [{ kind: 'TERM_OVER_NOT_ACCEPTED' }],
    });
    expect(stateOn(held, '2022-11-01')).toBe('HELD');
    const fixed = [registered(), decided({ kind: 'VETO', closingOn: '2022-10-08' }), stay({ closingOn: '2022-10-07' })];
    expect(stateOn(fixed, '2022-10-08')).toBe('BANNED');
    expect(stateOn(fixed, '2022-10-09')).toBe('ELIGIBLE');
  });

  it('is listed only where it would cover otherwise', () => {
    const ended = [registered(), decided({ kind: 'VETO', closingOn: '2022-09-10' }), stay()];
    expect(returnsOn(ended, '2022-09-10')).toStrictEqual([null]);
    expect(returnsOn(ended, '2022-09-11')).toStrictEqual([]);
  });

  it('names no day of return where its term or a lift ends it during the stay', () => {
    const closing = stay({ closingOn: '2022-09-30' });
    const ended = [registered(), decided({ kind: 'VETO', closingOn: '2022-09-20' }), closing];
    expect(returnsOn(ended, '2022-09-10')).toStrictEqual([null]);
    expect(returnsOn(after(closing, lift({ effectiveOn: '2022-09-20' })), '2022-09-10')).toStrictEqual([null]);
  });

  it('works again from the day on which the stay is annulled', () => {
    const history = after(stay(), followedUp({ kind: 'ANNUL', number: '撤', target: '停', servedOn: '2022-09-20' }));
    expect(stateOn(history, '2022-09-19')).toBe('ELIGIBLE');
    expect(stateOn(history, '2022-09-20')).toBe('BANNED');
  });
});

describe('a lift', () => {
  it('ends from its effective day, else from its service, and is told before', () => {
    expect(stateOn(after(lift()), '2022-09-04')).toBe('BANNED');
    expect(stateOn(after(lift()), '2022-09-05')).toBe('ELIGIBLE');
    const ahead = after(lift({ servedOn: '2022-09-05', effectiveOn: '2022-10-08' }));
    expect(verdictOn(ahead, { on: '2022-10-07' })).toMatchObject({
      state: 'BANNED',
      headline: { liftedFrom: '2022-10-08', until: null },
    });
    expect(stateOn(ahead, '2022-10-08')).toBe('ELIGIBLE');
  });

  it('has no effect before it is served', () => {
    expect(stateOn(after(lift({ servedOn: null })), '2022-11-01')).toBe('BANNED');
    expect(verdictOn(after(lift()), { on: '2022-09-04' }).headline).not.toHaveProperty('liftedFrom');
  });

  it('counts from the earliest of several', () => {
    const several = after(
      lift({ number: '解一', servedOn: '2022-10-08' }),
      lift({ number: '解二', servedOn: '2022-10-01' }),
    );
    expect(stateOn(several, '2022-09-30')).toBe('BANNED');
    expect(stateOn(several, '2022-10-01')).toBe('ELIGIBLE');
    const gone = [...several, followedUp({ kind: 'ANNUL', number: '撤', target: '解二', servedOn: '2022-10-03' })];
    expect(stateOn(gone, '2022-10-02')).toBe('ELIGIBLE');
    expect(stateOn(gone, '2022-10-03')).toBe('BANNED');
    expect(stateOn(gone, '2022-10-08')).toBe('ELIGIBLE');
  });

  it('of the right to enrol is its restoration and nothing else', () => {
    const withdrawn = [registered(), decided({ kind: 'ENROLMENT_RIGHT_WITHDRAWAL' })];
    expect(stateOn([...withdrawn, lift()], '2022-10-01')).toBe('BANNED');
    expect(stateOn([...withdrawn, lift({ kind: 'RESTORE_ENROLMENT_RIGHT' })], '2022-10-01')).toBe('ELIGIBLE');
  });

  it('ends one reason and never another', () => {
    const two = [...after(lift()), decided({ number: '另', kind: 'PLAN_CUT', years: [2022] })];
    expect(verdictOn(two, { on: '2022-10-01' })).toMatchObject({
      state: 'CONDITIONAL',
      reasons: [{ documentNo: '另' }],
    });
  });
});
