import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ApproveLook,
  ErasePersonalData,
  RevealPersonalData,
  person,
  personRefusals,
  ProposeErasure,
  RecordPerson,
  RequestLook,
} from '#domain/persons';
import type { LookPurpose, PersonCommand, PersonContent, PersonEvent, PersonState } from '#domain/persons';
import { isRefused } from '#kernel';
import { codesOf, happened, keys, MemoryRegister, ordered } from '#testing';

const { registered, caseRecorded } = happened;
const open = new MemoryRegister([registered(), registered({ code: keys.otherSchool }), ...caseRecorded()]);
const closed = new MemoryRegister([registered(), ...caseRecorded({ closedOn: '2022-06-01' })]);

const sealedText = { iv: 'aaaa', ct: 'bbbb', tag: 'cccc', cm: 'dddd' };
const content = (over: Partial<PersonContent> = {}): PersonContent => ({
  school: keys.school,
  person: '7',
  caseNo: keys.caseNo,
  capacity: 'STUDENT',
  minor: true,
  subject: `s_${'a'.repeat(22)}`,
  sealed: { name: sealedText },
  ...over,
});
const key = { school: keys.school, person: '7' };
const wanted = { purpose: 'REDRESS', reason: '核对退费名单' } as const;
const at = '2022-05-10T08:00:00.000Z';
const occasion = { at, address: '10.0.3.17', agent: 'Mozilla/5.0' };

const record = (over: Partial<PersonContent> = {}, reason: string | null = null) =>
  new RecordPerson(content(over), reason);
const request = (over: { purpose?: LookPurpose; reason?: string } = {}) => new RequestLook(key, { ...wanted, ...over });
const approve = (over: { requestedBy?: string; purpose?: LookPurpose; at?: string } = {}) =>
  new ApproveLook(key, { requestedBy: '王科员', purpose: 'REDRESS', at, ...over });
const look = (over: Partial<RevealPersonalData['look']> = {}) =>
  new RevealPersonalData(key, { ...wanted, ...occasion, ...over });
const propose = (over: Partial<ProposeErasure['erasure']> = {}) =>
  new ProposeErasure(key, { ground: 'PURPOSE_ACHIEVED', reason: '退费已完成', ...over });
const erase = (ground: ErasePersonalData['erasure']['ground'] = 'PURPOSE_ACHIEVED') =>
  new ErasePersonalData(key, { ground });

/** A person's stream as commands of different people make it. */
class Stream {
  state: PersonState = person.initialState;
  readonly events: (PersonEvent & { readonly by: string })[] = [];

  tell(command: PersonCommand, actor = '王科员', facts = open): readonly string[] {
    const judgement = person.decide(ordered(command, facts, { actor }), this.state);
    if (isRefused(judgement)) return codesOf(judgement);
    for (const event of judgement) {
      this.state = person.evolve(this.state, event, { actor, onPaper: false });
      this.events.push({ ...event, by: actor });
    }
    return judgement.map(({ type }) => type);
  }
}

const recorded = (over: Partial<PersonContent> = {}): Stream => {
  const stream = new Stream();
  expect(stream.tell(record(over))).toEqual(['PersonRecorded']);
  return stream;
};

describe('a person whom a case concerns', () => {
  it('is recorded once, and corrected with a reason', () => {
    const stream = recorded();
    expect(stream.tell(record())).toEqual([]);
    expect(stream.tell(record({ capacity: 'GUARDIAN' }))).toEqual(['row-differs-from-record']);
    expect(stream.tell(record({ capacity: 'GUARDIAN' }, '身份有误'))).toEqual(['PersonCorrected']);
    expect(stream.state.content).toEqual(content({ capacity: 'GUARDIAN' }));
    expect(stream.tell(record({}, '证号46010020100101001X有误'))).toEqual(['personal-data-in-reason']);
  });

  const bad: readonly (readonly [code: string, over: Partial<PersonContent>])[] = [
    ['bad-person-number', { person: '0' }],
    ['bad-person-number', { person: '李小明' }],
    ['bad-person-number', { person: '46010020100101001X' }],
    ['unknown-case', { caseNo: '2022-999' }],
    ['case-of-another-school', { school: keys.otherSchool }],
    ['unknown-capacity', { capacity: 'toString' as 'STAFF' }],
    ['bad-sealed-texts', { sealed: {} }],
    ['bad-sealed-texts', { subject: '46010020100101001X' }],
    ['bad-sealed-texts', { sealed: { name: { ...sealedText, ct: '李小明' } } }],
    ['bad-sealed-texts', { sealed: { name: { ...sealedText, text: 'abc' } as typeof sealedText } }],
  ];
  it.each(bad)('is refused with %s: %j', (code, over) => {
    expect(new Stream().tell(record(over))).toEqual([code]);
    expect(personRefusals).toContain(code);
  });

  it('that is not recorded is neither looked at nor erased', () => {
    for (const command of [request(), approve(), look(), propose(), erase()])
      expect(new Stream().tell(command)).toEqual(['unknown-person']);
  });
});

