import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LRUCache } from 'lru-cache';
import { Reader } from 'mmdb-lib';
import { z } from 'zod';

/** Roughly where an address is. Countries are mostly right, cities often not. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** In English. */
  readonly city?: string;
  /** Degrees; only together. */
  readonly at?: { readonly latitude: number; readonly longitude: number };
}

export interface Places {
  /** What is known of an address: nothing for private ones. */
  find(address: string | undefined): Place;
}

/** What a file may say: those of MaxMind, DB-IP and IPinfo nest it, the embedded one does not. */
const Entry = z.object({
  country_code: z.string().optional(),
  country: z.object({ iso_code: z.string().optional() }).optional(),
  city: z.object({ names: z.object({ en: z.string().optional() }).optional() }).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional().catch(undefined),
});

const nowhere: Place = {};
const embedded = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/**
 * Opens a file in MaxMind DB format. The embedded list of countries, where none is named, is read when it is first
 * needed: it takes 8 MB.
 * @throws Error when the file cannot be read, or is none
 */
export function openPlaces(file?: string): Places {
  let reader = file === undefined ? undefined : open(file);
  const known = new LRUCache<string, Place>({ max: 1000 });
  return {
    find(address) {
      if (address === undefined) return nowhere;
      let place = known.get(address);
      if (!place) {
        reader ??= open(createRequire(import.meta.url).resolve(embedded));
        known.set(address, (place = placeIn(reader, address)));
      }
      return place;
    },
  };
}

function open(path: string): Reader<object> {
  try {
    return new Reader(readFileSync(path));
  } catch (cause) {
    throw new Error(`${path} is not a list of places in MaxMind DB format`, { cause });
  }
}

function placeIn(reader: Reader<object>, address: string): Place {
  const { data } = Entry.safeParse(reader.get(address));
  if (!data) return nowhere;
  const country = data.country?.iso_code ?? data.country_code;
  const city = data.city?.names?.en?.slice(0, 60);
  return {
    ...(country !== undefined && /^[A-Z]{2}$/.test(country) && { country }),
    ...(city && { city }),
    ...(data.location && { at: data.location }),
  };
}

const radius = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The shortest way between two places in kilometres (haversine); undefined where one of them is not known. */
export function kilometres({ at: from }: Place, { at: to }: Place): number | undefined {
  if (!from || !to) return undefined;
  const height = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2;
  const width = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const a = height + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * width;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(a)));
}
