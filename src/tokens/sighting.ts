import type { Seconds } from '../clock.ts';
import { agentOf, type Agent, type Place, type Places } from '../whereabouts/index.ts';

/**
 * A use of a family as people would tell of it: when, from where, by what. Every text in it is short, so that a family's
 * record has one size however often it is used. What is not known is left out.
 */
export interface Sighting extends Agent, Pick<Place, 'country' | 'city'> {
  readonly at: Seconds;
  readonly address?: string;
  /** Degrees, to about a kilometre. */
  readonly coordinates?: Place['at'];
  /** As the app itself says it. */
  readonly appVersion?: string;
}

/** An address in IPv6 form with an IPv4 one in it. */
const longestAddress = 45;

/** What a request looks like. @param request `appVersion`: whatever was sent as one */
export function sightingOf(
  request: { readonly address?: string; readonly userAgent?: string; readonly appVersion?: unknown },
  places: Places,
  now: Seconds,
): Sighting {
  const { address, userAgent } = request;
  const { country, city, at } = places.find(address);
  const appVersion = appVersionIn(request.appVersion);
  return {
    at: now,
    ...(address !== undefined && { address: address.slice(0, longestAddress) }),
    ...agentOf(userAgent),
    ...(country !== undefined && { country }),
    ...(city !== undefined && { city }),
    ...(at && { coordinates: { latitude: rounded(at.latitude), longitude: rounded(at.longitude) } }),
    ...(appVersion !== undefined && { appVersion }),
  };
}

/**
 * What the next use is compared with, where a use hides something that was known before it: of each thing the last that
 * was. Else one request without a header would take away what the client's rules look at, and anything could follow it.
 * @returns undefined where that is the use itself
 */
export function knownBesides(before: Sighting, now: Sighting): Sighting | undefined {
  // How fast somebody travels is told from where and when they were, together.
  const { at, city, coordinates } = now.coordinates || !before.coordinates ? now : before;
  const place = { at, ...(city !== undefined && { city }), ...(coordinates && { coordinates }) };
  const known = { ...compared(before), ...compared(now), ...place };
  const isAllHere = at === now.at && Object.keys(known).every((thing) => thing in now);
  return isAllHere ? undefined : known;
}

const compared = ({ name, system, country, appVersion }: Sighting) => ({
  ...(name !== undefined && { name }),
  ...(system !== undefined && { system }),
  ...(country !== undefined && { country }),
  ...(appVersion !== undefined && { appVersion }),
});

const rounded = (degrees: number): number => Math.round(degrees * 100) / 100;

/** Anything else is as if nothing had been said: the text goes into records, events and letters. */
const appVersionIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9A-Za-z][0-9A-Za-z.+_-]{0,31}$/.test(value) ? value : undefined;
