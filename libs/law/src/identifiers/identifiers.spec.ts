import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCreditCode } from './credit-code.ts';
import { districtCodeOf, districtTerms, isDistrictCode } from './district.ts';
import { isIdentityNumber } from './identity-number.ts';
import { isMajorCode } from './major-code.ts';
import { isSchoolCode, schoolCodeWarning } from './school-code.ts';

const replaced = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + 1);
const swapped = (text: string, at: number): string =>
  text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);

describe('a school code', () => {
  it.each([
    ['3646012001', true],
    ['364601200', false],
    ['36460120011', false],
    ['３646012001', false],
    ['364601200A', false],
    ['3646012001\n', false],
  ])('%j: %p', (text, expected) => {
    expect(isSchoolCode(text)).toBe(expected);
  });

  it('is unusual outside Hainan and outside vocational training', () => {
    expect(['3646012001', '4146012001', '4246012001', '9346012001'].map(schoolCodeWarning)).toEqual(
      Array(4).fill(null),
    );
    expect(['3644012001', '3446012001'].map(schoolCodeWarning)).toEqual(Array(2).fill('unusual-school-code'));
  });
});

describe('a credit code', () => {
  const real = ['91350200776049653A', '91440101MA5CJQ4N59', '123502001549897397'];
  const made = ['52460100MJ0000018T', '12460100428500014Y', '91460100MA5T00010J'];
  const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('');
  const place = fc.integer({ min: 0, max: 17 });

  it.each([...real, ...made])('%s holds', (code) => {
    expect(isCreditCode(code)).toBe(true);
  });

  it.each([
    '91350203M0001QAY9B',
    '91350200776049653a',
    '9135020077604965',
    '91350200776049653AA',
    '9135O200776049653A',
    '',
  ])('%j does not', (code) => {
    expect(isCreditCode(code)).toBe(false);
  });

  it('shows any one mistaken character', () => {
    fc.assert(
      fc.property(fc.constantFrom(...real, ...made), place, fc.constantFrom(...characters), (code, at, by) => {
        expect(isCreditCode(replaced(code, at, by))).toBe(code.charAt(at) === by);
      }),
    );
  });

  it('shows any two neighbours that changed places', () => {
    fc.assert(
      fc.property(fc.constantFrom(...real, ...made), fc.integer({ min: 0, max: 16 }), (code, at) => {
        expect(isCreditCode(swapped(code, at))).toBe(swapped(code, at) === code);
      }),
    );
  });

  // A body whose own check fails but for which the last character was computed: only the second check sees it.
  it('needs the body number to hold too', () => {
    const wrongBody = characters.map((c) => `52460100MJ0000019${c}`);
    expect(wrongBody.filter(isCreditCode)).toEqual([]);
  });
});

describe('an identity number', () => {
  const checks = '0123456789X'.split('');
  const made = ['460105200603150016', '460106200709120022', '46010820051231888X'];

  it.each(made)('%s holds', (text) => {
    expect(isIdentityNumber(text)).toBe(true);
  });

  it.each([
    ['a wrong check character', '460105200603150017'],
    ['a lower-case x', '46010820051231888x'],
    ['15 digits', '460105060315001'],
    ['a province that does not exist', '990105200603150010'],
  ])('refuses %s', (_, text) => {
    expect(isIdentityNumber(text)).toBe(false);
  });

  it('refuses a day of birth that never was, whatever the check character', () => {
    expect(checks.filter((check) => isIdentityNumber(`46010520060230001${check}`))).toEqual([]);
    expect(checks.filter((check) => isIdentityNumber(`46010520060228001${check}`))).toHaveLength(1);
  });

  it('shows any one mistaken digit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...made),
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 0, max: 9 }),
        (text, at, by) => {
          expect(isIdentityNumber(replaced(text, at, String(by)))).toBe(text.charAt(at) === String(by));
        },
      ),
    );
  });
});

describe('a major code', () => {
  it('has six digits', () => {
    expect(['740101', '74010', '7401011', '74010A', ''].map(isMajorCode)).toEqual([true, false, false, false, false]);
  });
});

describe('a district', () => {
  it.each(Object.entries(districtTerms))('%s is %s, by code and by name', (code, term) => {
    expect(districtCodeOf(code)).toBe(code);
    expect(districtCodeOf(term)).toBe(code);
    expect(isDistrictCode(code)).toBe(true);
    expect(isDistrictCode(term)).toBe(false);
  });

  it.each(['460100', '440105', '天河区', '', 'toString'])('%j is none of Haikou', (text) => {
    expect(districtCodeOf(text)).toBeNull();
    expect(isDistrictCode(text)).toBe(false);
  });
});
