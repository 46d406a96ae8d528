import type { Event } from '../../audit/index.ts';
import { looksOf, type Device } from '../../devices/index.ts';
import { changesIn, factorIn } from '../../letters/index.ts';
import { kindsIn } from '../../risk/index.ts';
import type { Happening, HappeningText } from '../pages/index.ts';
import type { AccountHost } from './host.ts';

/**
 * Events of an account as its owner reads them: in words, with where they came from roughly. Never an address or a
 * request's id: of a refused sign-in they are somebody else's.
 */
export async function happeningsOf(host: AccountHost, events: readonly Event[]): Promise<Happening[]> {
  const devices = await lookUp(events.map(deviceOf), (id) => host.devices.get(id));
  const names = await lookUp(
    events.flatMap((event) => [event.client, byOf(event)]),
    async (id) => (await host.clients.find(id))?.name,
  );
  // It began in the store before it was refused. To its person it did not.
  const refused = new Set(events.filter(isRefusedDevice).map(({ family }) => family));
  return events.flatMap((event) => {
    const what = event.kind === 'family.started' && refused.has(event.family) ? undefined : wordsFor(event);
    return what ? [inWords(host, event, what, devices, names)] : [];
  });
}

function inWords(
  { places }: AccountHost,
  event: Event,
  what: HappeningText,
  devices: ReadonlyMap<string, Device>,
  names: ReadonlyMap<string, string>,
): Happening {
  const { at, client, origin } = event;
  const device = devices.get(deviceOf(event) ?? '');
  const by = byOf(event);
  return {
    at,
    what,
    // An app that is gone has nothing but its id left.
    ...(client !== undefined && { app: names.get(client) ?? client }),
    ...(by !== undefined && { by: names.get(by) ?? by }),
    ...(device && {
      device: { ...(device.name !== undefined && { name: device.name }), agent: device.agent, place: device.place },
    }),
    ...(origin && { from: looksOf(places, origin) }),
    ...(textIn(event.detail?.['factor']) !== undefined && { factor: textIn(event.detail?.['factor']) ?? '' }),
    ...(event.detail?.['signals'] !== undefined && { signals: signalsIn(event) }),
    ...(event.kind === 'family.changed' && { changes: changesIn(String(event.detail?.['what'])) }),
    alarming: alarming.has(what),
  };
}

/** What was refused or ended by force, or waits to take something away. What owners do themselves is none of it. */
const alarming: ReadonlySet<HappeningText> = new Set([
  'sign-in-refused',
  'sign-in-refused.unlike',
  'password-refused',
  'email-reset-started',
  'secured',
  'reset-started',
  'factors-denied',
  'factors-reset',
  'factor-refused',
  'passkey-refused',
  'passkey-copied',
  'code-replayed',
  'token-reused',
  'app-changed.refused',
  'app-changed.ended',
  'account-disabled',
]);

