import type { Seconds } from '../clock.ts';
import type { AddressPrivacy } from './record.ts';

/** What says where something came from, and keeps the whole address for a time only. */
interface Somewhere {
  readonly address?: string;
}

/** A network has its length in it. */
const isWhole = ({ address }: Somewhere): boolean => address !== undefined && !address.includes('/');

/** Until when the whole address of something that was at a time is kept: Infinity where there is none. */
export const wholeUntil = ({ kept }: AddressPrivacy, at: Seconds, where: Somewhere): Seconds =>
  isWhole(where) ? at + kept : Infinity;

/** The same with the network in place of the address, once its time is over. */
export function shortened<T extends Somewhere>(privacy: AddressPrivacy, at: Seconds, where: T, now: Seconds): T {
  if (now < wholeUntil(privacy, at, where)) return where;
  const { address = '', ...rest } = where;
  const network = privacy.shorten(address);
  return { ...rest, ...(network !== undefined && { address: network }) } as T;
}
