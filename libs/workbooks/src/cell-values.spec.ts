import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayOf, monthOf, yearOf } from '#kernel';
import type { Cell } from '#platform/sheets';
import { codeOr, count, date, listOf, money, plain, term, text, visible, yesNo } from './cell-values.ts';

const written = (value: string): Cell => ({ kind: 'text', text: value });
const number = (stored: string): Cell => ({ kind: 'number', text: stored, number: Number(stored) });
const error: Cell = { kind: 'error', text: '#REF!' };

const fullWidth = (value: string): string =>
  value.replaceAll(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const around = fc.constantFrom('', ' ', '\u3000', '\u00a0', '\u200b', '\ufeff', '\t', '\u2060 ');
const day = fc.integer({ min: 0, max: 70_000 }).map((days) => addDays('1900-01-01', days));
/** Codes as they are written; what reads as a number in scientific notation is none, see below. */
const anyCode = fc.stringMatching(/^[0-9A-Z-]{1,18}$/).filter((value) => !/^-?\dE-?\d+$/.test(value));
const code = codeOr('bad-code');
const times = (length: number, refused: string) => Array.from({ length }, () => ({ code: refused }));

describe('what nobody sees', () => {
  it('never matters: width, spaces around, zero-width characters', () => {
    fc.assert(
      fc.property(anyCode, around, around, (value, before, after) => {
        expect(code(written(`${before}${fullWidth(value)}${after}`))).toEqual({ value });
      }),
    );
  });

  it('is taken out of the middle too, but spaces there stay', () => {
    expect([visible('\u3000海\u200b口 一校\u00a0'), plain('３６４６　０１')]).toEqual(['海口 一校', '3646 01']);
  });
});

describe('a code', () => {
  it('is lost in scientific notation, and in a number of 16 digits', () => {
    const cells = [written('1.24601E+17'), number('3.646012001E9'), number('1234567890123456'), written('１Ｅ５')];
    expect(cells.map((cell) => code(cell))).toEqual(cells.map(() => ({ code: 'bad-code' })));
  });

  it('may stand in a number cell that kept its digits', () => {
    expect(code(number('3646012001'))).toEqual({ value: '3646012001' });
  });

  it('is no error, no date, and holds nothing that the log cannot carry', () => {
    const cells = [error, { kind: 'date', text: '2022-05-10', date: '2022-05-10' } as const];
    const texts = ['A\ud800', 'A\u0000B', 'A\nB'].map(written);
    expect([...cells, ...texts].map((cell) => code(cell))).toEqual(times(5, 'bad-code'));
  });
});

describe('a date', () => {
  const spellings = [
    (y: number, m: number, d: number): string => `${y}-${m}-${d}`,
    (y: number, m: number, d: number): string => `${y}/${m}/${d}`,
    (y: number, m: number, d: number): string => `${y}年${m}月${d}日`,
    (y: number, m: number, d: number): string =>
      `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')} 00:00:00`,
  ];

  it('reads alike in every spelling, in full width too', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...spellings), fc.boolean(), (value, spell, wide) => {
        const spelt = spell(yearOf(value), monthOf(value), dayOf(value));
        expect(date(written(wide ? fullWidth(spelt) : spelt))).toEqual({ value });
      }),
    );
  });

  it.each([
    '2022-02-30',
    '2023年2月29日',
    '2022/13/1',
    '1899-12-31',
    '10000-1-1',
    '22-5-10',
    '2022-5/10',
    '昨天',
    '20220510',
  ])('is refused: %s', (value) => expect(date(written(value))).toEqual({ code: 'bad-date' }));

  it('is the first and the last day that offices write', () => {
    expect(['1900-01-01', '9999-12-31'].map((value) => date(written(value)))).toEqual([
      { value: '1900-01-01' },
      { value: '9999-12-31' },
    ]);
  });

  it('is a cell formatted as one, never a bare number', () => {
    expect(date({ kind: 'date', text: '2022-05-10', date: '2022-05-10', number: 44_691 })).toEqual({
      value: '2022-05-10',
    });
    expect([date(number('44691')), date(error)]).toEqual([{ code: 'bad-date' }, { code: 'bad-date' }]);
  });
});

