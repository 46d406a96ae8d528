import {
  change,
  Duplicate,
  eachDue,
  everyDocument,
  type Documents,
  type Fresh,
  type Page,
} from '../../adapters/store.ts';
import type { AddressPrivacy, Audit } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Credentials, Digest, Pointer } from '../keys/index.ts';
import { createDeviceLimit } from './device-limit.ts';
import { createEnding, type FamilyIndex } from './ending.ts';
import {
  aboutFamily,
  appOnDevice,
  familyCollection,
  findable,
  lives as livesIn,
  type Family,
  type Sender,
  type SessionState,
  type Use,
} from './family.ts';
import { createLeftBehind } from './left-behind.ts';
import type { RefreshPolicy } from './policy.ts';
import { createRefreshing } from './refreshing.ts';
import { goneAt, looked } from './sweeping.ts';

/** What a family hangs on. Each answers whether that still lives. */
export interface Parties {
  /** @returns the account, where it lives */
  account(id: string): Promise<{ readonly signOuts?: number } | undefined>;
  /** @param since when the token was issued: a client made anew with an old id does not inherit its tokens */
  client(id: string, since: Seconds): Promise<boolean>;
  /** @returns undefined for a session that somebody has ended */
  session(uid: string): Promise<SessionState | undefined>;
  /** Whether the account has not disconnected the client since. */
  connection(account: string, client: string, since: Seconds): Promise<boolean>;
  /** Whether the client is still to hear of the end of a session in which it was. */
  logout(session: string, client: string): Promise<boolean>;
}

export interface Redemption extends Pick<Family, 'account' | 'client' | 'grant' | 'source' | 'survivesSignOut'> {
  readonly code: string;
  /** When the code was issued. */
  readonly issuedAt: Seconds;
  readonly session?: string;
  /** Whether a refresh token comes with it. */
  readonly refreshable: boolean;
  readonly policy: Pick<RefreshPolicy, 'idle' | 'absolute' | 'devices'>;
  readonly use: Use;
}

export type Families = ReturnType<typeof createFamilies>;

