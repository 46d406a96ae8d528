import type { Documents } from '../../adapters/store.ts';
import { shortened, type AddressPrivacy, type Audit } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Credentials, Pointer } from '../keys/index.ts';
import { decideChanges } from './changes.ts';
import type { Ending } from './ending.ts';
import { appOnDevice, familyCollection, findable, type Family, type Use } from './family.ts';
import type { RefreshPolicy } from './policy.ts';
import { knownBesides } from './sighting.ts';
import { decideRotation } from './rotation.ts';
import { changedEvent, remembering, untold } from './told.ts';

/** A use that changes nothing else is noted at most this often, and never so seldom that the family ends in between. */
const useGrain = ({ idle }: Pick<RefreshPolicy, 'idle'>): Seconds => Math.min(60, idle / 10);

export function createRefreshing(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly credentials: Pick<Credentials, 'currentKeyId' | 'require'>;
  readonly audit: Audit;
  readonly privacy: AddressPrivacy;
  readonly lives: (family: Family) => boolean;
  readonly end: Ending['end'];
  readonly endWentBack: Ending['endWentBack'];
}) {
  const { documents, clock, credentials, audit, privacy, lives, end, endWentBack } = options;

  /**
   * Moves a family on by one generation, when the presented one is current and the client's rules let the use pass.
   *
   * One compare-and-set: of any number of parallel calls with the same generation exactly one moves it on; the others
   * decide again on what they then find. Nothing moves it that is refused.
   * @returns the family at the generation whose token is to be answered
   * @throws {Refused} invalid_grant when the family does not live, the generation was an old one or a rule ends it:
   * then it is ended; interaction_required when a rule asks for a new sign-in
   * @throws {StoreUnavailable} when it is not known whether the rotation happened: the client may retry
   */
  async function rotate(pointer: Pointer, policy: RefreshPolicy, use: Use): Promise<Family> {
    const { origin } = use;
    for (;;) {
      const family = await living(pointer.id);
      const now = clock.now();
      switch (decideRotation(family, pointer, policy, use, now)) {
        case 'rotate': {
          const heeded = await heed(family, policy, use);
          const rotated = heeded && (await store(family, movedOn(used(heeded, policy, use, now), now)));
          if (rotated) return rotated;
          break;
        }
        case 'repeat': {
          // The successor was made by another node, whose clock may be ahead of when this one begins to use its key.
          await credentials.require(family.keyId);
          // The same token goes out once more, perhaps to another network: the rules are asked about that one too.
          const heeded = await heed(family, policy, use);
          if (heeded === family) return family;
          const told = heeded && (await store(family, used(heeded, policy, use, now)));
          if (told) return told;
          break;
        }
        case 'reuse':
          await end(family.id, 'token_reused', { origin, presented: pointer.generation });
          throw new Refused('invalid_grant', 'refresh token already used', { ...pointer, current: family.generation });
        case 'ahead':
          // Where the record was merely read late, it is looked at once more.
          if (!(await endWentBack(pointer, origin))) break;
          throw new Refused('invalid_grant', 'refresh token is no longer valid', { ...pointer, ahead: true });
      }
    }
  }

  /**
   * A use that does not rotate, under the same rules. It is noted now and then: idle families end, used ones do not.
   * @throws {Refused} {StoreUnavailable} as `rotate`
   */
  async function use(id: string, policy: RefreshPolicy, by: Use): Promise<Family> {
    for (;;) {
      const family = await living(id);
      const now = clock.now();
      const heeded = await heed(family, policy, by);
      if (heeded === family && now - family.last.at < useGrain(policy)) return family;
      const noted = heeded && (await store(family, used(heeded, policy, by, now)));
      if (noted) return noted;
    }
  }

  async function living(id: string): Promise<Family> {
    const family = await documents.get(familyCollection, id);
    if (family && lives(family)) return family;
    throw new Refused('invalid_grant', 'refresh token is no longer valid');
  }

  function used(
    { known: before, ...family }: Family,
    { idle }: RefreshPolicy,
    { sighting }: Use,
    now: Seconds,
  ): Family {
    const known = knownBesides(before ?? family.last, sighting);
    return {
      ...family,
      // Begun by a node of an older version, which had fewer of them.
      ...findable(family),
      // Where no address is kept whole, not this one either.
      last: shortened(privacy, now, sighting, now),
      ...(known && { known }),
      // Where such a one is found stands for its device.
      ...(family.onDevice === undefined && {
        onDevice: appOnDevice({ ...family, device: family.session ?? family.id }),
      }),
      idleAt: Math.min(now + idle, family.endsAt),
    };
  }

  /** The next generation, made with the key of now. */
  function movedOn({ formerKeyId: _, ...family }: Family, now: Seconds): Family {
    const { generation, keyId: before } = family;
    const keyId = credentials.currentKeyId;
    const former = keyId === before ? {} : { formerKeyId: before };
    return { ...family, generation: generation + 1, keyId, ...former, rotatedAt: now };
  }

  /**
   * Does what the client's rules say about what changed since the last use.
   * @returns the family as it is, or with an event that it owes: to be stored by the caller's own step. Undefined when
   * somebody was faster: decide again
   * @throws {Refused} when the use may not pass
   */
  async function heed(family: Family, policy: RefreshPolicy, { sighting, origin }: Use): Promise<Family | undefined> {
    const decision = decideChanges(family.known ?? family.last, sighting, policy.changes);
    const news = untold(family, decision, policy.changes);
    const owing = (): Family => audit.owing(remembering(family, news), [changedEvent(audit, family, decision, origin)]);
    switch (decision.action) {
      case 'allow':
        return family;
      case 'notify':
        return news.length > 0 ? owing() : family;
      case 'step-up':
        // It neither moves on nor ends: an app that stayed where it was goes on, and a thief elsewhere gets nothing.
        if (news.length > 0 && !(await store(family, owing()))) return undefined;
        throw new Refused('interaction_required', 'this is not where the app was used last: sign in again', {
          family: family.id,
        });
      case 'revoke':
        await end(family.id, 'rule_violated', { origin, changes: decision });
        throw new Refused('invalid_grant', 'the client’s rules end a sign-in that changes like this', {
          family: family.id,
        });
    }
  }

  /** @returns undefined when somebody was faster */
  async function store(before: Family, next: Family): Promise<Family | undefined> {
    const stored = await documents.replace(familyCollection, next);
    // Only what this step owes: what an earlier one left is being delivered already.
    if (stored && stored.owed?.length !== before.owed?.length) audit.deliverSoon(familyCollection, stored);
    return stored;
  }

  return { rotate, use };
}
