import type { Ephemera } from '../../adapters/store.ts';
import type { Event, Listener } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import { actionFor, isAtLeast, kindsIn, type RiskRules, type SignalKind } from '../risk/index.ts';
import { outgoingKind, type Outgoing } from '../outgoing/index.ts';

/** What the owner of an account is told about it. */
export type NoticeKind =
  | 'token-reused'
  | 'code-replayed'
  /** A rule of an app was broken: the sign-in ended, must be repeated, or goes on. */
  | 'app-ended'
  | 'app-sign-in-again'
  | 'app-changed'
  | 'new-device'
  /** On one that the account had known before, and did not any more; or that was ended from elsewhere. */
  | 'device-again'
  | 'ended-device-again'
  /** In a browser of before, but unlike before; or so unlike that nobody was let in. */
  | 'unusual-sign-in'
  | 'sign-in-blocked'
  | 'password-changed'
  /** To the former address alone: the one of now is whose it was that changed it. */
  | 'email-changed'
  /** The same, where an admin had started it. */
  | 'email-given'
  | 'factor-added'
  | 'factor-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'phone-added'
  | 'phone-removed'
  | 'email-codes-added'
  | 'email-codes-removed'
  /** Its count went back. */
  | 'passkey-copied'
  /** A first factor that the owner had denied, by a letter's link or by who shows more than that they read the mail. */
  | 'factor-kept'
  | 'factor-kept-for-good'
  /** What an admin had started. */
  | 'reset-stopped'
  | 'email-reset-stopped'
  /** All of them are gone: an admin had started that. Or the one that was denied: the wait is over, or a browser decided. */
  | 'factors-reset'
  | 'denied-factor-gone'
  | 'denied-factor-taken-away'
  | 'codes-made'
  | 'recovery-code-used'
  | 'factor-first-used'
  /** The password was right, and then several codes were wrong. */
  | 'factor-guessed'
  | 'signed-out-everywhere'
  | 'signed-out-elsewhere'
  /** Somebody else than the owner signed them out: an app that may, or on the command line. */
  | 'ended-by-app'
  | 'ended-by-admin'
  /** One app alone: by another app that the owner lets do so, or by the API that a token of its was for. */
  | 'app-ended-by-app'
  | 'app-ended-by-api'
  /** On the command line. */
  | 'admin-added';

/** A notice before it is a letter: what happened, in nobody's language yet. Facts only, no secret. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly account: string;
  /** The event's id: what a link that says "this was not me" is about. */
  readonly event: string;
  readonly at: Seconds;
  readonly client?: string;
  /** Who did it to that app, where that was another app, or an API. */
  readonly by?: string;
  readonly address?: string;
  readonly userAgent?: string;
  /** What a rule of an app saw change: one or several of its words for it, parted by commas. */
  readonly what?: string;
  /** What was unlike before about a sign-in: names of signals. */
  readonly signals?: string;
  /** The kind of second factor that was proven. */
  readonly factor?: string;
  /** Whether no more of this kind are written for a while. */
  readonly last: boolean;
  /** Whether it goes to the address that the account had until a few days ago, and not to the one of now. */
  readonly former?: true;
}

export const noticeKind = outgoingKind<Notice>('letter');

/** Told at the address that was left, and at no other. */
export const toFormerAlone: ReadonlySet<NoticeKind> = new Set(['email-changed', 'email-given']);

/** Notices of one kind to one account in an hour: who makes them happen must not fill somebody's mailbox. */
const most = 3;
const places = Array.from({ length: most }, (_, index) => index + 1);
const hour: Seconds = 3600;
/**
 * Told each time: whoever reads the mail would keep a factor, deny it and keep it, until no letter says so any more and no
 * link of one is left. It fills only their own mailbox: each takes the link of a letter that nobody has pressed. So does
 * each stop, of what an admin has started.
 */
const eachTold: ReadonlySet<NoticeKind> = new Set([
  'factor-kept',
  'factor-kept-for-good',
  'reset-stopped',
  'email-reset-stopped',
]);

