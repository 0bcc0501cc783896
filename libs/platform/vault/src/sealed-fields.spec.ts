import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { openFields, sealFields } from './sealed-fields.ts';
import type { SealedField } from './sealed-fields.ts';

const key = randomBytes(32);
const subject = 's_one';
const person = { name: '李小明', idNumber: '46010020100101001X' };
const broken = expect.objectContaining({ code: 'SEAL_BROKEN' });

describe('sealed fields', () => {
  it('give every text back, and say nothing of it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), (fields) => {
        expect(openFields(key, subject, sealFields(key, subject, fields))).toEqual({ ...fields });
      }),
    );
    expect(JSON.stringify(sealFields(key, subject, person))).not.toMatch(/李|4601/);
  });

  it('are the same bytes for the same text, so that a repeated command is itself, and others for any other', () => {
    const sealed = sealFields(key, subject, person);
    expect(sealFields(key, subject, person)).toEqual(sealed);
    const others = [
      sealFields(key, 's_two', person),
      sealFields(randomBytes(32), subject, person),
      sealFields(key, subject, { name: person.idNumber, idNumber: person.name }),
      sealFields(key, subject, { name: '李小朋' }),
    ];
    for (const { name } of others)
      for (const part of ['iv', 'tag', 'cm'] as const) expect(name?.[part]).not.toBe(sealed['name']?.[part]);
  });

  it('open to no other subject, in no other field, under no other key', () => {
    const sealed = sealFields(key, subject, person);
    expect(() => openFields(key, 's_two', sealed)).toThrow(broken);
    expect(() => openFields(randomBytes(32), subject, sealed)).toThrow(broken);
    const exchanged = { name: sealed['idNumber'] as SealedField };
    expect(() => openFields(key, subject, exchanged)).toThrow(broken);
  });

  it('open to nobody when any bit of any part is changed', () => {
    const sealed = sealFields(key, subject, { name: person.name })['name'] as SealedField;
    let tried = 0;
    for (const part of ['iv', 'ct', 'tag', 'cm'] as const) {
      const bytes = Buffer.from(sealed[part], 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8((bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
        const spoilt = { name: { ...sealed, [part]: changed.toString('base64url') } };
        expect(() => openFields(key, subject, spoilt)).toThrow(broken);
        tried += 1;
      }
      expect(() => openFields(key, subject, { name: { ...sealed, [part]: '' } })).toThrow(broken);
    }
    expect(tried).toBe(8 * (12 + 9 + 16 + 32));
  });
});
