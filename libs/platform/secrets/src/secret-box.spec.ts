import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newKeyText, SecretBox } from './secret-box.ts';

const wrong = expect.objectContaining({ name: 'SecretsUnavailable', store: 'vault', code: 'KEY_WRONG' });

describe('the secret box', () => {
  it('gives every secret back, and never the same text twice', () => {
    const box = new SecretBox(newKeyText(), 'vault');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (account, secret) => {
        const sealed = box.seal(account, secret);
        expect(box.open(account, sealed)).toBe(secret);
        expect(box.seal(account, secret)).not.toBe(sealed);
      }),
    );
  });

  it('opens nothing for another account, under another key, or changed anywhere', () => {
    const box = new SecretBox(newKeyText(), 'vault');
    const sealed = box.seal('wang', 'GEZDGNBV');
    const open = (opened: () => string): unknown => {
      try {
        return opened();
      } catch (error) {
        return error;
      }
    };
    expect(open(() => box.open('li', sealed))).toEqual(wrong);
    expect(open(() => new SecretBox(newKeyText(), 'vault').open('wang', sealed))).toEqual(wrong);
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((bytes[at] ?? 0) ^ 1, at);
      expect(open(() => box.open('wang', changed.toString('base64url')))).toEqual(wrong);
      expect(open(() => box.open('wang', bytes.subarray(0, at).toString('base64url')))).toEqual(wrong);
    }
  });

  it.each(['', 'short', 'x'.repeat(44), `${newKeyText()}${newKeyText()}`])('takes no key like %j', (text) => {
    expect(() => new SecretBox(text, 'vault')).toThrow(wrong);
  });

  it('takes a key in either spelling of base64, and with the end of its line', () => {
    const text = newKeyText();
    const sealed = new SecretBox(text, 'vault').seal('wang', 'GEZDGNBV');
    const other = Buffer.from(text, 'base64url').toString('base64');
    expect(new SecretBox(`${other}\n`, 'vault').open('wang', sealed)).toBe('GEZDGNBV');
  });
});
