import { describe, expect, it } from '@jest/globals';
import { RefusedError } from '#commands';
import { refusal } from '#kernel';
import { StoreUnavailable, Timeout, WrongExpectedRevision } from '#platform/event-store';
import { ReadStoreUnavailable } from '#platform/read-store';
import { QuestionRefused } from '#read-models/eligibility';
import { hasSentence } from '#wording';
import { diagnose, problemBody, ProblemError } from './problem.ts';

const telling = { locale: 'en', instance: '/x', traceId: '1' } as const;

describe('a diagnosis', () => {
  it.each([
    [new WrongExpectedRevision('s', 1n, 2n), 409, 'revision-conflict'],
    [new StoreUnavailable('disk', true), 503, 'store-unavailable'],
    [new Timeout('late'), 503, 'timeout'],
    [new ReadStoreUnavailable('57P01'), 503, 'store-unavailable'],
    [Object.assign(new Error('x'), { driverError: { code: '08006' } }), 503, 'store-unavailable'],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 503, 'store-unavailable'],
    [Object.assign(new Error('x'), { driverError: { code: '42P01' } }), 500, 'internal-error'],
    [new QuestionRefused('eligibility-not-current', 'school'), 503, 'eligibility-not-current'],
    [Object.assign(new Error('x'), { statusCode: 413 }), 413, 'payload-too-large'],
    [Object.assign(new Error('x'), { statusCode: 415 }), 415, 'unsupported-media-type'],
    [Object.assign(new Error('x'), { statusCode: 418 }), 500, 'internal-error'],
    [new TypeError('x is not a function'), 500, 'internal-error'],
    [undefined, 500, 'internal-error'],
    [new RefusedError([]), 500, 'internal-error'],
  ])('of %s is %i %s', (error, status, code) => {
    expect(diagnose(error)).toMatchObject({ status, code });
  });

  it('never tells what an unknown error says', () => {
    expect(JSON.stringify(problemBody(diagnose(new Error('secret of the house')), telling))).not.toContain('secret');
  });

  it('names every reason of a refusal at its place; the first speaks for all', () => {
    const error = new RefusedError([
      refusal('case-already-filed', 'caseNo', '2022-03-05'),
      refusal('same-person-closes', 'actor'),
      refusal('bad-code', 'majors', 'x'),
    ]);
    const { status, code, errors } = problemBody(diagnose(error, ['caseNo']), telling);
    expect([status, code]).toEqual([409, 'case-already-filed']);
    expect(errors.map((one) => `${one.in} ${one.pointer}`)).toEqual(['path /caseNo', 'path ', 'body /majors']);
    expect(hasSentence('case-already-filed')).toBe(true);
    expect(errors[0]?.message).not.toBe('case-already-filed');
  });

  it('escapes pointers', () => {
    const error = new ProblemError('validation-failed', {
      faults: [{ code: 'unknown-field', in: 'body', field: ['a/b', 0, '~'] }],
    });
    expect(problemBody(diagnose(error), telling).errors[0]?.pointer).toBe('/a~1b/0/~0');
  });
});
