import type { Documents } from '../../adapters/store.ts';
import type { Audit, Event, Origin } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { randomId } from '../ids.ts';
import { agentOf } from '../whereabouts/index.ts';
import type { Added, Adding, MayStill } from './adding.ts';
import type { Challenges } from './challenges.ts';
import {
  factorCollection,
  isEnrolled,
  oneMoreChange,
  withWhatStandsIn,
  type AccountFactors,
  type Passkey,
} from './factor.ts';
import type { FactorRecords } from './records.ts';
import type {
  Answer,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  Signed,
  WebAuthn,
} from './webauthn.ts';

/** Passkeys of one account: more than anybody has devices. */
const mostPasskeys = 20;

/** What became of a passkey's answer. */
export type PasskeyProof =
  /** `methods`: what it proved, in the words of RFC 8176. */
  | { readonly is: 'right'; readonly account: string; readonly methods: readonly string[] }
  | { readonly is: 'refused' }
  /** Too long ago, or sent twice: another challenge is needed. */
  | { readonly is: 'late' };

/** A passkey that was made. `codes` are shown once: with the first factor they come by themselves. */
export type PasskeyEnrolment =
  | { readonly is: 'enrolled'; readonly codes?: readonly string[]; readonly methods: readonly string[] }
  | { readonly is: 'refused' }
  | { readonly is: 'late' }
  /** No more can be added: there are many, or one came first where only a first one may be added. */
  | { readonly is: 'full' }
  /** Who added it may not any more, and it was taken back: see `MayStill`. */
  | { readonly is: 'ended' };

/** What a browser posted, and where its challenge was shown: see `Challenges`. */
interface Posted {
  readonly place: string;
  readonly answer: string;
}

