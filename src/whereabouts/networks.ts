import ipaddr from 'ipaddr.js';

/** A network in the one way it is written: `203.0.113.0/24`, `2001:db8::/32`. An address is a network of one. */
export type Network = string;

/** What a text says that names an address or a network. */
export interface ReadNetwork {
  readonly network: Network;
  readonly kind: 'ipv4' | 'ipv6';
  readonly prefix: number;
  /** That of its address, in the words of ipaddr.js. */
  readonly range: string;
}

/** Reads an address or a network as a person writes it. @returns undefined when it is neither */
export function readNetwork(typed: string): ReadNetwork | undefined {
  const [address = '', bits, ...more] = typed.trim().split('/');
  // As people write them: four decimal numbers. ipaddr.js also reads octal and short forms, which nobody means.
  const plain = /^(\d{1,3}\.){3}\d{1,3}$/.test(address) || address.includes(':');
  if (!plain || !ipaddr.isValid(address) || address.includes('%') || more.length > 0) return undefined;
  const given = ipaddr.parse(address);
  const parsed = ipaddr.process(address);
  const kind = parsed.kind();
  const whole = kind === 'ipv4' ? 32 : 128;
  // ::ffff:203.0.113.0/120 is an IPv4 network in the form of IPv6.
  const prefix = bits === undefined ? whole : Number(bits) - (given.kind() === kind ? 0 : 96);
  if ((bits !== undefined && !/^\d{1,3}$/.test(bits)) || !(prefix >= 0 && prefix <= whole)) return undefined;
  return { network: networkAt(parsed, prefix), kind, prefix, range: parsed.range() };
}

function networkAt(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): Network {
  const cidr = `${address.toString()}/${prefix}`;
  const network =
    address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${network.toString()}/${prefix}`;
}

/**
 * Finds the networks that an address is in. What it takes grows with how many sizes of networks there are (at most 33
 * and 129), and not with how many networks.
 */
export function networksByAddress<T>(entries: Iterable<readonly [Network, T]>): (address: string) => T[] {
  const networks = new Map(entries);
  const prefixes = { ipv4: new Set<number>(), ipv6: new Set<number>() };
  for (const network of networks.keys()) {
    prefixes[network.includes(':') ? 'ipv6' : 'ipv4'].add(Number(network.split('/')[1]));
  }
  return (address) => {
    if (networks.size === 0 || !ipaddr.isValid(address)) return [];
    const parsed = ipaddr.process(address);
    return [...prefixes[parsed.kind()]].flatMap((prefix) => networks.get(networkAt(parsed, prefix)) ?? []);
  };
}
