import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dictionary } from '@zxcvbn-ts/language-common';
import { objectionTo } from './password-rules.ts';

const known = dictionary['passwords-common'];

describe('a password', () => {
  it('6.2.1 L1 has twelve characters or more, as people count them', async () => {
    expect(await objectionTo('kq7 vme2 hd', 'wang')).toBe('password-too-short');
    expect(await objectionTo('kq7 vme2 hdx', 'wang')).toBeUndefined();
    expect(await objectionTo('红线台账先学后教以人为本', 'wang')).toBeUndefined();
    expect(await objectionTo('🦊🐢🐝🦉🐙🦔🐌🦀🐬🦩🐇', 'wang')).toBe('password-too-short');
    // Eleven letters, one of them in two pieces.
    expect(await objectionTo('kq7vme2hdxe\u0301'.slice(1), 'wang')).toBe('password-too-short');
  });

  it('6.2.5 L1 may be of any characters, and needs none of a kind', async () => {
    const classes: Readonly<Record<string, string>> = {
      'small letters': 'qwzkvxjbfmthdglrnpcsyaeiou',
      'capital letters': 'QWZKVXJBFMTHDGLRNPCSYAEIOU',
      digits: '0123456789',
      punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
      Han: '红线台账职业学校招生违规处理决定送达期限整改验收',
      Cyrillic: 'абвгдежзийклмнопрстуфхцчшщъыьэюя',
      emoji: '🦊🐢🐝🦉🐙🦔🐌🦀🐬🦩🐇🦚🦜🐿',
      'blanks and letters': 'a b c d e f g h k m x',
    };
    for (const [name, characters] of Object.entries(classes)) {
      const ofOneClass = fc.array(fc.constantFrom(...Array.from(characters)), { minLength: 30, maxLength: 128 });
      await fc.assert(
        fc.asyncProperty(ofOneClass, async (some) => {
          const text = some.join('').trim();
          fc.pre(new Set(some).size > 5 && Array.from(text).length > 24);
          expect([name, text, await objectionTo(text, 'zhang.san')]).toEqual([name, text, undefined]);
        }),
        { numRuns: 40 },
      );
    }
  });

  it('6.2.9 L2 may have 64 characters and more, up to 128', async () => {
    const long = 'the kettle sings before the snow, and nobody in the yard has listened since; '.repeat(2);
    expect(await objectionTo(long.slice(0, 64), 'wang')).toBeUndefined();
    expect(await objectionTo(long.slice(0, 128), 'wang')).toBeUndefined();
    expect(await objectionTo(long.slice(0, 129), 'wang')).toBe('password-too-long');
    expect(await objectionTo('x'.repeat(1_000_000), 'wang')).toBe('password-too-long');
  });

  it('6.2.4 L1 is none of those that people use most, nor made of them', async () => {
    const long = known.filter((word) => word.length >= 12);
    const twice = known.slice(0, 3_000).map((word) => word.repeat(Math.ceil(12 / word.length)));
    const padded = known.filter((word) => /^[a-z].{6,10}[a-z]$/.test(word)).map((word) => `!${word}2026!`);
    expect([long, twice, padded].every((list) => list.length > 200)).toBe(true);
    for (const each of [...long, ...twice, ...padded.slice(0, 3_000).filter((text) => text.length >= 12)])
      expect({ each, why: await objectionTo(each.toUpperCase(), 'wang') }).toEqual({
        each,
        why: 'password-too-common',
      });
  });

  it.each(['sunshinemonkey', 'qwerty123456', '1234567890123456', 'abababababab', 'PasswordPassword', 'zzzzzzzzzzzzzz'])(
    '6.2.12 L2 is none that became known: %s',
    async (text) => expect(await objectionTo(text, 'wang')).toBe('password-too-common'),
  );

  it('does not hold the name of its account', async () => {
    expect(await objectionTo('it is Wang.Fang, hello', 'wang.fang')).toBe('password-too-common');
    expect(await objectionTo('it is a li of the road', 'li')).toBeUndefined();
  });

  it('is well-formed text', async () => {
    expect(await objectionTo(`kq7 vme2 hdx\ud800`, 'wang')).toBe('password-too-common');
  });

  it('may be any mixture: what is long and of chance is taken', async () => {
    const any = fc.array(fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789 -红线账')), {
      minLength: 24,
      maxLength: 128,
    });
    await fc.assert(
      fc.asyncProperty(any, async (characters) => {
        fc.pre(new Set(characters).size > 8);
        expect(await objectionTo(characters.join(''), 'zhang.san')).toBeUndefined();
      }),
    );
  });
});
