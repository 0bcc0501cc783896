import { describe, expect, it } from '@jest/globals';
import { changeEventTypes, RecordSchoolChange, RegisterSchool, school } from '#domain/schools';
import type { SchoolChangeContent, SchoolContent, SchoolEvent } from '#domain/schools';
import type { ChangeKind } from '#law';
import { correctionReason, given, happened, keys, MemoryRegister, ordered, rows } from '#testing';

const { registered, amended, changed, changeCorrected, caseRecorded, decided } = happened;
type Recorded = ConstructorParameters<typeof MemoryRegister>[0];

const known = registered();
const register = (over: Partial<SchoolContent> = {}, reason: string | null = null, recorded: Recorded = []) =>
  ordered(new RegisterSchool(rows.school(over), reason), new MemoryRegister(recorded));
const change = (over: Partial<SchoolChangeContent> = {}, reason: string | null = null, recorded: Recorded = [known]) =>
  ordered(new RecordSchoolChange(rows.change(over), reason), new MemoryRegister(recorded));

describe('registering a school', () => {
  it('records its row', () => {
    given(school).when(register()).then([known]);
  });

  it('records nothing when the same row comes again, with a reason or without', () => {
    given(school, [known]).when(register()).then([]);
    given(school, [known]).when(register({}, correctionReason)).then([]);
  });

  it('refuses another row under the same code, unless it is a correction that keeps both versions', () => {
    const history = [known];
    given(school, history)
      .when(register({ name: '新名' }))
      .refused('row-differs-from-record');
    given(school, history)
      .when(register({ name: '新名' }, correctionReason, history))
      .then([amended({ name: '新名' })]);
    given(school, [...history, amended({ name: '新名' })])
      .when(register({ name: '新名' }))
      .then([]);
  });
});

describe('a row of the register', () => {
  it('is refused for a code of another shape, of the school or of its majors', () => {
    given(school)
      .when(register({ code: '36460120' }))
      .refused('bad-code');
    given(school)
      .when(register({ majors: ['740101', '74010'] }))
      .refused('bad-code');
  });

  it('of a private school says the last day of its permit', () => {
    given(school)
      .when(register({ ownership: 'PRIVATE' }))
      .refused('required');
    given(school)
      .when(register({ ownership: 'PRIVATE', licenceUntil: '2025-08-31' }))
      .then([registered({ ownership: 'PRIVATE', licenceUntil: '2025-08-31' })]);
  });

  it('is refused for a credit code that fails its check, unless a reason overrules it, which is recorded', () => {
    const creditCode = '91350203M0001QAY9B';
    given(school).when(register({ creditCode })).refused('bad-credit-code');
    const overruled: SchoolEvent = {
      type: 'SchoolRegistered',
      data: { ...rows.school({ creditCode }), creditCodeOverride: '证照原件如此' },
    };
    given(school).when(register({ creditCode }, '证照原件如此')).then([overruled]);
    given(school, [overruled]).when(register({ creditCode })).then([]);
    given(school)
      .when(register({ creditCode: '12460100428500014Y' }, '多余'))
      .then([registered({ creditCode: '12460100428500014Y' })]);
  });
});

describe('changing a school', () => {
  const values: Partial<Record<ChangeKind, Partial<SchoolChangeContent>>> = {
    LICENCE_RENEWED: { value: '2027-08-31' },
    MAJORS_ADDED: { majors: ['770101'] },
    MAJORS_WITHDRAWN: { majors: ['740101'] },
    OWNERSHIP_CHANGED: { value: 'PRIVATE' },
    MERGED: { value: keys.otherSchool },
  };
  const recorded = [known, registered({ code: keys.otherSchool })];

  it.each(Object.entries(changeEventTypes))('by %s records %s', (kind, type) => {
    const row = { value: '新', ...values[kind as ChangeKind], kind: kind as ChangeKind };
    given(school, [known])
      .when(change(row, null, recorded))
      .then([{ type, data: rows.change(row) }]);
  });

  it('is known by kind and day of approval: the same again is nothing, another needs a reason', () => {
    const history = [known, changed({ value: '甲' })];
    given(school, history)
      .when(change({ value: '甲' }))
      .then([]);
    given(school, history)
      .when(change({ value: '乙' }))
      .refused('row-differs-from-record');
    given(school, history)
      .when(change({ value: '乙' }, correctionReason))
      .then([changeCorrected({ value: '乙' })]);
    given(school, history)
      .when(change({ value: '乙', approvedOn: '2022-02-02' }))
      .then([changed({ value: '乙', approvedOn: '2022-02-02' })]);
    given(school, [...history, changeCorrected({ value: '乙' })])
      .when(change({ value: '乙' }))
      .then([]);
  });
});