/**
 * Whether the owner is told of a wrong code (`factors/tries.ts`). One who mistypes is not written to; who guesses is told of at
 * the fifth and at each fifteenth after it, however slowly they come, and each time once it is the last that there is.
 */
const isGuessed = (detail: Event['detail']): boolean =>
  Number(detail?.['guesses']) % 15 === 5 || detail?.['tries'] === 50;

/** Hears what happened, and enqueues a letter to the account's owner where that concerns them. */
export function noticeOwners(rooms: {
  readonly ephemera: Ephemera;
  readonly outgoing: Outgoing;
  /** What the installation does about sign-ins that are unlike before. */
  readonly rules: RiskRules;
}): Listener {
  const { ephemera, outgoing, rules } = rooms;
  return async (event) => {
    const notice = noticeAbout(event, rules);
    if (!notice) return;
    const { kind, account } = notice;
    if (await outgoing.isKnown(noticeKind, event.id)) return;
    if (eachTold.has(kind)) return outgoing.enqueue(noticeKind, event.id, { ...notice, last: false });
    const ofKind = `${account} ${kind}`;
    if (!(await takesPlace(event.id, ofKind))) return;
    // Looked at with its own place taken: of several events at once the last one sees that no place is left for another.
    const last = (await holdersOf(ofKind)).every((holder) => holder !== undefined);
    await outgoing.enqueue(noticeKind, event.id, { ...notice, last });
  };

  /** The events that hold the places of a kind now. */
  function holdersOf(ofKind: string): Promise<(string | undefined)[]> {
    return Promise.all(places.map(async (place) => ephemera.get('notice', `${ofKind} ${place}`)));
  }

  /**
   * Whether an event has a place among the notices of its kind, each taken for an hour. An event may be told several times,
   * by several nodes at once: it has one place, or its owner would not hear of those that come after it.
   */
  async function takesPlace(event: string, ofKind: string): Promise<boolean> {
    if ((await holdersOf(ofKind)).includes(event)) return true;
    for (const place of places) {
      const key = `${ofKind} ${place}`;
      if (await ephemera.putIfAbsent('notice', key, event, hour)) return true;
      if ((await ephemera.get('notice', key)) === event) return true;
    }
    return false;
  }
}

/** What the owner of an account is told of an event, or undefined where that is nothing. */
export function noticeAbout(event: Event, rules: RiskRules): Omit<Notice, 'last' | 'former'> | undefined {
  const { id, account, at, origin, detail } = event;
  const kind = noticeOf(event, rules);
  if (kind === undefined || account === undefined) return undefined;
  const by = typeof detail?.['by'] === 'string' ? detail['by'] : undefined;
  // What was done to one app names both. Else the app that did it is all that there is to name.
  const isOfApp = event.kind === 'family.ended';
  const client = isOfApp ? event.client : (by ?? event.client);
  return {
    ...{ kind, account, event: id, at },
    ...(client !== undefined && { client }),
    ...(isOfApp && by !== undefined && { by }),
    ...(origin?.address !== undefined && { address: origin.address }),
    ...(origin?.userAgent !== undefined && { userAgent: origin.userAgent }),
    ...(typeof detail?.['what'] === 'string' && { what: detail['what'] }),
    ...(typeof detail?.['signals'] === 'string' && { signals: detail['signals'] }),
    ...(typeof detail?.['factor'] === 'string' && { factor: detail['factor'] }),
  };
}

