import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressGuard } from './address-guard.ts';

const connectTimeoutMs = 10_000;

/** Resolves a host name to all its addresses. */
export type ResolveHost = (host: string) => Promise<LookupAddress[]>;

/** Asks the system's resolver, hosts file included. */
export const resolveHost: ResolveHost = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true, order: 'verbatim' }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });

/**
 * Opens connections to allowed addresses only. The addresses that the resolver gives are checked and then connected to
 * without another look-up, so a name that changes its address between check and use gains nothing.
 */
export function guardedConnect(guard: AddressGuard, resolve: ResolveHost): buildConnector.connector {
  const connect = buildConnector({ timeout: connectTimeoutMs, lookup: guardedLookup(guard, resolve) });
  return (options, callback) => {
    // The socket does not look up a host that is an address already.
    const refusal = guard.refusalOf(options.hostname);
    if (refusal) queueMicrotask(() => callback(refusal, null));
    else connect(options, callback);
  };
}

function guardedLookup(guard: AddressGuard, resolve: ResolveHost): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (found) => {
        const usable = guard.isHostAllowed(host)
          ? found
          : found.filter(({ address }) => guard.isAddressAllowed(address));
        const [first] = usable;
        if (!first) return callback(found[0] ? guard.refusal(host, found[0].address) : noAddress(host), '');
        return options.all ? callback(null, usable) : callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

function noAddress(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
}
