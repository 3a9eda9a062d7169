import { isIP } from 'node:net';
import { OrreryError } from '../errors.ts';
import { type AddressRange, NetworkSet, rangeOf } from './address-range.ts';

/** Which hosts and addresses may be called. */
export interface AddressGuard {
  /** Whether the operator named this host itself, so that it may be at any address. */
  isHostAllowed(host: string): boolean;
  isAddressAllowed(address: string): boolean;
  /** What is wrong with a host before anybody resolves it; undefined for names that have to be resolved first. */
  refusalOf(host: string): OrreryError | undefined;
  /** The failure for a host whose addresses are all refused. */
  refusal(host: string, address: string): OrreryError;
}

const metadataHosts = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** Addresses that a guard remembers to have allowed. */
const maxRemembered = 1_000;

/** Ranges that the operator of one resource may open for it. */
const openable: ReadonlySet<AddressRange> = new Set<AddressRange>(['private', 'loopback']);

const rangeWords: Record<AddressRange, string> = {
  public: 'a public address',
  private: 'a private address',
  loopback: 'a loopback address',
  'link-local': 'a link-local address',
  metadata: 'a metadata service of a cloud',
  unspecified: 'the unspecified address',
  multicast: 'a multicast address',
  reserved: 'a reserved address',
};

/** The hosts and networks that an operator opened. @throws OrreryError INPUT_INVALID naming an entry that is neither */
export class AllowList {
  readonly #hosts = new Set<string>();
  readonly #networks = new NetworkSet();

  constructor(entries: readonly string[]) {
    for (const entry of entries) this.#add(entry);
  }

  hasHost(host: string): boolean {
    return this.#hosts.has(bareHost(host));
  }

  hasAddress(address: string): boolean {
    return this.#networks.has(address);
  }

  #add(entry: string): void {
    const host = bareHost(entry.trim());
    if (entry.includes('/') || isIP(host) !== 0) this.#addNetwork(host, entry);
    else if (/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/.test(host)) this.#hosts.add(host);
    else throw invalidEntry(entry);
  }

  #addNetwork(network: string, entry: string): void {
    try {
      this.#networks.add(network);
    } catch (cause) {
      throw invalidEntry(entry, cause);
    }
  }
}

/** The guard of calls that may reach what is public and what `allow` names; private networks too if so opened. */
export function createAddressGuard(options: { allow: AllowList; allowPrivate: boolean }): AddressGuard {
  const { allow, allowPrivate } = options;
  const isOpen = (range: AddressRange): boolean => range === 'public' || (allowPrivate && openable.has(range));
  const isAddressAllowed = (address: string): boolean => allow.hasAddress(address) || isOpen(rangeOf(address));
  // What is allowed never changes, and looking an address up in every network costs more than the rest of a call.
  const allowed = new Set<string>();
  return {
    isHostAllowed: (host) => allow.hasHost(host),
    isAddressAllowed,
    refusalOf: (url) => {
      if (allowed.has(url)) return undefined;
      const host = bareHost(url);
      if (allow.hasHost(host)) return undefined;
      if (isIP(host) !== 0) {
        if (!isAddressAllowed(host)) return refused(host, rangeOf(host), 'is');
        if (allowed.size < maxRemembered) allowed.add(url);
        return undefined;
      }
      return metadataHosts.has(host) ? refused(host, 'metadata', 'is') : undefined;
    },
    refusal: (host, address) => refused(bareHost(host), rangeOf(address), 'leads to'),
  };
}

/** A host without brackets, without the dot at its end, in small letters. */
function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]/, '$1')
    .replace(/\.$/, '');
}

function refused(host: string, range: AddressRange, verb: string): OrreryError {
  const onResource = openable.has(range) ? ', or set allowPrivate on the resource that calls it' : '';
  return new OrreryError('OUTBOUND_REFUSED', `Calls to ${host} are refused: it ${verb} ${rangeWords[range]}.`, {
    fix: `If the call is meant, have the operator name the host or its network in ORRERY_OUTBOUND_ALLOW${onResource}.`,
    facts: { host, range },
  });
}

function invalidEntry(entry: string, cause?: unknown): OrreryError {
  return new OrreryError(
    'INPUT_INVALID',
    `"${entry}" names neither a host nor a network that outbound calls could be allowed to reach.`,
    {
      fix: 'Write hosts such as tools.internal or networks such as 10.1.0.0/16, without scheme and port.',
      cause,
    },
  );
}
