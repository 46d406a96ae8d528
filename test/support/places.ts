import { writeFile } from 'node:fs/promises';

/** Where addresses of tests are said to be. */
export const addresses = {
  berlin: '203.0.113.10',
  potsdam: '203.0.113.20',
  paris: '198.51.100.10',
  newYork: '192.0.2.10',
  /** Where in the country is not known. */
  france: '198.51.100.20',
  spain: '198.51.100.30',
  /** In no list. */
  unknown: '127.9.9.9',
} as const;

const city = (name: string, country: string, latitude: number, longitude: number) => ({
  city: { names: { en: name } },
  country: { iso_code: country },
  location: { latitude, longitude },
});

const entries: readonly (readonly [address: string, entry: Value])[] = [
  [addresses.berlin, city('Berlin', 'DE', 52.52, 13.41)],
  [addresses.potsdam, city('Potsdam', 'DE', 52.4, 13.06)],
  [addresses.paris, city('Paris', 'FR', 48.86, 2.35)],
  [addresses.newYork, city('New York', 'US', 40.71, -74.01)],
  [addresses.france, { country: { iso_code: 'FR' } }],
  [addresses.spain, { country: { iso_code: 'ES' } }],
];

type Value = string | number | { readonly [key: string]: Value };

/**
 * Writes a list of places in MaxMind DB format 2.0, as `placesFile` takes it: a binary tree by the bits of an IPv4
 * address, then what is said about each.
 */
export async function writePlaces(file: string): Promise<void> {
  const nodes: [number | undefined, number | undefined][] = [[undefined, undefined]];
  const leaves = new Map<string, number>();
  const data: Buffer[] = [];
  entries.forEach(([address, entry], index) => {
    const bits = address.split('.').flatMap((part) => [...Number(part).toString(2).padStart(8, '0')].map(Number));
    let node = 0;
    for (const bit of bits.slice(0, -1) as (0 | 1)[]) {
      const at = nodes[node]!;
      at[bit] ??= nodes.push([undefined, undefined]) - 1;
      node = at[bit];
    }
    leaves.set(`${node} ${bits.at(-1)}`, index);
    data.push(encode(entry));
  });

  const tree = nodes.flatMap((sides, node) =>
    sides.map((next, bit) => {
      const leaf = leaves.get(`${node} ${bit}`);
      const offset = data.slice(0, leaf ?? 0).reduce((sum, { length }) => sum + length, 0);
      const record = Buffer.alloc(3);
      record.writeUIntBE(leaf === undefined ? (next ?? nodes.length) : nodes.length + 16 + offset, 0, 3);
      return record;
    }),
  );
  const about = {
    binary_format_major_version: 2,
    database_type: 'Tests-City',
    ip_version: 4,
    node_count: nodes.length,
    record_size: 24,
  };
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  await writeFile(file, Buffer.concat([...tree, Buffer.alloc(16), ...data, marker, encode(about, true)]));
}

/** @param whole whether numbers are unsigned integers and not doubles */
function encode(value: Value, whole = false): Buffer {
  if (typeof value === 'string') return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const number = Buffer.alloc(whole ? 4 : 8);
    if (whole) number.writeUInt32BE(value);
    else number.writeDoubleBE(value);
    return Buffer.concat([head(whole ? 6 : 3, number.length), number]);
  }
  const members = Object.entries(value).flatMap(([key, inner]) => [encode(key), encode(inner, whole)]);
  return Buffer.concat([head(7, members.length / 2), ...members]);
}

/** The first byte of a value: its type and its size, which is short in all of ours. */
const head = (type: number, size: number): Buffer => Buffer.from([(type << 5) | size]);
