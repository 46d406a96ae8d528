import { isTooFast, placeNameOf, type Agent } from '../whereabouts/index.ts';
import { hourOf, sum, type Habits, type Whereabouts } from './habits.ts';
import { signalKinds, type SignalKind } from './policy.ts';

/** One thing about a sign-in that is unlike before, and what was compared: short texts without a comma. */
export interface Signal {
  readonly kind: SignalKind;
  readonly from: string;
  readonly to: string;
}

/** What a sign-in looks like. */
export interface SignInSeen extends Whereabouts {
  /** Whether the account has signed in in this browser before; `put-out`: and was put out of it since; `first`: nowhere before. */
  readonly device: 'known' | 'put-out' | 'new' | 'first';
  readonly agent: Agent;
  /** The network of its address, where that is on the installation's list. */
  readonly badNetwork?: string;
}

/** Sign-ins from which on hours say something. */
const enough = 20;
/** How far from an hour another one is still the same time of day: people travel, and clocks are changed. */
const around = 2;
/** A part of all sign-ins that is still unusual. */
const rare = 1 / 50;

/** Stands where there is nothing to name. */
const nothing = '-';

/**
 * What is unlike before about a sign-in. A pure rule. Of the very first one there is nothing to compare with, and only where it
 * comes from is looked at; where one side is not
 * known (an address in no list) there is nothing to compare, and nothing is said.
 */
export function signalsIn(
  habits: Pick<Habits, 'last' | 'countries' | 'hours'> | undefined,
  seen: SignInSeen,
): Signal[] {
  const kinds = seen.device === 'first' && !habits ? (['badNetwork'] as const) : signalKinds;
  return kinds.flatMap((kind) => {
    const found = looks[kind](seen, habits);
    return found ? [{ kind, ...found }] : [];
  });
}

type Compared = Pick<Signal, 'from' | 'to'> | undefined;
type Look = (seen: SignInSeen, habits: Pick<Habits, 'last' | 'countries' | 'hours'> | undefined) => Compared;

const looks: Readonly<Record<SignalKind, Look>> = {
  newDevice: ({ device, agent }) =>
    device === 'new' || device === 'put-out'
      ? { from: nothing, to: [agent.name, agent.system].filter(Boolean).join(' ') || nothing }
      : undefined,

  unusualHour({ at }, habits) {
    if (!habits) return undefined;
    const { hours } = habits;
    const [all, hour] = [sum(hours), hourOf(at)];
    const near = hours.filter((_, other) => apart(hour, other) <= around);
    return all >= enough && sum(near) <= all * rare ? { from: spansOf(hours), to: String(hour) } : undefined;
  },

  newCountry({ country }, habits) {
    const [last] = habits?.countries ?? [];
    if (country === undefined || last === undefined || habits?.countries.includes(country)) return undefined;
    return { from: last, to: country };
  },

  badNetwork: ({ badNetwork }) => (badNetwork === undefined ? undefined : { from: nothing, to: badNetwork }),

  impossibleTravel: (seen, habits) =>
    habits?.last && isTooFast(habits.last, seen)
      ? { from: placeNameOf(habits.last), to: placeNameOf(seen) }
      : undefined,
};

/** How many hours lie between two of the clock. */
function apart(one: number, other: number): number {
  const hours = Math.abs(one - other);
  return Math.min(hours, 24 - hours);
}

/** The hours with sign-ins, as spans: `7-9 17-20`. */
function spansOf(hours: readonly number[]): string {
  const spans: [from: number, to: number][] = [];
  for (const [hour, count] of hours.entries()) {
    const last = spans.at(-1);
    if (count === 0) continue;
    if (last?.[1] === hour - 1) last[1] = hour;
    else spans.push([hour, hour]);
  }
  return spans.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(' ');
}
