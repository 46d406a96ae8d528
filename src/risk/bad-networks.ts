import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Milliseconds } from '../clock.ts';
import { isPrivateAddress, networkOf, networksByAddress, readNetwork, type Network } from '../whereabouts/index.ts';

/** Networks from which a sign-in is suspicious. */
export interface BadNetworks {
  /** The network of an address that is on the list, never narrower than a place is told. */
  find(address: string | undefined): Promise<Network | undefined>;
}

/** How often it is looked whether there is a newer list, in milliseconds: such lists change by the hour. */
const lookAgain: Milliseconds = 60_000;

/**
 * Opens a list of networks: one a line (`203.0.113.0/24`, or an address), `#` begins a comment. A newer one is taken by
 * itself; where that cannot be read, the one of before stays.
 * @throws Error when it cannot be read, or a line is no network: with the line
 */
export function openBadNetworks(file: string | undefined, warn: (message: string) => void): BadNetworks {
  if (file === undefined) return { find: () => Promise.resolve(undefined) };
  let find = networksIn(read(file), file);
  let version: string | undefined;
  let lookedAt = -Infinity;

  async function refresh(path: string): Promise<void> {
    const at = performance.now();
    if (at - lookedAt < lookAgain) return;
    lookedAt = at;
    try {
      const { mtimeMs, size } = await stat(path);
      const current = `${mtimeMs} ${size}`;
      if (version !== current) find = networksIn(await readFile(path, 'utf8'), path);
      version = current;
    } catch (error) {
      warn(`${path} stays as it was read before: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return {
    async find(address) {
      await refresh(file);
      // Of ours, or of a proxy that nobody named: everybody seems to come from there. Lists have such networks in them.
      if (address === undefined || isPrivateAddress(address)) return undefined;
      const [listed] = find(address).sort((a, b) => prefixOf(a) - prefixOf(b));
      const whole = listed === undefined ? undefined : networkOf(address);
      // The record keeps whole addresses for a time only, and many lists have nothing else in them.
      return listed !== undefined && whole !== undefined && prefixOf(listed) > prefixOf(whole) ? whole : listed;
    },
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`the list of networks ${file} cannot be read`, { cause });
  }
}

const prefixOf = (network: Network): number => Number(network.split('/')[1]);

/** @throws Error */
export function networksIn(text: string, file: string): (address: string) => Network[] {
  const entries = text.split(/\r?\n/).flatMap((line, at): (readonly [Network, Network])[] => {
    const [typed = ''] = line.split(/[#;]/, 1);
    if (typed.trim() === '') return [];
    const read = readNetwork(typed);
    if (!read) throw new Error(`${file}, line ${at + 1}: this is no address and no network like 203.0.113.0/24`);
    return [[read.network, read.network]];
  });
  return networksByAddress(entries);
}
