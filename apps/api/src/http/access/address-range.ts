import { BlockList, isIPv6 } from 'node:net';

const mapped = /^::ffff:(?=\d+\.)/i;

/** Whether an address lies in one of these ranges (CIDR); in no range at all means from anywhere. */
export const addressRange = (ranges: readonly string[]): ((address: string) => boolean) => {
  if (ranges.length === 0) return () => true;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/');
    list.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return (address) => {
    const plain = address.replace(mapped, ''); // a socket for both families shows IPv4 so
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
};
