import { describe, expect, it } from '@jest/globals';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

describe('recovery codes', () => {
  it('6.5.2 L2 are ten of 120 random bits, so that a plain hash may be kept', () => {
    const codes = Array.from({ length: 50 }, newRecoveryCodes).flat();
    expect(newRecoveryCodes()).toHaveLength(10);
    expect(new Set(codes).size).toBe(500);
    for (const code of codes) expect(code).toMatch(/^(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
  });

  it('are known again however they are typed', () => {
    const code = 'OIBA-2345-OIBA-2345-OIBA-2345';
    const typed = [code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('O', '0'), code.replaceAll('B', '8')];
    for (const each of typed) expect(hashOfRecoveryCode(each)).toBe(hashOfRecoveryCode(code));
  });

  it.each(['', 'OIBA', `${'OIBA-'.repeat(6)}OIBA`, 'x'.repeat(100_000)])('are nothing else: %s', (text) => {
    expect(hashOfRecoveryCode(text)).toBeUndefined();
  });
});
