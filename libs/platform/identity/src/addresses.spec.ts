import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countedAs } from './addresses.ts';

describe('an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:1:aaaa::9', '2001:db8:0:1::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s is counted as %s', (address, counted) => expect(countedAs(address)).toBe(counted));

  it('of IPv6 is counted with its network, however it is written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        fc.pre(!/\d\.\d/.test(address));
        const groups = countedAs(address).replace('::/64', '').split(':');
        expect(groups).toHaveLength(4);
        expect(countedAs(`${groups.join(':')}:1:2:3:4`)).toBe(countedAs(address));
      }),
    );
  });
});