/** Passkeys: in the record of the account's factors like all others, and each proof is one compare-and-set of it. */
export function createPasskeys(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  readonly records: FactorRecords;
  readonly adding: Adding;
  readonly challenges: Challenges;
  readonly webauthn: WebAuthn;
}) {
  const { documents, clock, digest, audit, records, adding, challenges, webauthn } = options;
  const { get, change } = records;

  /** The same for ever, and nothing that tells one account from another: what holds a passkey shows it to nobody else. */
  const handleOf = (account: string): string => digest('passkey-handle', account);

  const eventOf = (
    kind: 'factor.removed' | 'factor.used' | 'factor.refused' | 'factor.copied',
    account: string,
    origin: Origin,
  ): Event => records.eventOf(kind, account, origin, { factor: 'passkey' });

  /** Changes one passkey, if it is still there. */
  const withPasskey = (current: AccountFactors, next: Passkey): AccountFactors => ({
    ...current,
    passkeys: (current.passkeys ?? []).map((one) => (one.id === next.id ? next : one)),
  });

  /** Verifies an answer by a passkey of this record. */
  async function proveBy(
    record: AccountFactors | undefined,
    answer: Answer | undefined,
    challenge: string,
    origin: Origin,
  ): Promise<PasskeyProof> {
    // Looked for in the account's own record and nowhere else: that somebody enrolled the id of another's passkey, with
    // a key of their own, is then of no use (WebAuthn §7.1 step 26).
    const passkey = record?.passkeys?.find(({ credential }) => credential === answer?.credential);
    if (!record || !answer) return { is: 'refused' };
    const signed =
      passkey && (answer.handle ?? record.handle) === record.handle
        ? await webauthn.signed(answer, challenge, passkey)
        : undefined;
    const proof =
      passkey && signed
        ? await count(record.id, passkey, { ...signed, given: answer.handle !== undefined }, origin)
        : ({ is: 'refused' } as const);
    if (proof.is === 'refused') await audit.record(eventOf('factor.refused', record.id, origin));
    return proof;
  }

  /** One compare-and-set: of two answers with one count, from a key and its copy, the second is refused. */
  async function count(
    account: string,
    { id, publicKey }: Passkey,
    signed: Signed & { readonly given: boolean },
    origin: Origin,
  ) {
    const now = clock.now();
    const mine: { proof: PasskeyProof } = { proof: { is: 'refused' } };
    await change(account, (current) => {
      mine.proof = { is: 'refused' };
      const passkey = current.passkeys?.find((one) => one.id === id && one.publicKey === publicKey);
      // For good: a copy that tries again counts on, and would soon be ahead.
      if (!passkey || passkey.copiedAt !== undefined || passkey.deniedAt !== undefined) return undefined;
      // It went back: there are two of what there should be one of (WebAuthn §7.2 step 22).
      if ((signed.counter > 0 || passkey.counter > 0) && signed.counter <= passkey.counter) {
        return audit.owing(oneMoreChange(withPasskey(current, { ...passkey, copiedAt: now })), [
          eventOf('factor.copied', account, origin),
        ]);
      }
      mine.proof = { is: 'right', account, methods: methodsOf(passkey.synced, signed.verified) };
      const { secondOnly, ...kept } = passkey;
      // Only what is kept gives the handle: where it sees its owner too, it would have signed them in by itself.
      const second = secondOnly && !(signed.given && signed.verified) && { secondOnly };
      const used = { ...kept, ...second, counter: signed.counter, backedUp: signed.backedUp, usedAt: now };
      return audit.owing(withPasskey(current, used), [eventOf('factor.used', account, origin)]);
    });
    return mine.proof;
  }

  return {
    /** Whether browsers have passkeys for this installation. */
    offered: webauthn.offered,

    /**
     * What a browser needs to ask for a passkey.
     * @param account whose; without it any that is kept where it is used, which then says whose it is
     */
    async ask(place: string, account?: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
      const record = account === undefined ? undefined : await get(account);
      return webauthn.request(await challenges.begin(place), record?.passkeys);
    },

    /** Proves a passkey of this account. */
    async prove(account: string, { place, answer }: Posted, origin: Origin): Promise<PasskeyProof> {
      const challenge = await challenges.take(place);
      if (challenge === undefined) return { is: 'late' };
      return proveBy(await get(account), webauthn.answerIn(answer), challenge, origin);
    },

    /**
     * Proves a passkey, and finds the account by the handle that it gives: one look-up.
     * @param admit asked before anything is proven: whether the account may be used
     */
    async signIn(
      { place, answer }: Posted,
      origin: Origin,
      admit: (account: string) => Promise<boolean>,
    ): Promise<PasskeyProof> {
      const challenge = await challenges.take(place);
      if (challenge === undefined) return { is: 'late' };
      const given = webauthn.answerIn(answer);
      if (given?.handle === undefined) return { is: 'refused' };
      const where = { field: 'handle', equals: given.handle } as const;
      const [record] = await documents.find(factorCollection, where, { limit: 1 });
      if (record && !(await admit(record.id))) return { is: 'refused' };
      return proveBy(record, given, challenge, origin);
    },

    /** What a browser needs to make a passkey. */
    async create(
      place: string,
      { id, email, name }: { readonly id: string; readonly email: string; readonly name?: string | undefined },
    ): Promise<PublicKeyCredentialCreationOptionsJSON> {
      const record = await get(id);
      return webauthn.creation(
        await challenges.begin(place),
        { handle: handleOf(id), email, name },
        record?.passkeys ?? [],
      );
    },

    /**
     * Enrols a passkey that was made.
     * @param posted.name  as it is kept: see `deviceName`; none, and it is called by what it was added with
     * @param posted.first whether it may only be the first factor: who has proven nothing but a password adds no other
     */
    async add(
      account: string,
      { place, answer, name, first }: Posted & { readonly name?: string | undefined; readonly first: boolean },
      origin: Origin,
      mayStill: MayStill,
    ): Promise<PasskeyEnrolment> {
      const challenge = await challenges.take(place);
      if (challenge === undefined) return { is: 'late' };
      const made = await webauthn.made(answer, challenge);
      if (!made) return { is: 'refused' };
      const { attestation, ...credential } = made;
      const { name: program, system } = agentOf(origin.userAgent);
      const passkey: Passkey = {
        id: randomId(),
        ...credential,
        ...(name !== undefined && { name }),
        agent: { ...(program !== undefined && { name: program }), ...(system !== undefined && { system }) },
        addedAt: clock.now(),
      };
      const mine: { enrolment: PasskeyEnrolment; added?: Added | undefined } = { enrolment: { is: 'full' } };
      await change(account, (current) => {
        mine.enrolment = { is: 'full' };
        mine.added = undefined;
        const { passkeys = [] } = current;
        const isThere = passkeys.some((one) => one.credential === passkey.credential);
        if (isThere || (first ? isEnrolled(current) : passkeys.length >= mostPasskeys)) return undefined;
        const { record, codes } = adding.enrolled(
          { ...current, passkeys: [...passkeys, passkey], handle: handleOf(account) },
          { factor: 'passkey', attestation, aaguid: passkey.aaguid },
          origin,
        );
        mine.added = { factor: passkey.id, codes };
        // Made a moment ago, by a hand on what holds it: whether that saw its owner counts from the first use on.
        mine.enrolment = { is: 'enrolled', ...(codes && { codes }), methods: methodsOf(passkey.synced, false) };
        return record;
      });
      return (await adding.stays(account, mine.added, origin, mayStill)) ? mine.enrolment : { is: 'ended' };
    },

    /** Whether one more can be added. */
    hasRoom: (record: AccountFactors | undefined): boolean =>
      webauthn.offered && (record?.passkeys?.length ?? 0) < mostPasskeys,

    /** @param name as it is kept; empty for none */
    async rename(account: string, id: string, name: string): Promise<void> {
      await change(account, (current) => {
        const passkey = current.passkeys?.find((one) => one.id === id);
        if (!passkey) return undefined;
        const { name: _, ...unnamed } = passkey;
        return withPasskey(current, name === '' ? unnamed : { ...unnamed, name });
      });
    },

    /** Removes a passkey. With the last factor the recovery codes go: they stand in for nothing any more. */
    async remove(account: string, id: string, origin: Origin): Promise<void> {
      await change(account, (current) => {
        const { passkeys = [], handle, recovery, ...rest } = current;
        const left = passkeys.filter((one) => one.id !== id);
        if (left.length === passkeys.length) return undefined;
        const next = {
          ...rest,
          ...(left.length > 0 && { passkeys: left, ...(handle !== undefined && { handle }) }),
        };
        return audit.owing(withWhatStandsIn(next, recovery), [eventOf('factor.removed', account, origin)]);
      });
    },
  };
}

/** RFC 8176: a key that stays where it was made, or one that is copied to the owner's other devices; a hand was on it. */
const methodsOf = (synced: boolean, verified: boolean): string[] => [
  synced ? 'swk' : 'hwk',
  'user',
  ...(verified ? ['mfa'] : []),
];
