import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

const local = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  local.addSubnet(network, bits);
}
local.addSubnet('fc00::', 7, 'ipv6');
local.addSubnet('fe80::', 10, 'ipv6');

/** Whether a host names this machine and nothing else: an address, or a name that never leaves it (RFC 6761 §6.3). */
export function isLoopback(host: string): boolean {
  return within(loopback, host) ?? /^(.+\.)?localhost$/i.test(host);
}

/** Whether a host is reached within a private network: by its address, or by a name that no public DNS answers. */
export function isPrivate(host: string): boolean {
  if (isLoopback(host)) return true;
  return (
    within(local, host) ?? (!host.includes('.') || /\.(internal|local|lan|home\.arpa|svc|cluster\.local)$/i.test(host))
  );
}

/** @returns undefined where the host is a name and no address */
function within(list: BlockList, host: string): boolean | undefined {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(address);
  return family ? list.check(address, family === 6 ? 'ipv6' : 'ipv4') : undefined;
}
