import ipaddr from 'ipaddr.js';

/** What an address is shortened to: about as far as a place can be told, and no single household. */
const place = { ipv4: 24, ipv6: 48 } as const;

/** What one customer of a provider has at least: an address, or a /64 with as many as they like (RFC 6177). */
const subscriber = { ipv4: 32, ipv6: 64 } as const;

/** The network of an address in CIDR notation: `203.0.113.0/24`, `2001:db8:1::/48`. What is no address stays out. */
export const networkOf = (address: string): string | undefined => within(address, place);

/** Who an address is of, as far as addresses tell: `203.0.113.7/32`, `2001:db8:1:2::/64`. */
export const subscriberOf = (address: string): string | undefined => within(address, subscriber);

const ofOurs: readonly string[] = ['private', 'loopback', 'linkLocal', 'uniqueLocal', 'carrierGradeNat', 'unspecified'];

/** Whether an address is of a network that is not out on the internet, as that of a proxy often is. */
export const isPrivateAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ofOurs.includes(ipaddr.process(address).range());

function within(address: string, prefixes: { readonly ipv4: number; readonly ipv6: number }): string | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  const prefix = prefixes[parsed.kind()];
  const cidr = `${parsed.toString()}/${prefix}`;
  const network =
    parsed.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${network.toString()}/${prefix}`;
}
