import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accessRecord, accessRecordRefusals, RecordAccess } from '#domain/access-records';
import type { AccessEvent } from '#domain/access-records';
import { canonicalText, isRefused } from '#kernel';
import { given, keys } from '#testing';

const { account } = keys;
const visit = { at: '2023-09-25T00:30:00.000Z', address: '192.0.2.7', agent: 'Mozilla/5.0' };
const occasion = { at: visit.at, address: visit.address };

type Of<Type extends AccessEvent['type']> = Extract<AccessEvent, { type: Type }>;
const signedIn = (over: Partial<Of<'SignedIn'>['data']> = {}): AccessEvent => ({
  type: 'SignedIn',
  data: { account, ...visit, method: 'PASSWORD_AND_CODE', ...over },
});
const signInRefused = (over: Partial<Of<'SignInRefused'>['data']> = {}): AccessEvent => ({
  type: 'SignInRefused',
  data: { account: null, ...visit, reason: 'sign-in-refused', ...over },
});
const signedOut = (over: Partial<Of<'SignedOut'>['data']> = {}): AccessEvent => ({
  type: 'SignedOut',
  data: { account, ...visit, how: 'BY_HAND', ...over },
});
const steppedUp = (over: Partial<Of<'SteppedUp'>['data']> = {}): AccessEvent => ({
  type: 'SteppedUp',
  data: { account, ...visit, ...over },
});
const denied = (over: Partial<Of<'AccessDenied'>['data']> = {}): AccessEvent => {
  const what = { action: 'READ_SCHOOL_FILE', reason: 'other-district', about: keys.school, times: 3 };
  return { type: 'AccessDenied', data: { actor: account, ...occasion, ...what, ...over } };
};

const exported = (over: Partial<Of<'RegisterExported'>['data']> = {}): AccessEvent => ({
  type: 'RegisterExported',
  data: { account, ...visit, what: 'SCHOOLS', rows: 17, ...over },
});

const recording = (content: AccessEvent) => ({ command: new RecordAccess(content) });
const every = [signedIn(), signInRefused(), signInRefused({ account }), steppedUp(), signedOut(), denied(), exported()];

describe('a record of access', () => {
  it.each(every)('is kept as it is, each time: $type', (content) => {
    given(accessRecord).when(recording(content)).then([content]);
    given(accessRecord, [content]).when(recording(content)).then([content]);
  });

  it('knows every proof and every way out', () => {
    for (const method of ['PASSWORD_AND_CODE', 'PASSWORD_AND_RECOVERY_CODE', 'ENROLMENT', 'IDENTITY_PROVIDER'] as const)
      given(accessRecord)
        .when(recording(signedIn({ method })))
        .then([signedIn({ method })]);
    for (const how of ['BY_HAND', 'BY_ADMINISTRATOR', 'BY_PROVIDER', 'DISABLED', 'CREDENTIALS_RESET'] as const)
      given(accessRecord)
        .when(recording(signedOut({ how })))
        .then([signedOut({ how })]);
  });

  it('is of whoever has no identity too, and of what is about no school', () => {
    const content = denied({ actor: '', about: null, times: 1 });
    given(accessRecord).when(recording(content)).then([content]);
  });

  const malformed: readonly (readonly [code: string, content: AccessEvent])[] = [
    ['bad-instant', signedIn({ at: '2023-09-25T00:30:00Z' })],
    ['bad-instant', denied({ at: '' })],
    ['access-record-malformed', signedIn({ account: '' })],
    ['access-record-malformed', signedIn({ method: 'toString' as 'ENROLMENT' })],
    ['access-record-malformed', signInRefused({ reason: '' })],
    ['access-record-malformed', signInRefused({ account: '' })],
    ['access-record-malformed', steppedUp({ address: '' })],
    ['access-record-malformed', signedOut({ account: `${account}\n` })],
    ['access-record-malformed', signedOut({ how: 'BY_MAGIC' as 'BY_HAND' })],
    ['access-record-malformed', denied({ action: '' })],
    ['access-record-malformed', denied({ times: 0 })],
    ['access-record-malformed', denied({ times: 1.5 })],
    ['access-record-malformed', denied({ actor: 'a'.repeat(257) })],
    ['access-record-malformed', exported({ what: 'toString' as 'SCHOOLS' })],
    ['access-record-malformed', exported({ rows: -1 })],
    ['access-record-malformed', exported({ account: '' })],
  ];

  it.each(malformed)('is refused with %s where the program errs: %j', (code, content) => {
    given(accessRecord).when(recording(content)).refused(code);
    expect(accessRecordRefusals).toContain(code);
  });

  it('cleans what somebody else wrote', () => {
    given(accessRecord)
      .when(recording(signedIn({ agent: 'a\r\n\u{1B}[31m\0' })))
      .then([signedIn({ agent: 'a\u{FFFD}\u{FFFD}\u{FFFD}[31m\u{FFFD}' })]);
    given(accessRecord)
      .when(recording(denied({ about: 'x\n' })))
      .then([denied({ about: 'x\u{FFFD}' })]);
    given(accessRecord)
      .when(recording(signedOut({ agent: '' })))
      .then([signedOut({ agent: '' })]);
  });

  it('is kept whatever somebody else wrote, on one line, and names no school', () => {
    const written = fc.string({ unit: 'binary', maxLength: 600, size: 'max' });
    fc.assert(
      fc.property(written, fc.constantFrom(...every), (text, content) => {
        const wild = 'agent' in content.data ? { agent: text } : { about: text };
        const sent = { ...content, data: { ...content.data, ...wild } } as AccessEvent;
        const { judgement } = given(accessRecord).when(recording(sent));
        const [event] = isRefused(judgement) ? [] : judgement;
        const kept = canonicalText(event?.data);
        expect(kept.length).toBeLessThan(1_000);
        expect(kept).not.toMatch(/\\[nrtu]|\p{Cc}/u);
        expect(Object.keys(event?.data ?? {})).not.toContain('school');
        expect(Object.keys(event?.data ?? {})).not.toContain('code');
      }),
    );
  });
});