export function createFamilies(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly credentials: Credentials;
  readonly epoch: number;
  readonly audit: Audit;
  readonly privacy: AddressPrivacy;
  readonly parties: Parties;
}) {
  const { documents, clock, digest, credentials, epoch, audit, privacy, parties } = options;
  audit.register(familyCollection);
  /** Whether the family itself lives now, whatever it hangs on. */
  const lives = (family: Family): boolean => livesIn(family, epoch, clock.now());

  const { end, endAll, endWentBack } = createEnding({ documents, clock, audit, privacy });
  const { rotate, use } = createRefreshing({ documents, clock, credentials, audit, privacy, lives, end, endWentBack });
  const { admit } = createDeviceLimit({ documents, clock, lives, end });
  const endLeftBehind = createLeftBehind({ documents, lives, end });

  /** The family that redeeming this code makes, or has made. */
  const idOf = (code: string): string => digest('family', code);

  const get = (id: string): Promise<Family | undefined> => documents.get(familyCollection, id);

  /** The family if it and everything it hangs on lives. */
  async function living(id: string): Promise<Family | undefined> {
    const family = await get(id);
    return family && (await isLiving(family)) ? family : undefined;
  }

  async function isLiving(family: Family): Promise<boolean> {
    if (!lives(family)) return false;
    const answers = await Promise.all([
      parties.account(family.account),
      parties.client(family.client, family.createdAt),
      family.session === undefined || family.survivesSignOut || parties.session(family.session),
    ]);
    return answers.every(Boolean);
  }

  /** Whether an app is signed in by a session, so that its end is the app's too. */
  async function holds(session: string): Promise<boolean> {
    for await (const family of each('heldBy', session)) if (lives(family)) return true;
    return false;
  }

  /**
   * The same of a session that is about to be given up, by all that ever began in it: what a node of an older version made
   * is not found by the session that it goes with. From then on it is.
   */
  async function holdsUnfound(session: string): Promise<boolean> {
    let holds = false;
    for await (const { id } of each('session', session)) {
      const family = await change(documents, familyCollection, id, (current) =>
        current.heldBy === undefined && goesWithSession(current) ? { ...current, ...findable(current) } : undefined,
      );
      holds ||= family !== undefined && goesWithSession(family);
    }
    return holds;
  }

  const goesWithSession = (family: Family): boolean => lives(family) && !family.survivesSignOut;

  /**
   * Redeems a code: one insert, its id made from the code.
   *
   * Of any number of parallel redemptions one inserts; each other one finds the family there, and ends it: two parties
   * hold the code, and which of them is honest cannot be known (RFC 6749 §4.1.2, RFC 9700 §4.5).
   * @throws {Refused} invalid_grant when the code was redeemed before; access_denied when the account has as many of
   * this client as its rule allows
   */
  async function redeem(redemption: Redemption): Promise<Family> {
    const { code, issuedAt, refreshable, policy, use: by, ...rest } = redemption;
    const { sender, origin } = by;
    const { signOuts, device } = await requireParties(redemption, issuedAt);
    const now = clock.now();
    const sighting = { ...by.sighting, at: now };
    const endsAt = now + policy.absolute;
    const idleAt = Math.min(now + policy.idle, endsAt);
    const id = idOf(code);
    const about = aboutFamily({ ...rest, id }, origin);
    const started = audit.newEvent({ ...about, kind: 'family.started', outcome: 'done' });
    const begun = {
      ...rest,
      id,
      began: started.id,
      sender,
      ...findable(rest),
      ...(signOuts > 0 && { signOuts }),
      generation: refreshable ? 1 : 0,
      keyId: credentials.currentKeyId,
      epoch,
      createdAt: now,
      first: sighting,
      last: sighting,
      idleAt,
      endsAt,
      // Where no browser is known, the sign-in itself is what can be told apart.
      onDevice: appOnDevice({ ...rest, device: device ?? rest.session ?? id }),
    };
    const family: Fresh<Family> = looked(begun, privacy, now);
    try {
      const stored = await documents.insert(familyCollection, audit.owing(family, [started]));
      audit.deliverSoon(familyCollection, stored);
      // Once more: a sign-out between the first look and the insert found no family to end.
      await requireParties(redemption, issuedAt).catch(async (error: unknown) => {
        await end(stored.id, 'signed_out', { origin });
        throw error;
      });
      await endLeftBehind(stored, origin);
      if (policy.devices) await admit(stored, policy.devices, origin);
      return stored;
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
      await end(id, 'code_replayed', { origin });
      throw new Refused('invalid_grant', 'authorization code was used before', { family: id });
    }
  }

  /**
   * What a code was issued for must still be there when it is redeemed, the session too, whatever outlives it later: a
   * sign-out ends what was not begun yet. Nor is a code good for longer than its session: that its time is over is seen
   * here in the same way, and whoever redeems it has to ask for the password in any case.
   * @returns how often the account was signed out everywhere, and the device that the session is on
   */
  async function requireParties(
    { account: id, client, session }: Pick<Redemption, 'account' | 'client' | 'session'>,
    issuedAt: Seconds,
  ): Promise<{ readonly signOuts: number; readonly device?: string }> {
    const [account, state, ...answers] = await Promise.all([
      parties.account(id),
      session === undefined ? undefined : parties.session(session),
      parties.client(client, issuedAt),
      parties.connection(id, client, issuedAt),
    ]);
    const isThere = session === undefined || state?.lives === true;
    if (account && isThere && answers.every(Boolean)) {
      const { signOuts = 0 } = account;
      return { signOuts, ...(state?.device !== undefined && { device: state.device }) };
    }
    throw new Refused('invalid_grant', 'what the code was issued for has ended');
  }

  /** Binds a new family to the key that its first tokens were bound to. @throws {Refused} when it has ended meanwhile */
  async function bind(id: string, proof: Pick<Sender, 'jkt' | 'x5t'>): Promise<void> {
    const bound = await change(documents, familyCollection, id, (family) =>
      family.endedAt === undefined ? { ...family, sender: { ...family.sender, ...proof } } : undefined,
    );
    if (!bound || bound.endedAt !== undefined) throw new Refused('invalid_grant', 'grant is no longer valid');
  }

  /** Families by what they are found by, by page. */
  const list = (of: FamilyIndex, value: string, page: Page): Promise<Family[]> =>
    documents.find(familyCollection, { field: of, equals: value }, page);

  /**
   * The same, one after the other, read by small pages.
   * @param most where only a list is shown, which an account that signed in time and again must not make dear
   */
  async function* each(of: FamilyIndex, value: string, most = Infinity): AsyncGenerator<Family, void, undefined> {
    let seen = 0;
    for await (const family of everyDocument(documents, familyCollection, { field: of, equals: value }, 100)) {
      yield family;
      if ((seen += 1) >= most) return;
    }
  }

  /** The living families whose refresh token is made with a key, all of them read one by one: for a command. */
  async function* madeWith(keyId: string): AsyncGenerator<Family> {
    for await (const family of everyDocument(documents, familyCollection)) {
      if (family.keyId === keyId && family.generation > 0 && lives(family)) yield family;
    }
  }

  /** Ends every family whose refresh token is made with a key. It can be repeated after a crash. */
  async function endMadeWith(keyId: string): Promise<void> {
    for await (const { id } of madeWith(keyId)) await end(id, 'key_dropped');
  }

  /**
   * Ends what nobody uses any more, removes what ended long ago, and shortens addresses.
   * @returns how many records it handled
   */
  async function sweep(): Promise<number> {
    const now = clock.now();
    return eachDue(documents, familyCollection, 'sweepAt', now, async (family) => {
      if (family.endedAt === undefined) return endUnlessUsed(family);
      if (now < goneAt(family.endedAt))
        return (await documents.replace(familyCollection, looked(family, privacy, now))) !== undefined;
      return !family.owed?.length && forget(family, now);
    });
  }

  /** Removes one that ended long ago, unless it is the last to know that its client was in a session. */
  async function forget(family: Family, now: Seconds): Promise<boolean> {
    if (!(await isLastTrace(family))) return documents.remove(familyCollection, family);
    return (await documents.replace(familyCollection, looked(family, privacy, now))) !== undefined;
  }

  /** Who is to hear of the end of a session is known by the families that were in it: one of each client is enough. */
  async function isLastTrace({ session, client, began }: Family): Promise<boolean> {
    if (session === undefined || !(await parties.logout(session, client))) return false;
    const others = await list('session', session, { limit: 200 });
    return !others.some((other) => other.client === client && other.began > began);
  }

  /** A rotation does not move `sweepAt` on, which would cost each one a change of an index: that is done here. */
  async function endUnlessUsed(family: Family): Promise<boolean> {
    if (lives(family))
      return (await documents.replace(familyCollection, looked(family, privacy, clock.now()))) !== undefined;
    return (await end(family.id, 'expired', { onlyIf: (current) => !lives(current) }))?.endedAt !== undefined;
  }

  return {
    idOf,
    get,
    lives,
    living,
    isLiving,
    holds,
    holdsUnfound,
    redeem,
    rotate,
    use,
    bind,
    end,
    endWentBack,
    list,
    each,
    endAll,
    madeWith,
    endMadeWith,
    sweep,
    /** Where an authentic refresh token points; undefined for anything that is not one of ours, with no look-up. */
    read: (refreshToken: string): Promise<Pointer | undefined> => credentials.read('refresh', refreshToken),
    /** The one refresh token of a family that is good now. */
    refreshToken: (family: Family): string => credentials.mint('refresh', family.id, family.generation, family.keyId),
  };
}
