import { describe, expect, it } from '@jest/globals';
import { recordOrCorrect, refusal } from '#kernel';
import type { Row } from '#kernel';

interface Content {
  readonly key: string;
  readonly value: number;
  readonly list?: readonly string[];
}

const content: Content = { key: 'a', value: 1 };
const recorded = { type: 'Recorded', data: {} };
const corrected = (reason: string) => ({ type: 'Corrected', data: { reason } });
const judge = (over: Partial<Row<Content, { type: string; data: object }>>) =>
  recordOrCorrect({
    recorded: null,
    content,
    correctionReason: null,
    keyField: 'key',
    offences: [],
    record: () => [recorded],
    correct: (reason) => [corrected(reason)],
    ...over,
  });
const bad = refusal('bad', 'value');
const differs = refusal('row-differs-from-record', 'key');
const listed = (...list: readonly string[]): Content => ({ ...content, list });
const breaks = () => [refusal('correction-breaks-follow-up', 'key', 'x')];

describe('a row', () => {
  it('that is new is recorded, unless something speaks against it', () => {
    expect(judge({})).toStrictEqual([recorded]);
    expect(judge({ recorded: undefined })).toStrictEqual([recorded]);
    expect(judge({ offences: [bad] })).toStrictEqual({ refusals: [bad] });
  });

  it('that is new breaks nothing, and a reason makes it no correction', () => {
    expect(judge({ breaks, correctionReason: '误' })).toStrictEqual([recorded]);
  });

  it('that says the same again records nothing, whatever the order of its fields, and is not judged anew', () => {
    expect(judge({ recorded: { value: 1, key: 'a' }, correctionReason: '误', offences: [bad], breaks })).toStrictEqual(
      [],
    );
  });

  it('that differs needs a reason, and then is a correction', () => {
    const other = { recorded: { key: 'a', value: 2 } };
    expect(judge(other)).toStrictEqual({ refusals: [differs] });
    expect(judge({ ...other, correctionReason: '误' })).toStrictEqual([corrected('误')]);
  });

  it('that differs is told everything that speaks against it', () => {
    const other = { recorded: { key: 'a', value: 2 }, offences: [bad] };
    expect(judge(other)).toStrictEqual({ refusals: [bad, differs] });
    expect(judge({ ...other, correctionReason: '误', breaks })).toStrictEqual({ refusals: [bad] });
  });

  it('that corrects must leave the rest of the record lawful', () => {
    const other = { recorded: { key: 'a', value: 2 }, correctionReason: '误' };
    expect(judge({ ...other, breaks })).toStrictEqual({ refusals: breaks() });
    expect(judge({ ...other, breaks: () => [] })).toStrictEqual([corrected('误')]);
  });

  it('compares lists as they are written: sets must be sorted by whoever reads them', () => {
    expect(judge({ recorded: listed('a', 'b'), content: listed('a', 'b') })).toStrictEqual([]);
    expect(judge({ recorded: listed('a', 'b'), content: listed('b', 'a') })).toStrictEqual({ refusals: [differs] });
  });
});
