import { expect, it } from '@jest/globals';
import { addressRange } from './address-range.ts';

it.each([
  [[], '203.0.113.9', true],
  [['10.0.0.0/8'], '10.255.0.1', true],
  [['10.0.0.0/8'], '11.0.0.1', false],
  [['10.0.0.0/8'], '::ffff:10.0.0.1', true],
  [['10.0.0.0/8', '2001:db8::/32'], '2001:db8::7', true],
  [['2001:db8::/32'], '2001:db9::7', false],
  [['192.0.2.1/32'], '192.0.2.1', true],
  [['192.0.2.1/32'], 'no address', false],
])('from %j, %s: %s', (ranges, address, isIn) => {
  expect(addressRange(ranges)(address)).toBe(isIn);
});