describe('a look', () => {
  it('at a grown person needs a purpose and a reason, and is recorded each time', () => {
    const stream = recorded({ minor: false });
    expect(stream.tell(look())).toEqual(['PersonLookedAt']);
    expect(stream.tell(look())).toEqual(['PersonLookedAt']);
    const { school, person: number, subject } = content();
    expect(stream.events.at(-1)).toEqual({
      type: 'PersonLookedAt',
      by: '王科员',
      data: { school, person: number, subject, minor: false, fields: ['name'], ...wanted, ...occasion },
    });
    expect(stream.tell(look({ purpose: 'CURIOSITY' as 'REVIEW' }))).toEqual(['unknown-purpose']);
    expect(stream.tell(look({ reason: ' ' }))).toEqual(['look-reason-missing']);
    expect(stream.tell(look({ at: '2022-05-10' }))).toEqual(['bad-instant']);
    expect(stream.tell(request())).toEqual(['look-needs-no-approval']);
  });

  it("at a minor stands on somebody else's approval, for the same purpose, for a day", () => {
    const stream = recorded();
    expect(stream.tell(look())).toEqual(['look-not-approved']);
    expect(stream.tell(approve(), '张审批')).toEqual(['look-not-requested']);
    expect(stream.tell(request())).toEqual(['PersonLookRequested']);
    expect(stream.tell(request())).toEqual([]);
    expect(stream.tell(look())).toEqual(['look-not-approved']);
    expect(stream.tell(approve())).toEqual(['same-person-approves']);
    expect(stream.tell(approve({ purpose: 'REVIEW' }), '张审批')).toEqual(['look-request-differs']);
    expect(stream.tell(approve({ at: '' }), '张审批')).toEqual(['bad-instant']);
    expect(stream.tell(approve(), '张审批')).toEqual(['PersonLookApproved']);
    expect(stream.tell(approve(), '张审批')).toEqual([]);
    expect(stream.tell(look())).toEqual(['PersonLookedAt']);
    expect(stream.tell(look({ purpose: 'REVIEW' }))).toEqual(['look-not-approved']);
    expect(stream.tell(look(), '张审批')).toEqual(['look-not-approved']);
    expect(stream.tell(look({ at: '2022-05-11T07:59:59.999Z' }))).toEqual(['PersonLookedAt']);
    expect(stream.tell(look({ at: '2022-05-11T08:00:00.000Z' }))).toEqual(['look-approval-over']);
    expect(stream.tell(request())).toEqual(['PersonLookRequested']);
    expect(stream.tell(look())).toEqual(['look-not-approved']);
  });

  it.each([
    '证号46010020100101001X',
    '电话 138 0013 8000',
    '４６０１００２０１００１０１００１Ｘ',
    '460100-20100101-0012',
    '旧证460100890101001',
  ])('takes no reason that holds a number of a person: %s', (reason) => {
    for (const command of [request({ reason }), look({ reason }), propose({ reason })])
      expect(recorded({ minor: command instanceof RequestLook }).tell(command, '王科员', closed)).toEqual([
        'personal-data-in-reason',
      ]);
  });

  it.each(['海教职成〔2022〕7号', '学校 3646012001 的 12 名学生，共 24000000 分', '2022-05-10 至 2022-06-30'])(
    'takes a reason that only names documents, sums and days: %s',
    (reason) => {
      expect(recorded({ minor: false }).tell(look({ reason }))).toEqual(['PersonLookedAt']);
    },
  );

  it('keeps what a program called itself on one line', () => {
    const stream = recorded({ minor: false });
    stream.tell(look({ agent: 'a\r\n\u{1B}[31m', address: '::1' }));
    expect(stream.events.at(-1)?.data).toMatchObject({ agent: 'a\u{FFFD}\u{FFFD}\u{FFFD}[31m', address: '::1' });
  });
});

