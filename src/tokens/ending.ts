import { change, everyPage, type Documents } from '../../adapters/store.ts';
import type { AddressPrivacy, Audit, Event, Origin } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Pointer } from '../keys/index.ts';
import type { ChangeDecision } from './changes.ts';
import { aboutFamily, familyCollection, type EndReason, type Family } from './family.ts';
import { looked } from './sweeping.ts';
import { changedEvent } from './told.ts';

/**
 * What families are found by. Those that live only: `living` by account and client, `signedIn` by account, `lasting` by
 * account those that stand for themselves, `onDevice` all of one app on one device, `heldBy` by session those that go with it.
 */
export type FamilyIndex = 'session' | 'client' | 'living' | 'signedIn' | 'lasting' | 'onDevice' | 'heldBy';

/** What is known about an end beside its reason. */
export interface Circumstances {
  /** The request that it came with. */
  readonly origin?: Origin;
  /** Id of the client that asked for it, where one did. */
  readonly by?: string;
  /** `token_reused`, `store_went_back`: the generation that was presented. */
  readonly presented?: number | undefined;
  /** `rule_violated`: what changed. */
  readonly changes?: ChangeDecision;
  /** Asked of the family as it is when it is ended: only then it is. */
  readonly onlyIf?: (family: Family) => boolean;
}

export type Ending = ReturnType<typeof createEnding>;

export function createEnding(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly privacy: AddressPrivacy;
}) {
  const { documents, clock, audit, privacy } = options;

  /**
   * Ends a family in one step: from then on none of its tokens works anywhere. Ending an ended one changes nothing.
   * @returns the family, or undefined when there is none
   */
  async function end(id: string, reason: EndReason, circumstances: Circumstances = {}): Promise<Family | undefined> {
    const now = clock.now();
    const ended = await change(documents, familyCollection, id, (family) => {
      if (family.endedAt !== undefined || circumstances.onlyIf?.(family) === false) return undefined;
      const { living: _, signedIn: _who, lasting: _lasting, onDevice: _where, heldBy: _session, ...rest } = family;
      return audit.owing(
        looked({ ...rest, endedAt: now, endReason: reason }, privacy, now),
        eventsOf(family, reason, circumstances),
      );
    });
    if (ended?.owed?.length) audit.deliverSoon(familyCollection, ended);
    return ended;
  }

  /**
   * Ends a family of which a token was presented that this store has not made, where that still is so in the same step: what
   * was read before may have been late.
   * @param pointer of an authentic token
   * @returns whether it has ended
   */
  async function endWentBack({ id, generation: presented }: Pointer, origin: Origin): Promise<boolean> {
    const onlyIf = ({ generation }: Family): boolean => generation < presented;
    const family = await end(id, 'store_went_back', { origin, presented, onlyIf });
    return family?.endedAt !== undefined;
  }

  function eventsOf(family: Family, reason: EndReason, { origin, by, presented, changes }: Circumstances): Event[] {
    const about = aboutFamily(family, origin);
    const detail = { reason, ...(by !== undefined && { by }) };
    const ended = audit.newEvent({ ...about, kind: 'family.ended', outcome: 'done', detail });
    const generations = { current: family.generation, ...(presented !== undefined && { generation: presented }) };
    switch (reason) {
      case 'code_replayed':
        return [audit.newEvent({ ...about, kind: 'code.replayed', outcome: 'refused' }), ended];
      case 'token_reused':
        return [audit.newEvent({ ...about, kind: 'token.reused', outcome: 'refused', detail: generations }), ended];
      case 'store_went_back':
        return [audit.newEvent({ ...about, kind: 'store.went_back', outcome: 'refused', detail: generations }), ended];
      case 'rule_violated':
        return changes ? [changedEvent(audit, family, changes, origin), ended] : [ended];
      default:
        return [ended];
    }
  }

  /** Ends every family that is found by a value and that `which` names. It can be repeated after a crash. */
  async function endAll(
    of: FamilyIndex,
    value: string,
    reason: EndReason,
    which: (family: Family) => boolean | Promise<boolean> = () => true,
    circumstances: Circumstances = {},
  ): Promise<void> {
    for await (const families of everyPage(documents, familyCollection, { field: of, equals: value }, 200)) {
      const living = families.filter(({ endedAt }) => endedAt === undefined);
      await Promise.all(living.map(async (family) => (await which(family)) && end(family.id, reason, circumstances)));
    }
  }

  return { end, endAll, endWentBack };
}