function noticeOf({ kind, detail }: Event, rules: RiskRules): NoticeKind | undefined {
  const isWorth = (kinds: readonly SignalKind[]): boolean => isAtLeast(actionFor(kinds, rules), 'letter');
  const signals = kindsIn(detail?.['signals']);
  switch (kind) {
    case 'token.reused':
      return 'token-reused';
    case 'code.replayed':
      return 'code-replayed';
    case 'family.changed':
      return noticeOfRule(detail?.['action']);
    case 'device.new':
      return isWorth(['newDevice', ...signals]) ? 'new-device' : undefined;
    case 'account.signed_in':
      if (detail?.['back'] === true) {
        if (!isWorth(signals)) return undefined;
        return detail['putOut'] === true ? 'ended-device-again' : 'device-again';
      }
      // What began in a browser without a record is told with the device, which says all of it in one letter. One with a
      // record was told when it was new.
      return detail?.['device'] !== undefined &&
        detail['told'] !== true &&
        isWorth(signals.filter((kind) => kind !== 'newDevice'))
        ? 'unusual-sign-in'
        : undefined;
    case 'account.sign_in_refused':
      return detail?.['reason'] === 'unlike_before' ? 'sign-in-blocked' : undefined;
    case 'admin.added':
      return 'admin-added';
    case 'factor.first_used':
      return 'factor-first-used';
    case 'password.changed':
    case 'password.reset':
      return 'password-changed';
    case 'email.changed':
      return detail?.['because'] === 'reset' ? 'email-given' : 'email-changed';
    case 'factor.added':
      return `${factorIn(detail)}-added`;
    case 'factors.reset':
      if (detail?.['because'] === 'not_me') return 'denied-factor-gone';
      return detail?.['because'] === 'taken_away' ? 'denied-factor-taken-away' : 'factors-reset';
    case 'factor.removed':
      // Said by the letter that comes with it.
      if (detail?.['because'] === 'not_me') return undefined;
      return `${factorIn(detail)}-removed`;
    case 'factors.reset_stopped':
      if (detail?.['because'] === undefined) return 'reset-stopped';
      if (detail['because'] !== 'kept') return undefined;
      return detail['since'] === undefined ? 'factor-kept-for-good' : 'factor-kept';
    case 'email.reset_stopped':
      // What took its place is told by itself.
      return detail?.['because'] === undefined ? 'email-reset-stopped' : undefined;
    case 'factor.copied':
      return 'passkey-copied';
    case 'recovery_codes.made':
      return detail?.['first'] === true ? undefined : 'codes-made';
    case 'factor.used':
      return detail?.['factor'] === 'recovery-code' ? 'recovery-code-used' : undefined;
    case 'factor.refused':
      return isGuessed(detail) ? 'factor-guessed' : undefined;
    case 'session.ended':
      return byOthers(detail?.['reason']);
    case 'family.ended':
      return ofApp(detail?.['reason']);
    case 'account.signed_out':
      // A changed password is told by itself.
      if (['password_changed', 'email_changed', 'not_me'].includes(String(detail?.['reason']))) return undefined;
      return (
        byOthers(detail?.['reason']) ??
        (detail?.['kept'] === undefined ? 'signed-out-everywhere' : 'signed-out-elsewhere')
      );
    default:
      return undefined;
  }
}

/** What an event of a factor is about, in the words of notices. */
export function factorIn(detail: Event['detail']): 'passkey' | 'phone' | 'email-codes' | 'factor' {
  switch (detail?.['factor']) {
    case 'passkey':
      return 'passkey';
    case 'sms':
      return 'phone';
    case 'email':
      return 'email-codes';
    default:
      return 'factor';
  }
}

function byOthers(reason: unknown): NoticeKind | undefined {
  if (reason === 'ended_by_app') return 'ended-by-app';
  return reason === 'ended_by_admin' ? 'ended-by-admin' : undefined;
}

/** Nobody else's sign-in is over, so nobody is told that they were signed out. */
function ofApp(reason: unknown): NoticeKind | undefined {
  if (reason === 'ended_by_app') return 'app-ended-by-app';
  return reason === 'ended_by_api' ? 'app-ended-by-api' : byOthers(reason);
}

function noticeOfRule(action: unknown): NoticeKind | undefined {
  if (action === 'revoke') return 'app-ended';
  if (action === 'step-up') return 'app-sign-in-again';
  return action === 'notify' ? 'app-changed' : undefined;
}
