import { isTooFast, placeNameOf } from '../whereabouts/index.ts';
import { changeActions, changeKinds, type ChangeAction, type ChangeKind, type ChangeRules } from './policy.ts';
import type { Sighting } from './sighting.ts';
import { isOlder } from './versions.ts';

/** One thing that is not as it was, in short texts without a comma. */
export interface Change {
  readonly what: ChangeKind;
  readonly from: string;
  readonly to: string;
}

export interface ChangeDecision {
  /** The strictest that the rules say to any of the changes. */
  readonly action: ChangeAction;
  /** Everything that changed, allowed or not. */
  readonly changes: readonly Change[];
}

/**
 * What a use of a family means when one knows the last one. A pure rule: whoever asks does what it says.
 *
 * Where either side is not known there is nothing to compare, and nothing is said: a network that no list knows, or a
 * browser that hides what it is, signs nobody out.
 */
export function decideChanges(last: Sighting, now: Sighting, rules: ChangeRules): ChangeDecision {
  const changes = changeKinds.flatMap((what) => {
    const change = changeOf[what](last, now);
    return change ? [{ what, ...change }] : [];
  });
  return { action: strictest(changes.map(({ what }) => rules[what])), changes };
}

const strictest = (actions: readonly ChangeAction[]): ChangeAction =>
  changeActions.findLast((action) => actions.includes(action)) ?? 'allow';

type Found = Pick<Change, 'from' | 'to'> | undefined;

const changeOf: Readonly<Record<ChangeKind, (last: Sighting, now: Sighting) => Found>> = {
  userAgent: (last, now) => difference(last.name, now.name),
  system: (last, now) => difference(last.system, now.system),
  country: (last, now) => difference(last.country, now.country),
  speed: (last, now) => (isTooFast(last, now) ? { from: placeNameOf(last), to: placeNameOf(now) } : undefined),
  appVersion(last, now) {
    const change = difference(last.appVersion, now.appVersion);
    return change && isOlder(change.to, change.from) ? change : undefined;
  },
};

const difference = (from: string | undefined, to: string | undefined): Found =>
  from !== undefined && to !== undefined && from !== to ? { from, to } : undefined;
