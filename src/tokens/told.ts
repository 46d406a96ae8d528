import type { Audit, Event, Origin } from '../audit/index.ts';
import type { Change, ChangeDecision } from './changes.ts';
import { aboutFamily, type Family } from './family.ts';
import type { ChangeRules } from './policy.ts';

/** What a family remembers to have told. Of more than that the oldest is forgotten, and would be told again. */
const most = 16;

/** Kind and new value: whoever goes back and forth between two networks is not told each time. */
const mark = ({ what, to }: Change): string => `${what} ${to}`;

/** What the rules do not simply allow, and the owner was not told yet. */
export const untold = (family: Pick<Family, 'told'>, { changes }: ChangeDecision, rules: ChangeRules): Change[] =>
  changes.filter((change) => rules[change.what] !== 'allow' && !family.told?.includes(mark(change)));

/** The family, remembering that these were told. */
export const remembering = (family: Family, news: readonly Change[]): Family => ({
  ...family,
  told: [...(family.told ?? []), ...news.map(mark)].slice(-most),
});

/** The event that tells of everything that changed, and of what was done about it. */
export function changedEvent(
  audit: Pick<Audit, 'newEvent'>,
  family: Family,
  { action, changes }: ChangeDecision,
  origin?: Origin,
): Event {
  return audit.newEvent({
    ...aboutFamily(family, origin),
    kind: 'family.changed',
    outcome: action === 'step-up' || action === 'revoke' ? 'refused' : 'done',
    detail: {
      action,
      what: changes.map(({ what }) => what).join(', '),
      from: changes.map(({ from }) => from).join(', '),
      to: changes.map(({ to }) => to).join(', '),
    },
  });
}
