import { signOutsBeforeLetters, type Accounts } from '../accounts/index.ts';
import { namedIn, type Audit, type Event } from '../audit/index.ts';
import { clocksApart, type Clock, type Seconds } from '../clock.ts';
import type { Consents } from '../consents/index.ts';
import type { Browsers, Devices, NamedDevices, Session, Sessions } from '../devices/index.ts';
import type { FactorResets } from '../factors/index.ts';
import { isKept, livingKey, type Families } from '../tokens/index.ts';

interface Rooms {
  readonly clock: Clock;
  readonly audit: Audit;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly families: Families;
  readonly sessions: Sessions;
  readonly browsers: Browsers;
  readonly devices: Devices;
  readonly namedDevices: NamedDevices;
  readonly factorResets: Pick<FactorResets, 'deny' | 'noteSignOuts' | 'voidCodes'>;
  readonly consents: Consents;
}

/**
 * What begins or ends because something else did. As a listener of owed events: a crash in the middle leaves the event
 * owed, and the sweeper does the rest. Each step can be done again, and what is told late spares what began after it.
 * What began before is not told by the second alone: the clocks of two nodes differ.
 */
export function endWhatHangsOnIt(rooms: Rooms): void {
  const { clock, audit, accounts, families, sessions, browsers, devices, namedDevices, factorResets, consents } = rooms;

  /**
   * Whether something began before that time. What is dated later than now did too, and then the clocks were set back:
   * else whatever had been signed in before they were would outlive what ends it.
   */
  const beganBy =
    (at: Seconds) =>
    ({ createdAt }: { readonly createdAt: Seconds }): boolean =>
      createdAt <= at || createdAt > clock.now();

  audit.listen(async (event) => {
    const { kind, at, session, account, client, origin, detail } = event;
    if (kind === 'session.started' && account !== undefined && origin) {
      const { device, doubtful, factor, signals, provenAt } = detail ?? {};
      if (typeof device === 'string') {
        await devices.note(
          { account, device, last: origin, lastActiveAt: at },
          {
            ...(doubtful === true && { doubtful }),
            ...(typeof factor === 'string' && { factor }),
            ...(typeof signals === 'string' && { signals }),
            ...(typeof provenAt === 'number' && { provenAt }),
          },
        );
      }
    }
    if (kind === 'session.ended' && session !== undefined) await afterSession(session, event);
    if (kind === 'account.signed_out' && account !== undefined) await signOut(account, event);
    // Whether or not it signed the others out: they do not know the new one.
    if (kind === 'password.changed' && account !== undefined) await spare(account, session, detail?.['count']);
    if (account !== undefined) await noteSignOuts(account, event);
    if (kind === 'account.secured' && account !== undefined) await secure(account, event);
    if (kind === 'account.disabled' && account !== undefined) {
      // Nothing begins while it is suspended, and it is not opened again before this is done.
      const isStill = (await accounts.get(account))?.disabledAt !== undefined;
      const isOlder = isStill ? () => true : beganBy(at);
      await families.endAll('signedIn', account, 'account_disabled', isOlder);
      await sessions.endAll(account, { reason: 'account_disabled' }, isOlder);
    }
    if (kind === 'consent.withdrawn' && account !== undefined && client !== undefined) {
      const theirs = livingKey({ account, client });
      await families.endAll('living', theirs, 'disconnected', beganBy(at + clocksApart));
    }
    if (kind === 'client.removed' && client !== undefined) {
      // Told once more, the event finds families of a client made anew under the old id: those stay.
      await families.endAll('client', client, 'client_removed', beganBy(at));
      await consents.forget(client, at);
    }
    if (kind === 'keys.dropped' && detail?.['purpose'] === 'mac') {
      await families.endMadeWith(String(detail['key']));
      await sessions.endMadeWith(String(detail['key']));
    }
  });

  async function noteSignOuts(account: string, { kind, at, detail = {} }: Event): Promise<void> {
    const { count, reason = '' } = detail;
    if (kind === 'factor.added') {
      await factorResets.noteSignOuts(
        account,
        signOutsBeforeLetters((await accounts.get(account)) ?? {}, at),
        'factor-added',
      );
    }
    const isByOwner = kind === 'account.signed_out' && String(reason).startsWith('ended_by_');
    if (isByOwner || kind === 'password.changed') await factorResets.noteSignOuts(account, Number(count ?? 0), 'owner');
  }

  async function afterSession(uid: string, { detail = {} }: Event): Promise<void> {
    const { reason, device } = detail;
    const why = reason === 'expired' ? 'session_expired' : 'signed_out';
    await families.endAll('session', uid, why, ({ survivesSignOut }) => !survivesSignOut);
    const session = await sessions.get(uid);
    if (session?.browser !== undefined) await browsers.leave(session.browser, uid);
    if (session && typeof device === 'string') await devices.noteEnd(device, session);
  }

  async function secure(account: string, event: Event): Promise<void> {
    const { at, origin = { requestId: '' }, detail = {} } = event;
    const named = namedIn(event);
    const isBefore = ({ signOuts = 0 }: { readonly signOuts?: number }): boolean => signOuts < Number(detail['count']);
    if (named) await namedDevices.end(account, named, { reason: 'ended_by_owner', origin }, isBefore);
    // Else whoever has the mail and this browser would count as its owner by it, when they deny what the owner does next.
    if (detail['what'] === 'device.new' && named && 'device' in named) await devices.forget(named.device, account);
    if (detail['codes'] === true) await factorResets.voidCodes(account, at + clocksApart);
    const elsewhere = detail['restored'] === true;
    // The former address shows more than the mailbox of now: it reaches what was kept meanwhile, too.
    const happened = elsewhere ? Infinity : Number(detail['happened'] ?? Infinity);
    const denial = { by: event.id, happened, elsewhere, origin };
    await factorResets.deny(account, { from: Number(detail['since']), to: at + clocksApart }, denial);
  }

  /** Where an account stays signed in, the browser stays its own. @param kept id of a session, or of a device */
  async function spare(account: string, kept: unknown, count: unknown): Promise<void> {
    if (typeof kept !== 'string' || typeof count !== 'number') return;
    const session = await sessions.get(kept);
    for (const one of session ? [session] : await sessions.ofDevice(kept)) {
      // It is no more the account's own by one that was let in by an app that asks for less.
      if (one.account !== account || one.browser === undefined || one.doubtful) continue;
      await browsers.spare(one.browser, one.id, { account, signOuts: count });
    }
  }

  async function signOut(account: string, { origin, detail = {} }: Event): Promise<void> {
    const { count, kept, by } = detail;
    const reason = detail['reason'] === 'password_changed' ? 'password_changed' : 'signed_out_everywhere';
    const ending = {
      reason,
      ...(origin && { origin }),
      ...(typeof by === 'string' && { by }),
      ...(typeof kept === 'string' && { kept }),
    } as const;
    await spare(account, kept, count);
    const isBefore = ({ signOuts = 0 }: { readonly signOuts?: number }): boolean => signOuts < Number(count);
    // One sign-in, or all on one device.
    const stays = ({ id, device }: Pick<Session, 'id' | 'device'>): boolean =>
      kept !== undefined && (id === kept || device === kept);
    await sessions.endAll(account, ending, (session) => !stays(session) && isBefore(session));
    await families.endAll('lasting', account, reason, async (family) => {
      if (isKept(family, kept)) return false;
      if (isBefore(family)) return true;
      // Or begun since then, by a browser that this ends and whose turn had not come yet.
      const session = family.session === undefined ? undefined : await sessions.get(family.session);
      return session !== undefined && !stays(session) && isBefore(session);
    });
  }
}
