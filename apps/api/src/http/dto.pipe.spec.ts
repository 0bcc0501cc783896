import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Count, CodeList, Day, OneOf, Parts, Text } from './fields.ts';
import { DtoPipe } from './dto.pipe.ts';
import { ProblemError } from './problem.ts';

class PartDto {
  @Day({ example: '' })
  on!: string;
}

class WholeDto {
  @Text({ example: '', longest: 5 })
  name!: string;

  @OneOf({ ONE: '一' }, { example: '', optional: true })
  kind: string | null = null;

  @Count({ example: 1, optional: true })
  count: number | null = null;

  @CodeList({ shape: /^\d{2}$/, example: [], optional: true })
  codes: readonly string[] | null = null;

  @Parts(PartDto)
  parts!: readonly PartDto[];
}

const read = (value: unknown): Promise<unknown> => new DtoPipe().transform(value, { type: 'body', metatype: WholeDto });
const faults = async (value: unknown): Promise<readonly string[]> => {
  const error: unknown = await read(value).catch((caught: unknown) => caught);
  if (!(error instanceof ProblemError)) throw error;
  return error.faults.map(({ code, field }) => `${field.join('/')} ${code}`);
};
const parts = [{ on: '2022-05-10' }];

describe('the pipe of bodies', () => {
  it.each([[[[]]], [[[{ on: '2022-05-10' }]]]])('takes no list for a part: %j', async (one) => {
    expect(await faults({ name: '甲', parts: one })).toEqual(['parts malformed-body']);
  });

  it('fills in what is left out, and keeps text as the register does', async () => {
    expect(await read({ name: ' 甲 ', parts })).toEqual({ name: '甲', kind: null, count: null, codes: null, parts });
    expect(await read({ name: 'e\u0301', kind: null, parts })).toMatchObject({ name: 'é', kind: null });
  });

  it.each([
    [{ parts }, ['name required']],
    [{ name: '  ', parts }, ['name bad-text']],
    [{ name: '123456', parts }, ['name bad-text']],
    [{ name: 'a\u0000', parts }, ['name bad-text']],
    [{ name: '\ud800', parts }, ['name bad-text']],
    [{ name: 'a', kind: 'constructor', parts }, ['kind unknown-type']],
    [{ name: 'a', count: '1', parts }, ['count bad-number']],
    [{ name: 'a', count: 2 ** 53, parts }, ['count bad-number']],
    [{ name: 'a', codes: '12', parts }, ['codes bad-list']],
    [{ name: 'a', codes: ['12', { toString: 1 }], parts }, ['codes bad-code']],
    [{ name: 'a', more: 1, parts }, ['more unknown-field']],
    [JSON.parse('{"__proto__":1,"prototype":1}'), ['__proto__ unknown-field', 'prototype unknown-field']],
    [{ constructor: 1 }, ['constructor unknown-field']],
    [{ name: 'a', parts: [] }, ['parts required']],
    [
      { name: 'a', parts: [{ on: '2022-05-10' }, { on: 'x', more: 1 }] },
      ['parts/1/more unknown-field', 'parts/1/on bad-date'],
    ],
    [{ name: 'a', parts: [7] }, ['parts/0 malformed-body']],
  ])('names what is wrong with %j', async (value, found) => {
    expect((await faults(value)).toSorted()).toEqual(found);
  });

  it('takes nothing but an object', async () => {
    for (const value of [null, undefined, 'a', 7, []]) expect(await faults(value)).toEqual([]);
  });
});