function wordsFor({ kind, detail = {} }: Event): HappeningText | undefined {
  const reason = String(detail['reason']);
  switch (kind) {
    case 'account.created':
      return 'account-created';
    case 'account.disabled':
      return 'account-disabled';
    case 'account.enabled':
      return 'account-enabled';
    case 'admin.added':
      return 'admin-added';
    case 'admin.removed':
      return 'admin-removed';
    case 'account.secured':
      return 'secured';
    case 'account.signed_in':
      // A device that got its record by this stands beside it.
      if (detail['signals'] !== undefined && (detail['signals'] !== 'newDevice' || detail['device'] !== undefined)) {
        return 'signed-in.unlike';
      }
      return detail['spared'] === true ? 'signed-in.spared' : 'signed-in';
    case 'account.factor_asked':
      return 'factor-asked';
    case 'account.sign_in_refused':
      if (reason === 'unlike_before') return 'sign-in-refused.unlike';
      return reason === 'account_disabled' ? 'sign-in-refused.suspended' : 'sign-in-refused';
    case 'account.signed_out':
      return endingsOfAll(reason, detail['kept'] !== undefined);
    case 'device.new':
      return 'device-new';
    case 'session.ended':
      return sessionEndings[reason] ?? 'signed-out';
    case 'password.changed':
      return 'password-changed';
    case 'password.change_refused':
      return 'password-refused';
    case 'email.changed':
      return 'email-changed';
    case 'email.restored':
      return 'email-restored';
    case 'email.reset_started':
      return 'email-reset-started';
    case 'email.reset_confirmed':
      return 'email-reset-confirmed';
    case 'email.reset_stopped':
      return 'email-reset-stopped';
    case 'recovery.asked':
      return 'recovery-asked';
    case 'password.reset':
      return 'password-reset';
    case 'factor.added':
      return `${factorIn(detail)}-added`;
    case 'factor.removed':
      return `${factorIn(detail)}-removed`;
    case 'factor.used':
      return detail['factor'] === 'recovery-code' ? 'factor-used.recovery' : undefined;
    case 'factor.first_used':
      return 'factor-first-used';
    case 'factor.remembered':
      return 'factor-remembered';
    case 'factor.forgotten':
      return 'factor-forgotten';
    case 'factor.refused':
      return detail['factor'] === 'passkey' ? 'passkey-refused' : 'factor-refused';
    case 'factor.copied':
      return 'passkey-copied';
    case 'factors.reset_started':
      return detail['because'] === 'not_me' ? 'factors-denied' : 'reset-started';
    case 'factors.reset_stopped':
      return detail['because'] === 'kept' ? 'factors-kept' : 'reset-stopped';
    case 'factors.reset':
      return 'factors-reset';
    case 'recovery_codes.made':
      return 'codes-made';
    case 'consent.given':
      return 'consent-given';
    case 'consent.widened':
      return 'consent-widened';
    case 'consent.refused':
      return 'consent-refused';
    case 'consent.withdrawn':
      return 'consent-withdrawn';
    case 'family.started':
      return 'app-signed-in';
    case 'family.ended':
      // What changed stands beside it, and says so.
      return reason === 'rule_violated' ? undefined : (appEndings[reason] ?? 'app-signed-out');
    case 'family.changed':
      if (detail['action'] === 'revoke') return 'app-changed.ended';
      return detail['action'] === 'step-up' ? 'app-changed.refused' : 'app-changed';
    case 'code.replayed':
      return 'code-replayed';
    case 'token.reused':
      return 'token-reused';
    default:
      return undefined;
  }
}

function endingsOfAll(reason: string, kept: boolean): HappeningText {
  const what = kept ? 'signed-out-elsewhere' : 'signed-out-everywhere';
  if (reason === 'ended_by_app') return `${what}.by-app`;
  return reason === 'ended_by_admin' ? `${what}.by-admin` : what;
}

const sessionEndings: Readonly<Record<string, HappeningText>> = {
  expired: 'expired',
  ended_by_owner: 'ended-by-owner',
  ended_by_app: 'ended-by-app',
  ended_by_admin: 'ended-by-admin',
  key_dropped: 'ended-by-admin',
  password_changed: 'password-ended',
  too_many_accounts: 'pushed-out',
  overtaken: 'pushed-out',
};

const appEndings: Readonly<Record<string, HappeningText>> = {
  ended_by_app: 'app-ended-by-app',
  ended_by_api: 'app-ended-by-app',
  ended_by_admin: 'app-ended-by-admin',
  key_dropped: 'app-ended-by-admin',
  too_many_devices: 'app-too-many',
  device_refused: 'app-refused',
  store_went_back: 'app-went-back',
};

const isRefusedDevice = ({ kind, detail, family }: Event): boolean =>
  kind === 'family.ended' && detail?.['reason'] === 'device_refused' && family !== undefined;
const deviceOf = ({ detail }: Event): string | undefined => textIn(detail?.['device']);
const byOf = ({ detail }: Event): string | undefined => textIn(detail?.['by']);
const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Signals as an event has them: names, and what was compared, each beside its name. */
function signalsIn({ detail = {} }: Event): NonNullable<Happening['signals']> {
  const [names, from, to] = ['signals', 'from', 'to'].map((field) => String(detail[field] ?? '').split(', '));
  return (names ?? []).flatMap((name, at) =>
    kindsIn(name).map((kind) => ({ kind, from: from?.[at] ?? '', to: to?.[at] ?? '' })),
  );
}

/** Looks each up once. */
async function lookUp<T>(
  ids: readonly (string | undefined)[],
  find: (id: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const asked = [...new Set(ids.filter((id) => id !== undefined))];
  const found = await Promise.all(asked.map(async (id) => [id, await find(id)] as const));
  return new Map(found.flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const])));
}
