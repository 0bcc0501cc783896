import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** An address of a receiver that may be connected to. */
export interface ReceiverAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Not the world's: this host, private, shared (CGNAT), link-local, documentation, benchmarks, multicast, reserved. */
const closedIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** The one part of IPv6 that is given out; within it what carries IPv4 (Teredo, 6to4) or is for documents. */
const openIpv6 = '2000::/3';
const closedIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits = isIP(range) === 4 ? '32' : '128'] = range.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
};

const closed = listOf([...closedIpv4, ...closedIpv6]);
const open = listOf([openIpv6]);

/** True for an address of the public internet. IPv4 in the clothes of IPv6 is none. */
export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && open.check(address, 'ipv6') && !closed.check(address, 'ipv6');
};

type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const byName: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** Where receivers may be: on the public internet, and in the networks that the operator named. */
export class ReceiverAddresses {
  readonly #networks: BlockList;
  readonly #resolve: Resolve;

  constructor(networks: readonly string[], resolve: Resolve = byName) {
    this.#networks = listOf(networks);
    this.#resolve = resolve;
  }

  /** True for an address that may be connected to. */
  allows(address: string): boolean {
    const family = isIP(address);
    if (isPublicAddress(address)) return true;
    // Mapped ones would match the networks' IPv4, and then lead wherever the system takes them.
    if (family === 6 && /^(?:0*:)*:?(?:0*:)*ffff:/i.test(address)) return false;
    return family !== 0 && this.#networks.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }

  /** Every address of a host; undefined when a single one of them may not be connected to. @throws what the resolver says */
  async of(host: string): Promise<readonly ReceiverAddress[] | undefined> {
    const literal = host.replace(/^\[|\]$/g, '');
    const family = isIP(literal);
    const found = family === 0 ? await this.#resolve(host) : [{ address: literal, family }];
    if (found.length === 0 || !found.every(({ address }) => this.allows(address))) return undefined;
    return found.map(({ address }) => ({ address, family: isIP(address) === 6 ? 6 : 4 }));
  }
}
