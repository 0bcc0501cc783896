import { describe, expect, it } from '@jest/globals';
import { refusalStatus } from './problem-status.ts';

describe('the status of a refusal', () => {
  it.each([
    ['unknown-case', 'caseNo', ['caseNo'], 404],
    ['unknown-case', 'caseNos', [], 422],
    ['unknown-school', 'school', ['batch'], 422],
    ['item-not-found', 'key', ['batch', 'school', 'itemNo'], 404],
    ['target-not-found', 'target', ['number'], 422],
    ['row-differs-from-record', 'code', [], 409],
    ['already-served', 'servedOn', ['number'], 409],
    ['case-already-filed', 'caseNo', ['caseNo'], 409],
    ['revision-mismatch', 'If-Match', [], 412],
    ['idempotency-key-reused', 'Idempotency-Key', [], 422],
    ['bad-code', 'majors', [], 422],
    ['term-missing', undefined, [], 422],
  ])('%s at %s, in an address of %j, is %i', (...[code, field, names, status]) => {
    expect(refusalStatus({ code, ...(field === undefined ? {} : { field }) }, names)).toBe(status);
  });
});
