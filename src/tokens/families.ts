import { change, Duplicate, type Documents, type Fresh } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Credentials, Digest, Pointer } from '../keys/index.ts';
import { familyCollection, lives, type EndReason, type Family, type Sender } from './family.ts';
import { decideRotation, type RefreshPolicy } from './rotation.ts';

/** What a family hangs on. Each answers whether that still lives. */
export interface Parties {
  account(id: string): Promise<boolean>;
  /** @param since when the token was issued: a client made anew with an old id does not inherit its tokens */
  client(id: string, since: Seconds): Promise<boolean>;
  session(uid: string): Promise<boolean>;
}

export interface Redemption extends Pick<
  Family,
  'account' | 'client' | 'grant' | 'source' | 'sender' | 'survivesSignOut'
> {
  readonly code: string;
  /** When the code was issued. */
  readonly issuedAt: Seconds;
  readonly session?: string;
  /** Whether a refresh token comes with it. */
  readonly refreshable: boolean;
  readonly lifetime: Pick<RefreshPolicy, 'idle' | 'absolute'>;
  readonly origin: Origin;
}

/** An ended family is kept this long, so that late uses of its tokens are still recognised and shown. */
const keptAfterEnd: Seconds = 7 * 24 * 3600;

export type Families = ReturnType<typeof createFamilies>;