describe('money', () => {
  it('is fen, whatever the spelling', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (fen) => {
        const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
        expect([money(written(yuan)), money(written(fullWidth(`${yuan}元`)))]).toEqual([
          { value: fen },
          { value: fen },
        ]);
      }),
    );
  });

  it('survives the noise of binary fractions in a number cell', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 10 }), (fen) => {
        const stored = (fen / 100).toPrecision(17);
        expect(money(number(stored))).toEqual({ value: fen });
      }),
    );
    expect(money(number('7.0000000000000007E-2'))).toEqual({ value: 7 });
    expect(money(written('1,234,567.8'))).toEqual({ value: 123_456_780 });
  });

  it.each(['-1', '12.345', '1,23', '1e5', '五元', '90071992547410.93', '9'.repeat(400)])('is refused: %s', (value) =>
    expect(money(written(value))).toEqual({ code: 'bad-number' }),
  );

  it('is never negative nor half a fen in a number cell', () => {
    expect([number('-0.01'), number('0.005'), number('1E+20')].map((cell) => money(cell))).toEqual(
      times(3, 'bad-number'),
    );
  });
});

describe('a count', () => {
  it('is whole, not negative, within its limits', () => {
    expect([count()(written('１，２３４')), count()(number('25')), count()(written('25.0'))]).toEqual(
      [1234, 25, 25].map((value) => ({ value })),
    );
    const refused = ['-3', '2.5', '25人', 'O', '1e3', '9'.repeat(20)].map((value) => count()(written(value)));
    expect([...refused, count(1)(written('0')), count(2000, 2100)(written('1999'))]).toEqual(times(8, 'bad-number'));
  });
});

describe('a list', () => {
  const majors = fc.uniqueArray(fc.stringMatching(/^\d{6}$/), { minLength: 1, maxLength: 8 });

  it('is a sorted set, whatever stands between', () => {
    fc.assert(
      fc.property(majors, fc.constantFrom(';', '；', '、', ',', '，', ' ; ', ';;'), (values, separator) => {
        const cell = written([...values, values[0] ?? ''].join(separator));
        expect(listOf(code)(cell)).toEqual({ value: values.toSorted() });
      }),
    );
  });

  it('holds nothing when there are only separators', () => {
    expect(listOf(code)(written(' ；、, '))).toEqual({ value: [] });
  });

  it('keeps the kind of a cell that is no text: an error is no citation', () => {
    expect(listOf(text)(error)).toEqual({ code: 'bad-text' });
    expect(listOf(code)(number('7.40101E15'))).toEqual({ code: 'bad-code' });
    expect(listOf(count())(number('2022'))).toEqual({ value: [2022] });
  });
});

describe('terms', () => {
  const scope = term({ SCHOOL: '全校', MAJOR: '专业' });

  it('are found with spaces inside, and nothing else is', () => {
    expect([scope(written('全 校')), scope(written('全部')), scope(error)]).toEqual([
      { value: 'SCHOOL' },
      { code: 'unknown-type' },
      { code: 'unknown-type' },
    ]);
  });

  it('say what they allow', () => {
    expect([scope.allowed, yesNo.allowed, text.allowed]).toEqual([['全校', '专业'], ['是', '否'], undefined]);
  });
});

describe('text', () => {
  it('is kept as written, composed, and refused where the log cannot carry it', () => {
    expect(text(written(' ＡＢ e\u0301 '))).toEqual({ value: 'ＡＢ é' });
    expect([error, written('\ud800'), written('a\u0000')].map((cell) => text(cell))).toEqual(times(3, 'bad-text'));
  });
});
