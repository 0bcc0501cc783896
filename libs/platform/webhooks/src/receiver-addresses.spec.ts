import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPublicAddress, ReceiverAddresses } from '#platform/webhooks';

const octet = fc.integer({ min: 0, max: 255 });
const tail = (...head: readonly fc.Arbitrary<number>[]) =>
  fc.tuple(...head, ...Array.from({ length: 4 - head.length }, () => octet)).map((all) => all.join('.'));
const is = fc.constant;
const inner4 = fc.oneof(
  tail(is(0)),
  tail(is(10)),
  tail(is(127)),
  tail(is(100), fc.integer({ min: 64, max: 127 })),
  tail(is(169), is(254)),
  tail(is(172), fc.integer({ min: 16, max: 31 })),
  tail(is(192), is(168)),
  tail(is(198), fc.integer({ min: 18, max: 19 })),
  tail(fc.integer({ min: 224, max: 255 })),
);
const group = fc.integer({ min: 0, max: 65_535 }).map((one) => one.toString(16));
const ipv6 = (first: fc.Arbitrary<number>) =>
  fc
    .tuple(first, fc.array(group, { minLength: 7, maxLength: 7 }))
    .map(([one, rest]) => [one.toString(16), ...rest].join(':'));
const inner6 = fc.oneof(
  ipv6(fc.integer({ min: 0xfc_00, max: 0xfd_ff })),
  ipv6(fc.integer({ min: 0xfe_80, max: 0xfe_bf })),
  ipv6(fc.integer({ min: 0xff_00, max: 0xff_ff })),
  ipv6(fc.integer({ min: 0, max: 0x1f_ff })),
  ipv6(is(0x20_02)),
  fc.constantFrom('::', '::1', '64:ff9b::a00:1', '2001:db8::1', '2001::1'),
  fc.oneof(fc.ipV4(), inner4).map((address) => `::ffff:${address}`),
);

describe('an address', () => {
  it('inside is never public, in any range and any clothes', () => {
    fc.assert(
      fc.property(fc.oneof(inner4, inner6), (address) => {
        expect([address, isPublicAddress(address)]).toEqual([address, false]);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['8.8.8.8', '1.1.1.1', '100.63.255.255', '172.32.0.1', '223.255.255.255', '2400:3200::1'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['', 'localhost', '8.8.8', '8.8.8.8 ', '[2400:3200::1]'])('is not %j', (text) =>
    expect(isPublicAddress(text)).toBe(false),
  );
});

describe('the addresses of a receiver', () => {
  const answers =
    (...addresses: readonly string[]) =>
    () =>
      Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

  it('are refused when a single answer leads inside', async () => {
    for (const inside of ['10.0.0.1', '::1', '::ffff:8.8.8.8', 'fd00::1'])
      for (const all of [[inside], ['8.8.8.8', inside], [inside, '8.8.8.8']])
        expect(await new ReceiverAddresses([], answers(...all)).of('receiver.example')).toBeUndefined();
    expect(await new ReceiverAddresses([], answers()).of('receiver.example')).toBeUndefined();
    expect(await new ReceiverAddresses([], answers('8.8.8.8')).of('receiver.example')).toEqual([
      { address: '8.8.8.8', family: 4 },
    ]);
  });

  it('may be in a network that the operator named, and in no other one', async () => {
    const named = new ReceiverAddresses(['10.20.0.0/16', 'fd12::/32']);
    expect(named.allows('10.20.3.4')).toBe(true);
    expect(named.allows('fd12::7')).toBe(true);
    expect(named.allows('10.21.0.1')).toBe(false);
    expect(named.allows('::ffff:10.20.3.4')).toBe(false);
    expect(await named.of('10.20.3.4')).toEqual([{ address: '10.20.3.4', family: 4 }]);
    expect(await named.of('[fd12::7]')).toEqual([{ address: 'fd12::7', family: 6 }]);
  });

  it.each([
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::]/',
  ])('are seen through every spelling: %s', async (url) =>
    expect(await new ReceiverAddresses([]).of(new URL(url).hostname)).toBeUndefined(),
  );
});