export function createFamilies(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly credentials: Credentials;
  readonly audit: Audit;
  readonly parties: Parties;
}) {
  const { documents, clock, digest, credentials, audit, parties } = options;
  audit.register(familyCollection);

  /** The family that redeeming this code makes, or has made. */
  const idOf = (code: string): string => digest('family', code);

  const get = (id: string): Promise<Family | undefined> => documents.get(familyCollection, id);

  /** The family if it and everything it hangs on lives. */
  async function living(id: string): Promise<Family | undefined> {
    const family = await get(id);
    return family && (await isLiving(family)) ? family : undefined;
  }

  async function isLiving(family: Family): Promise<boolean> {
    if (!lives(family, clock.now())) return false;
    const answers = await Promise.all([
      parties.account(family.account),
      parties.client(family.client, family.createdAt),
      family.session === undefined || family.survivesSignOut || parties.session(family.session),
    ]);
    return answers.every(Boolean);
  }

  /**
   * Redeems a code: one insert, its id made from the code.
   *
   * Of any number of parallel redemptions one inserts; each other one finds the family there, and ends it: two parties
   * hold the code, and which of them is honest cannot be known (RFC 6749 §4.1.2, RFC 9700 §4.5).
   * @throws {Refused} invalid_grant when the code was redeemed before
   */
  async function redeem(redemption: Redemption): Promise<Family> {
    const { code, issuedAt, refreshable, lifetime, origin, ...rest } = redemption;
    await refuseWithoutParties(redemption, issuedAt);
    const now = clock.now();
    const endsAt = now + lifetime.absolute;
    const family: Fresh<Family> = {
      ...rest,
      id: idOf(code),
      generation: refreshable ? 1 : 0,
      keyId: credentials.currentKeyId,
      createdAt: now,
      lastUsedAt: now,
      first: origin,
      last: origin,
      idleAt: Math.min(now + lifetime.idle, endsAt),
      endsAt,
      removeAt: endsAt + keptAfterEnd,
    };
    const started = audit.newEvent({
      kind: 'family.started',
      outcome: 'done',
      account: family.account,
      client: family.client,
      family: family.id,
      ...(family.session && { session: family.session }),
      origin,
    });
    try {
      const stored = await documents.insert(familyCollection, audit.owing(family, [started]));
      audit.deliverSoon(familyCollection, stored);
      // Once more: a sign-out between the first look and the insert found no family to end.
      await refuseWithoutParties(redemption, issuedAt).catch(async (error: unknown) => {
        await end(stored.id, 'signed_out', origin);
        throw error;
      });
      return stored;
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
      await end(family.id, 'code_replayed', origin);
      throw new Refused('invalid_grant', 'authorization code was used before', { family: family.id });
    }
  }

  /**
   * What a code was issued for must still be there when it is redeemed, the session too, whatever outlives it later: a
   * sign-out ends what was not begun yet.
   */
  async function refuseWithoutParties(
    { account, client, session }: Pick<Redemption, 'account' | 'client' | 'session'>,
    issuedAt: Seconds,
  ): Promise<void> {
    const answers = await Promise.all([
      parties.account(account),
      parties.client(client, issuedAt),
      session === undefined || parties.session(session),
    ]);
    if (!answers.every(Boolean)) throw new Refused('invalid_grant', 'what the code was issued for has ended');
  }

  /**
   * Moves a family on by one generation, when the presented one is current.
   *
   * One compare-and-set: of any number of parallel calls with the same generation exactly one moves it on; the others
   * decide again on what they then find.
   * @returns the family at the generation whose token is to be answered
   * @throws {Refused} invalid_grant when the family does not live, or the generation was an old one: then it is ended
   * @throws {StoreUnavailable} when it is not known whether the rotation happened: the client may retry
   */
  async function rotate(pointer: Pointer, policy: RefreshPolicy, sender: Sender, origin: Origin): Promise<Family> {
    for (;;) {
      const family = await get(pointer.id);
      const now = clock.now();
      if (!family || !lives(family, now)) throw new Refused('invalid_grant', 'refresh token is no longer valid');
      switch (decideRotation(family, pointer.generation, policy, sender, now)) {
        case 'rotate': {
          const rotated = await documents.replace(familyCollection, {
            ...family,
            generation: family.generation + 1,
            keyId: credentials.currentKeyId,
            rotatedAt: now,
            lastUsedAt: now,
            last: origin,
            idleAt: Math.min(now + policy.idle, family.endsAt),
          });
          if (rotated) return rotated;
          break;
        }
        case 'repeat':
          return family;
        case 'reuse':
          await end(family.id, 'token_reused', origin);
          throw new Refused('invalid_grant', 'refresh token already used', { ...pointer, current: family.generation });
        case 'ahead':
          await end(family.id, 'store_went_back', origin);
          throw new Refused('invalid_grant', 'refresh token is no longer valid', { ...pointer, ahead: true });
      }
    }
  }

  /** Notes a use that does not rotate, at most once a minute: idle families end, used ones do not. */
  async function use(id: string, policy: RefreshPolicy, origin: Origin): Promise<void> {
    const now = clock.now();
    await change(documents, familyCollection, id, (family) =>
      family.endedAt !== undefined || now - family.lastUsedAt < 60
        ? undefined
        : { ...family, lastUsedAt: now, last: origin, idleAt: Math.min(now + policy.idle, family.endsAt) },
    );
  }

  /** Binds a new family to the key that its first tokens were bound to. @throws {Refused} when it has ended meanwhile */
  async function bind(id: string, proof: Pick<Sender, 'jkt' | 'x5t'>): Promise<void> {
    const bound = await change(documents, familyCollection, id, (family) =>
      family.endedAt === undefined ? { ...family, sender: { ...family.sender, ...proof } } : undefined,
    );
    if (!bound || bound.endedAt !== undefined) throw new Refused('invalid_grant', 'grant is no longer valid');
  }

  /**
   * Ends a family in one step: from then on none of its tokens works anywhere. Ending an ended one changes nothing.
   * @returns the family, or undefined when there is none
   */
  async function end(id: string, reason: EndReason, origin?: Origin): Promise<Family | undefined> {
    const now = clock.now();
    const ended = await change(documents, familyCollection, id, (family) => {
      if (family.endedAt !== undefined) return undefined;
      const about = {
        account: family.account,
        client: family.client,
        family: family.id,
        ...(family.session && { session: family.session }),
        ...(origin && { origin }),
      };
      const events = [audit.newEvent({ kind: 'family.ended', outcome: 'done', ...about, detail: { reason } })];
      if (reason === 'code_replayed')
        events.unshift(audit.newEvent({ kind: 'code.replayed', outcome: 'refused', ...about }));
      if (reason === 'token_reused')
        events.unshift(audit.newEvent({ kind: 'token.reused', outcome: 'refused', ...about }));
      return audit.owing({ ...family, endedAt: now, endReason: reason, removeAt: now + keptAfterEnd }, events);
    });
    if (ended?.owed?.length) audit.deliverSoon(familyCollection, ended);
    return ended;
  }

  /** Ends every family of a session, an account or a client that `which` names. It can be repeated after a crash. */
  async function endAll(
    of: 'session' | 'account' | 'client',
    value: string,
    reason: EndReason,
    which: (family: Family) => boolean = () => true,
  ): Promise<void> {
    let after: string | undefined;
    do {
      const families = await documents.find(
        familyCollection,
        { field: of, equals: value },
        { limit: 200, ...(after && { after }) },
      );
      await Promise.all(
        families.filter((family) => family.endedAt === undefined && which(family)).map(({ id }) => end(id, reason)),
      );
      after = families.length === 200 ? families.at(-1)?.id : undefined;
    } while (after);
  }

  /** Removes what ended or expired long ago. @returns how many records went */
  async function sweep(): Promise<number> {
    const gone = await documents.due(familyCollection, 'removeAt', clock.now(), 200);
    const settled = gone.filter(({ owed }) => !owed?.length);
    await Promise.all(settled.map((family) => documents.remove(familyCollection, family)));
    return settled.length;
  }

  return {
    idOf,
    get,
    living,
    isLiving,
    redeem,
    rotate,
    use,
    bind,
    end,
    endAll,
    sweep,
    /** Where an authentic refresh token points; undefined for anything that is not one of ours, with no look-up. */
    read: (refreshToken: string): Pointer | undefined => credentials.read('refresh', refreshToken),
    /** The one refresh token of a family that is good now. */
    refreshToken: (family: Family): string => credentials.mint('refresh', family.id, family.generation, family.keyId),
  };
}
