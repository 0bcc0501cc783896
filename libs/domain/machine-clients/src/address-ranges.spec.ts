import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isIP } from 'node:net';
import { isAddressRange } from './address-ranges.ts';

describe('an address range', () => {
  it.each([
    '0.0.0.0/0',
    '10.0.0.0/8',
    '192.0.2.7/32',
    '192.0.2.128/25',
    '::/0',
    '::1/128',
    '2001:db8::/32',
    '2001:DB8:1:2:3:4:5:6/128',
    '1:2:3:4:5:6:7::/112',
    'fe80::/10',
  ])('is %s', (text) => {
    expect(isAddressRange(text)).toBe(true);
  });

  it.each([
    '',
    '/8',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8 ',
    ' 10.0.0.0/8',
    '10.0.0.0/8\n',
    '10.0.0/8',
    '10.0.0.0.0/8',
    '010.0.0.0/8',
    '256.0.0.0/8',
    '10.1.2.3/8',
    '192.0.2.129/25',
    '::/129',
    ':::/0',
    '1::2::3/128',
    '1:2:3:4:5:6:7:8::/128',
    '1:2:3:4:5:6:7/112',
    '12345::/128',
    '2001:db8::1/32',
    '::ffff:10.0.0.0/104',
    'fe80::%eth0/64',
    'g::/16',
  ])('is not %j', (text) => {
    expect(isAddressRange(text)).toBe(false);
  });

  it('of one machine is every address that the system takes for one, but a dotted tail in IPv6', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const isDottedTail = address.includes(':') && address.includes('.');
        expect(isAddressRange(`${address}/${isIP(address) === 4 ? 32 : 128}`)).toBe(!isDottedTail);
      }),
    );
  });

  it('never is of an address that the system does not take for one', () => {
    const text = fc.string({ unit: fc.constantFrom('0', '1', 'f', ':', '.'), maxLength: 24 });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 128 }), (address, prefix) => {
        expect([isAddressRange(`${address}/${prefix}`), isIP(address)]).not.toEqual([true, 0]);
      }),
      { numRuns: 2_000 },
    );
  });
});