describe('an erasure', () => {
  it('is proposed by one and carried out by another, on the ground that was seen, once the case is closed', () => {
    const stream = recorded();
    expect(stream.tell(erase(), '张审批', closed)).toEqual(['erasure-not-proposed']);
    expect(stream.tell(propose())).toEqual(['case-still-open']);
    expect(stream.tell(propose({ ground: 'WHIM' as 'UNLAWFUL' }))).toEqual(['unknown-erasure-ground']);
    expect(stream.tell(propose(), '王科员', closed)).toEqual(['PersonErasureProposed']);
    expect(stream.tell(propose(), '王科员', closed)).toEqual([]);
    expect(stream.tell(erase(), '王科员', closed)).toEqual(['same-person-erases']);
    expect(stream.tell(erase('UNLAWFUL'), '张审批', closed)).toEqual(['erasure-proposal-differs']);
    expect(stream.tell(erase(), '张审批', open)).toEqual(['case-still-open']);
    expect(stream.tell(erase(), '张审批', closed)).toEqual(['PersonErased']);
    expect(stream.tell(erase(), '张审批', closed)).toEqual([]);
    for (const command of [record(), request(), approve(), look(), propose()])
      expect(stream.tell(command)).toEqual(['person-already-erased']);
  });

  it('of what should never have been kept does not wait for the case', () => {
    const stream = recorded();
    expect(stream.tell(propose({ ground: 'UNLAWFUL' }))).toEqual(['PersonErasureProposed']);
    expect(stream.tell(erase('UNLAWFUL'), '张审批')).toEqual(['PersonErased']);
  });
});

/** Whether a look or an erasure stands on what somebody else did before. */
const isByTwo = (event: Stream['events'][number], before: Stream['events']): boolean => {
  if (event.type === 'PersonErased')
    return before.findLast(({ type }) => type === 'PersonErasureProposed')?.by !== event.by;
  if (event.type !== 'PersonLookedAt') return true;
  const approval = before.findLast((one) => one.type === 'PersonLookApproved' && one.data.requestedBy === event.by);
  if (approval?.type !== 'PersonLookApproved') return false;
  return approval.data.purpose === event.data.purpose && approval.by !== event.by;
};

it('of any history: no minor is seen without another hand, nothing goes without two, nobody is seen after', () => {
  const anyone = fc.constantFrom('甲', '乙', '丙');
  const often = { weight: 5, arbitrary: fc.constant('REDRESS' as const) };
  const purpose = fc.oneof(often, fc.constant('REVIEW' as const));
  const instant = fc
    .integer({ min: 0, max: 30 })
    .map((hour) => new Date(Date.parse(at) + hour * 3_600_000).toISOString());
  const ground = fc.constantFrom('UNLAWFUL' as const, 'PURPOSE_ACHIEVED' as const);
  const anyCommand: fc.Arbitrary<PersonCommand> = fc.oneof(
    { weight: 2, arbitrary: fc.constant(record()) },
    { weight: 20, arbitrary: purpose.map((one) => request({ purpose: one })) },
    {
      weight: 40,
      arbitrary: fc.record({ requestedBy: anyone, purpose, at: instant }).map((approval) => approve(approval)),
    },
    { weight: 40, arbitrary: fc.record({ purpose, at: instant }).map((over) => look(over)) },
    { weight: 1, arbitrary: ground.map((one) => propose({ ground: one })) },
    { weight: 1, arbitrary: ground.map((one) => erase(one)) },
  );
  let seen = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(anyCommand, anyone), { minLength: 20, maxLength: 80 }), (told) => {
      const stream = recorded();
      for (const [command, by] of told) stream.tell(command, by, closed);
      const ends = stream.events.findIndex(({ type }) => type === 'PersonErased');
      expect([-1, stream.events.length - 1]).toContain(ends);
      const alone = stream.events.filter((event, n) => !isByTwo(event, stream.events.slice(0, n)));
      expect(alone).toEqual([]);
      seen += stream.events.filter(({ type }) => type === 'PersonLookedAt').length;
    }),
    { numRuns: 500 },
  );
  expect(seen).toBeGreaterThan(100);
});
