const shape = /^([0-9A-Fa-f:.]{2,39})\/(0|[1-9]\d{0,2})$/;
const octet = /^(?:0|[1-9]\d{0,2})$/;
const group = /^[0-9A-Fa-f]{1,4}$/;

const inBits = (value: number, width: number): string => value.toString(2).padStart(width, '0');

const bitsOfIpv4 = (address: string): string | null => {
  const octets = address.split('.');
  if (octets.length !== 4 || !octets.every((one) => octet.test(one) && Number(one) <= 255)) return null;
  return octets.map((one) => inBits(Number(one), 8)).join('');
};

/** Groups of one side of `::`; none where that side is empty. */
const groupsOf = (side: string): readonly string[] => (side === '' ? [] : side.split(':'));

const bitsOfIpv6 = (address: string): string | null => {
  const [head = '', tail, ...more] = address.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const left = 8 - before.length - after.length;
  if (more.length > 0 || (tail === undefined ? left !== 0 : left < 1)) return null;
  const groups = [...before, ...Array<string>(left).fill('0'), ...after];
  return groups.every((one) => group.test(one))
    ? groups.map((one) => inBits(Number.parseInt(one, 16), 16)).join('')
    : null;
};

/**
 * True for a range in CIDR notation, `10.0.0.0/8` or `2001:db8::/32`. Bits beyond the prefix must be zero: `10.1.2.3/8`
 * was meant to be one address or the whole network, and nobody can tell which. IPv4 within IPv6 has no dotted spelling.
 */
export const isAddressRange = (text: string): boolean => {
  const [, address = '', prefix] = shape.exec(text) ?? [];
  const bits = address.includes(':') ? bitsOfIpv6(address) : bitsOfIpv4(address);
  if (bits === null || Number(prefix) > bits.length) return false;
  return !bits.slice(Number(prefix)).includes('1');
};