describe('what a change names', () => {
  it('is a registered school, and codes of the right shape', () => {
    given(school)
      .when(change({}, null, []))
      .refused('unknown-school');
    given(school)
      .when(change({ code: '364601' }, null, []))
      .refused('bad-code');
    given(school, [known])
      .when(change({ kind: 'MAJORS_ADDED', majors: ['7701'] }))
      .refused('bad-code');
  });

  it('is, of a merger, another registered school', () => {
    given(school, [known])
      .when(change({ kind: 'MERGED', value: '某校' }))
      .refused('bad-code');
    given(school, [known])
      .when(change({ kind: 'MERGED', value: keys.otherSchool }))
      .refused('unknown-school');
    given(school, [known])
      .when(change({ kind: 'MERGED', value: keys.school }))
      .refused('unknown-school');
  });
});

describe('a correction on which a recorded decision could not stand', () => {
  it('is refused for the row', () => {
    const licensed = { ownership: 'PRIVATE', licenceUntil: '2025-08-31' } as const;
    const history = [registered(licensed)];
    const recorded = [...history, decided({ kind: 'LICENCE_REVOCATION' })];
    given(school, history)
      .when(register({}, correctionReason, recorded))
      .refused('correction-breaks-follow-up');
    given(school, history)
      .when(register({ ...licensed, principal: '李校长' }, correctionReason, recorded))
      .then([amended({ ...licensed, principal: '李校长' })]);
  });

  it('is not refused where the decision could not stand before it either', () => {
    const licensed = { ownership: 'PRIVATE', licenceUntil: '2025-08-31' } as const;
    const history = [registered(licensed)];
    const revoked = decided({ kind: 'LICENCE_REVOCATION' });
    const long = { approvedOn: '2021-01-01', effectiveOn: '2021-01-01' } as const;
    const recorded = [...history, revoked, changed({ kind: 'OWNERSHIP_CHANGED', value: 'PUBLIC', ...long })];
    given(school, history)
      .when(register({ ...licensed, principal: '李校长' }, correctionReason, recorded))
      .then([amended({ ...licensed, principal: '李校长' })]);
  });

  it('is refused for a change', () => {
    const became = { kind: 'OWNERSHIP_CHANGED', value: 'PRIVATE' } as const;
    const history = [known, changed(became)];
    const after = [...history, ...caseRecorded(), decided({ basis: ['PEL-62'] })];
    given(school, history)
      .when(change({ ...became, value: 'PUBLIC' }, correctionReason, after))
      .refused('correction-breaks-follow-up');
    given(school, history)
      .when(change({ ...became, effectiveOn: '2022-05-05' }, correctionReason, after))
      .then([changeCorrected({ ...became, effectiveOn: '2022-05-05' })]);
  });
});

describe('the state of a school', () => {
  it('is the current version of its row and of each change', () => {
    const { state } = given(school, [
      known,
      changed({ value: '甲' }),
      changeCorrected({ value: '乙' }),
      amended({ principal: '李校长' }),
      changed({ kind: 'PRINCIPAL_CHANGED', value: '王校长' }),
    ]);
    expect(state.row).toStrictEqual(rows.school({ principal: '李校长' }));
    expect([...state.changes.values()]).toStrictEqual([
      rows.change({ value: '乙' }),
      rows.change({ kind: 'PRINCIPAL_CHANGED', value: '王校长' }),
    ]);
  });
});
