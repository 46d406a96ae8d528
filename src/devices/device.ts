import type { Collection, Document } from '../../adapters/store.ts';
import type { Origin, Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import type { Sighting } from '../tokens/index.ts';
import { agentOf, type Agent, type Place, type Places } from '../whereabouts/index.ts';
import type { FactorMemory } from './memory.ts';

/** What a device looks like from outside: all that is kept of its user agent and address. */
export interface Looks {
  readonly agent: Agent;
  readonly place: Pick<Place, 'country' | 'city'>;
}

/**
 * One account in one browser: what a person would call a device. It is there since the first sign-in, and is remembered
 * beyond the last, so that a sign-in in a browser that was never used before is noticed.
 *
 * Whether somebody is signed in there, since when and how, its sessions say.
 */
export interface Device extends Document, Owing, Looks {
  readonly account: string;
  /** What the person calls it. */
  readonly name?: string;
  /** Since when it is known: anew where somebody came back who had been put out. */
  readonly createdAt: Seconds;
  readonly lastActiveAt: Seconds;
  readonly removeAt: Seconds;
  /**
   * Whether it was let in so far only where nobody asks for the second factor that its being new asks for: to those who
   * do it is new still.
   */
  readonly doubtful?: boolean;
  /** Whether its owner has ended it from elsewhere: whoever comes in there next is told of as on a new one. */
  readonly putOut?: boolean;
  /** How often that was: what was proven there before the last time, and is no session yet, does not become one. */
  readonly ends?: number;
  /** The kinds of second factors that were proven in it. */
  readonly factors?: readonly string[];
  /** How often a second factor was remembered in it or forgotten: a cookie is good for one of these only. */
  readonly memoryCount?: number;
  /** The second factor that it remembers. */
  readonly memory?: FactorMemory;
  /** The account, as long as it remembers one: what remembers is found by this. */
  readonly remembers?: string;
}

export const deviceCollection: Collection<Device> = {
  name: 'devices',
  indexes: ['account', 'remembers'],
  due: ['owedSince', 'removeAt'],
};

export const looksOf = (places: Places, { userAgent, address }: Omit<Origin, 'requestId'>): Looks => {
  // Of what is some time ago only the network is known, which is somewhere too.
  const { country, city } = places.find(address?.replace(/\/\d+$/, ''));
  return { agent: agentOf(userAgent), place: { ...(country && { country }), ...(city && { city }) } };
};

/** The same of a use of an app. */
export const looksIn = ({ name, system, form, country, city }: Sighting): Looks => ({
  agent: { ...(name && { name }), ...(system && { system }), ...(form && { form }) },
  place: { ...(country && { country }), ...(city && { city }) },
});

/** How long a name that a person gives may be, in characters as people count them. */
export const longestName = 60;
/** Of some of these, emoji above all, many make one. */
const mostCodePoints = 5 * longestName;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** What leaves something to see: neither a space nor what is made to be seen nowhere, as the empty Braille pattern is too. */
const visible = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{C}\u2800]/u;

/**
 * A name as it is kept: one line. Control and direction characters are refused, because they make a text look like
 * another one wherever it is shown.
 * @returns undefined when it cannot be taken; empty for none, and for one that nobody would see
 */
export function deviceName(typed: string): string | undefined {
  const name = visible.test(typed) ? typed.trim() : '';
  const plain = !/[\p{Cc}\p{Cs}\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(name);
  const isShort = [...name].length <= mostCodePoints && [...characters.segment(name)].length <= longestName;
  return plain && isShort ? name : undefined;
}
