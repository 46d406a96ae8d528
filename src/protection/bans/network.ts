import { Refused } from '../../errors.ts';
import { isPrivateAddress, readNetwork, type Network } from '../../whereabouts/index.ts';

/** The widest networks that a ban may be for: beyond that it is a slip of the hand. */
const widest = { ipv4: 8, ipv6: 16 } as const;

/**
 * An address or a network as an admin writes it.
 * @throws {Refused} invalid_request when it is neither, or one that should not be banned
 */
export function parseNetwork(typed: string): Network {
  const read = readNetwork(typed);
  if (!read) {
    throw new Refused(
      'invalid_request',
      `${JSON.stringify(typed.slice(0, 80))} is no address and no network like 203.0.113.0/24`,
    );
  }
  if (read.prefix < widest[read.kind]) {
    throw new Refused('invalid_request', `${typed} is too wide: at most /${widest[read.kind]} is banned at once`);
  }
  if (read.range === 'loopback' || read.range === 'unspecified') {
    throw new Refused('invalid_request', `${typed} is this machine itself`);
  }
  return read.network;
}

/** Whether a network may be that of a proxy of ours: everybody seems to come from it where it is not named as one. */
export const mayBeOurs = (network: Network): boolean => isPrivateAddress(network.split('/', 1)[0] ?? '');
