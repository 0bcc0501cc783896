import { describe, expect, it } from '@jest/globals';
import { bearsOnFacts, factEventOf, foldOffice, foldSchool, noFacts, noOffice, UnknownFact } from '#facts';
import type { FactEvent, RegisterEvent } from '#facts';
import { happened, keys, MemoryRegister, rows } from '#testing';

const { registered, amended, changed, changeCorrected, leadRegistered, caseRecorded, caseCorrected } = happened;

const factsAfter = (...events: readonly RegisterEvent[]) => new MemoryRegister(events).school(keys.school);
const caseAfter = (...events: readonly RegisterEvent[]) => factsAfter(...events).cases;
const place = { stream: 'school-x', revision: 0, position: 0 } as const;

describe('the register of a school', () => {
  it('is its last version', () => {
    expect(factsAfter().register).toBeNull();
    expect(factsAfter(registered()).register).toMatchObject({ name: rows.school().name, ownership: 'PUBLIC' });
    expect(factsAfter(registered(), amended({ name: '新名' })).register).toMatchObject({
      name: '新名',
      source: { revision: 1, position: 1 },
    });
  });

  it('has its changes in the order of first recording, each in its last version', () => {
    const { changes } = factsAfter(
      registered(),
      changed({ value: '甲' }),
      changed({ value: '乙', approvedOn: '2022-03-01' }),
      changeCorrected({ value: '丙' }),
    );
    expect(changes.map(({ value, source }) => [value, source.order, source.position])).toStrictEqual([
      ['丙', 1, 3],
      ['乙', 2, 2],
    ]);
  });

  it('stands at the last event about the school', () => {
    expect(factsAfter().position).toBe(-1);
    expect(factsAfter(registered(), registered({ code: keys.otherSchool }), changed()).position).toBe(2);
  });
});

describe('the cases of a school', () => {
  it('come as far as their steps', () => {
    expect(caseAfter(leadRegistered())).toMatchObject([{ filedOn: null, closedOn: null, established: false }]);
    expect(caseAfter(...caseRecorded({ closedOn: '2022-07-01', severity: 'SERIOUS' }))).toMatchObject([
      { caseNo: keys.caseNo, filedOn: '2022-04-01', closedOn: '2022-07-01', established: true, actUntil: '2022-05-04' },
    ]);
    expect(caseAfter(...caseRecorded({ finding: 'UNFOUNDED' }))).toMatchObject([{ established: false }]);
  });

  it('read as corrected', () => {
    const correction = caseCorrected({ finding: null, actUntil: null });
    expect(caseAfter(...caseRecorded(), correction)).toMatchObject([{ established: false, actUntil: null }]);
  });

  it('leave the school that they were withdrawn from, and pass over steps of what is not there', () => {
    const about = { caseNo: keys.caseNo, school: keys.school } as const;
    const withdrawn: RegisterEvent = { type: 'ViolationCaseWithdrawn', data: { ...about, correctionReason: '误' } };
    expect(caseAfter(...caseRecorded(), withdrawn)).toStrictEqual([]);
    expect(caseAfter({ type: 'ViolationCaseFiled', data: { ...about, filedOn: '2022-04-01' } })).toStrictEqual([]);
  });
});

describe('an event of an unknown type', () => {
  it.each(['SchoolTeleported', 'SelfInspectionDreamt', 'ViolationForgiven', 'DecisionShrugged', ''])(
    '%s stops the fold of a school',
    (type) => {
      const event = { type, data: {}, ...place } as unknown as FactEvent;
      expect(() => foldSchool(noFacts(keys.school), event)).toThrow(UnknownFact);
    },
  );

  it('stops the fold of the office too', () => {
    const event = { type: 'SelfInspectionCampaignDreamt', data: {}, ...place } as unknown as FactEvent;
    expect(() => foldOffice(noOffice, event)).toThrow(expect.objectContaining({ code: 'unknown-fact' }));
  });
});

describe('an event of the log', () => {
  it('keeps its place as numbers', () => {
    const { type, data } = registered();
    expect(factEventOf({ type, data, stream: 'school-x', revision: 3n, position: 41n })).toStrictEqual({
      type,
      data,
      stream: 'school-x',
      revision: 3,
      position: 41,
    });
  });

  it('bears on facts unless it is about the office itself', () => {
    const ofOffice = [
      'WorkbookImported',
      'MachineClientRegistered',
      'MachineKeyIssued',
      'MachineKeyIssuedForTokens',
      'MachineKeyRevoked',
    ];
    const ofPeople = ['AccountOpened', 'SignedIn', 'SignInRefused', 'SteppedUp', 'SignedOut', 'AccessDenied'];
    for (const type of [...ofOffice, ...ofPeople]) expect(bearsOnFacts(type)).toBe(false);
    for (const type of ['SchoolRegistered', 'WorkbookImportedTwice', 'Machine', 'SignedInTwice', 'NoSuchType'])
      expect(bearsOnFacts(type)).toBe(true);
  });
});
