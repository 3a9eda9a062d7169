import { BlockList, isIPv4 } from 'node:net';

/** What kind of network an address belongs to. Only `public` may be called without somebody's word. */
export type AddressRange =
  | 'public'
  | 'private'
  | 'loopback'
  | 'link-local'
  | 'metadata'
  | 'unspecified'
  | 'multicast'
  | 'reserved';

type GuardedRange = Exclude<AddressRange, 'public'>;

/**
 * The networks of each range, the first match counts: a metadata service sits inside a link-local, private or even
 * public network, and is none of those.
 */
const networks: readonly (readonly [GuardedRange, readonly string[]])[] = [
  [
    'metadata',
    [
      '169.254.169.254/32',
      '169.254.170.0/24',
      '100.100.100.200/32',
      '168.63.129.16/32',
      '192.0.0.192/32',
      'fd00:ec2::/32',
      'fd20:ce::254/128',
    ],
  ],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['unspecified', ['0.0.0.0/8', '::/128']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  [
    'private',
    ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10', '64:ff9b:1::/48'],
  ],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  // Benchmarks, documentation, Teredo and whatever nobody may be reached at.
  [
    'reserved',
    [
      '192.0.0.0/24',
      '192.0.2.0/24',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '240.0.0.0/4',
      '100::/64',
      '2001::/32',
      '2001:db8::/32',
    ],
  ],
];

/** IPv6 forms that carry an IPv4 address in their last 32 bits: mapped, translated, NAT64 and the old compatible form. */
const carriers = ['::ffff:', '::ffff:0:', '64:ff9b::', '::'] as const;

/** A set of networks, each also in every IPv6 form that leads to it. */
export class NetworkSet {
  readonly #list = new BlockList();

  /** @param cidr `10.0.0.0/8`, `fc00::/7` or a single address. @throws when it is none of these */
  add(cidr: string): void {
    const [network = '', prefix, ...rest] = cidr.split('/');
    const isV4 = isIPv4(network);
    const bits = prefix === undefined ? (isV4 ? 32 : 128) : Number(prefix);
    if (rest.length > 0 || prefix === '' || !Number.isInteger(bits)) throw new RangeError(`${cidr} is no network`);
    this.#list.addSubnet(network, bits, isV4 ? 'ipv4' : 'ipv6');
    if (!isV4) return;
    for (const carrier of carriers) this.#list.addSubnet(carrier + network, 96 + bits, 'ipv6');
    this.#list.addSubnet(sixToFour(network), 16 + bits, 'ipv6');
  }

  has(address: string): boolean {
    return this.#list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}

/** The 6to4 network of an IPv4 address: 2002: and the address. */
function sixToFour(network: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = network.split('.').map(Number);
  return `2002:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}::`;
}

const guarded = networks.map(([range, cidrs]) => {
  const set = new NetworkSet();
  for (const cidr of cidrs) set.add(cidr);
  return [range, set] as const;
});

/** The range of an IP address without brackets. An address with a zone (`fe80::1%eth0`) is link-local by nature. */
export function rangeOf(address: string): AddressRange {
  if (address.includes('%')) return 'link-local';
  return guarded.find(([, set]) => set.has(address))?.[0] ?? 'public';
}
