import type { Audit, Event, Origin } from '../audit/index.ts';
import { clocksApart, type Seconds } from '../clock.ts';

/**
 * How long a sign-in may set up a factor before it is a session, and so before it is told of; or use the
 * minutes in which it may do what is sensitive for a factor first, and then for the address.
 */
const underWay: Seconds = 600;

/** The event that says what must end: all of it follows from this. */
export function securedBy(
  audit: Pick<Audit, 'newEvent'>,
  denied: Event,
  {
    account,
    since,
    count,
    restored: isRestored,
    origin,
  }: {
    readonly account: string;
    readonly since: Seconds;
    readonly count: number;
    /** Where the link went to the former address: whether the account has that again. */
    readonly restored: boolean | undefined;
    readonly origin: Origin;
  },
): Event {
  const device = denied.detail?.['device'];
  return audit.newEvent({
    kind: 'account.secured',
    outcome: 'done',
    account,
    origin,
    ...(denied.session !== undefined && { session: denied.session }),
    ...(denied.family !== undefined && { family: denied.family }),
    detail: {
      event: denied.id,
      what: denied.kind,
      happened: denied.at,
      since,
      count,
      ...(typeof device === 'string' && { device }),
      ...(isRestored !== undefined && { restored: isRestored }),
      ...(tellsOfRecoveryCode(denied) && { codes: true }),
    },
  });
}

/** What a sign-in is told by, and the second factor that was proven in it. */
const tellOfFactor: ReadonlySet<Event['kind']> = new Set(['factor.used', 'device.new', 'account.signed_in']);

/** Whether it tells that somebody came in by a recovery code: who has one has the sheet. */
export const tellsOfRecoveryCode = ({ kind, detail }: Pick<Event, 'kind' | 'detail'>): boolean =>
  tellOfFactor.has(kind) && detail?.['factor'] === 'recovery-code';

/** What is told when there was time to set up a factor before it. */
const toldLate: ReadonlySet<Event['kind']> = new Set(['device.new', 'account.signed_in', 'email.changed']);

/**
 * From when on a factor is taken for that of whoever it was. A sign-in, on a new device or unlike those before, is told of
 * when it has become a session: a factor that it set up is older than that, and came since its first proof, which may be an
 * hour ago. So is one that was set up just before the address was changed. And a change takes a moment from its first look
 * to its event. A denied factor that a letter kept is older than that by days.
 */
export function suspiciousFrom({ kind, at, detail }: Pick<Event, 'kind' | 'at' | 'detail'>): Seconds {
  const { since, provenAt } = detail ?? {};
  if (kind === 'factors.reset_stopped' && typeof since === 'number') return since - clocksApart;
  if (!toldLate.has(kind)) return at - clocksApart;
  return Math.min(at - underWay, typeof provenAt === 'number' ? provenAt : at) - clocksApart;
}
