import { expect, test } from '@jest/globals';
import { clocksApart } from '../../src/clock.ts';
import { isBeingSecured } from '../../src/accounts/index.ts';
import { withUsed } from '../../src/accounts/denials.ts';
import { suspiciousFrom } from '../../src/accounts/denied-events.ts';
import { namedIn } from '../../src/audit/index.ts';
import { withoutAdded, withoutAddedSince } from '../../src/factors/added-since.ts';
import { firstDeniedOf, withKeptFactors } from '../../src/factors/first-denied.ts';
import { isEnrolled, kindsOf, type AccountFactors } from '../../src/factors/index.ts';

const id = (at: number): string => `event-${String(at).padStart(4, '0')}`;

test('the last denials are remembered, whenever what they are about happened', () => {
  let denied: readonly string[] | undefined;
  for (const at of [7, 3, 5]) denied = withUsed(denied, id(at));
  expect(denied).toEqual([id(7), id(3), id(5)]);
  for (let at = 100; at < 200; at += 1) denied = withUsed(denied, id(at));
  expect(denied).toHaveLength(20);
  expect(withUsed(denied, id(4)).at(-1)).toBe(id(4));
});

test('what is ended is what the event names: the app’s sign-in before the device, that before the session', () => {
  expect(namedIn({ family: 'f', session: 's', detail: { device: 'd' } })).toEqual({ family: 'f' });
  expect(namedIn({ session: 's', detail: { device: 'd' } })).toEqual({ device: 'd' });
  expect(namedIn({ session: 's' })).toEqual({ session: 's' });
  expect(namedIn({ detail: { factor: 'app' } })).toBeUndefined();
});

const app = (addedAt: number) => ({ id: `app-${addedAt}`, addedAt, step: 0 });
const passkey = (addedAt: number) => ({
  ...{ id: `key-${addedAt}`, credential: 'c', publicKey: 'k', counter: 0, transports: [], synced: true },
  ...{ backedUp: false, aaguid: '', agent: {}, addedAt },
});
const phone = (addedAt: number) => ({ id: `phone-${addedAt}`, number: '+4915123456789', addedAt });
const record = (more: Partial<AccountFactors>): AccountFactors => ({ id: 'a', revision: 1, apps: [], ...more });

const span = { from: 100, to: 200 };
const now = 300;
const recovery = (madeAt: number) => ({ madeAt, left: ['x'] });

test('factors and recovery codes that came with it or since go, and those from before stay', () => {
  const mixed = record({
    ...{ apps: [app(50), app(150)], passkeys: [passkey(99), passkey(100), passkey(200), passkey(201)], handle: 'h' },
    recovery: recovery(50),
  });
  const left = withoutAddedSince(mixed, span, now);
  expect(left?.gone).toEqual(['app', 'passkey', 'passkey']);
  expect(left?.record).toMatchObject({ apps: [app(50)], handle: 'h', recovery: recovery(50) });
  expect(left?.record.passkeys?.map(({ addedAt }) => addedAt)).toEqual([99, 201]);

  const codes = withoutAddedSince(record({ apps: [app(1)], recovery: recovery(150) }), span, now);
  expect(codes).toEqual({ record: record({ apps: [app(1)], changes: 1 }), gone: [] });
  expect(withoutAddedSince(record({ apps: [app(1)], recovery: recovery(1) }), span, now)).toBeUndefined();
});

test('where nothing was there before, what came proves nothing, and is marked as the first; kept, it counts again', () => {
  const first = record({
    ...{ apps: [app(150)], passkeys: [passkey(150)], phones: [phone(160)], email: { addedAt: 160 } },
    ...{ handle: 'h', recovery: recovery(150), enrolledAt: 150 },
  });
  const denied = withoutAddedSince(first, span, now);
  expect(denied?.isFirst).toBe(true);
  const left = { ...(denied?.record ?? first), firstDenied: 'event' };
  expect(left).toEqual(
    record({
      ...{ apps: [{ ...app(150), deniedAt: now }], passkeys: [{ ...passkey(150), deniedAt: now }] },
      ...{ phones: [{ ...phone(160), deniedAt: now }], email: { addedAt: 160, deniedAt: now } },
      ...{ handle: 'h', enrolledAt: 150, firstDenied: 'event', changes: 1 },
    }),
  );
  expect(withoutAddedSince(left, { from: 30, to: 500 }, 400)).toBeUndefined();

  // Only as long as there is a time at which it goes; a browser must have been used for three days before it came.
  expect([firstDeniedOf(left), firstDeniedOf(undefined)]).toEqual([undefined, undefined]);
  const waits = { ...left, resetAt: 900, resetEpoch: 1 };
  expect(firstDeniedOf(waits)).toEqual({ at: 900, knownBefore: 150 - 72 * 3600 - clocksApart });
  const { recovery: _, ...kept } = first;
  expect(withKeptFactors(waits)).toEqual({ ...kept, changes: 2 });

  // Kept by more than a letter's link, it is denied by what is told of from then on, and of no time before.
  const forGood = withKeptFactors(waits, 500);
  expect(forGood.apps).toEqual([{ ...app(150), keptAt: 500 }]);
  expect([forGood.passkeys, forGood.phones, forGood.email].flat().map((factor) => factor?.keptAt)).toEqual([
    500, 500, 500,
  ]);
  expect(withoutAddedSince(forGood, span, 600, 499)).toBeUndefined();
  expect(withoutAddedSince(forGood, span, 600, 500)?.isFirst).toBe(true);
  const replaced = { ...record({ apps: [{ ...app(150), deniedAt: now }] }), resetAt: 900, resetEpoch: 1 };
  expect(withKeptFactors(replaced)).toEqual(record({ apps: [{ ...app(150), deniedAt: now }] }));
});

test('where the factors from before were replaced, the new ones prove nothing and the account keeps asking for one', () => {
  const replaced = record({
    ...{ apps: [app(150)], passkeys: [passkey(160)], handle: 'h', enrolledAt: 20, recovery: recovery(160) },
  });
  const left = withoutAddedSince(replaced, span, now);
  expect([left?.gone, left?.isFirst]).toEqual([[], undefined]);
  expect(left?.record).toEqual(
    record({
      ...{ apps: [{ ...app(150), deniedAt: now }], passkeys: [{ ...passkey(160), deniedAt: now }] },
      ...{ handle: 'h', enrolledAt: 20, changes: 1 },
    }),
  );
  // Told once more, and by another letter, it stays so.
  expect(withoutAddedSince(left?.record ?? replaced, span, 400)).toBeUndefined();
  expect(withoutAddedSince(left?.record ?? replaced, { from: 30, to: 500 }, 400)).toBeUndefined();
});

test('what was just added is taken back alone, with the codes that came with it', () => {
  const none = new Set<string>();
  const two = record({
    apps: [app(150)],
    passkeys: [passkey(150)],
    handle: 'h',
    enrolledAt: 150,
    recovery: recovery(1),
  });
  const left = withoutAdded(two, { factor: 'app-150', made: none }, now);
  expect(left?.gone).toEqual(['app']);
  expect(left?.record).toMatchObject({ apps: [], passkeys: [passkey(150)], recovery: recovery(1) });
  expect(withoutAdded(two, { factor: 'app-151', made: none }, now)).toBeUndefined();

  const byMail = record({ email: { addedAt: 150 }, enrolledAt: 150, recovery: recovery(150) });
  const made = new Set(recovery(150).left);
  expect(withoutAdded(byMail, { factor: 'email', made }, now)).toEqual({
    record: record({ changes: 1 }),
    gone: ['email'],
  });
  const codes = withoutAdded(record({ apps: [app(1)], recovery: recovery(150) }), { made }, now);
  expect(codes).toEqual({ record: record({ apps: [app(1)], changes: 1 }), gone: [] });
  // Where the ones from before are gone by then, the account goes on asking for one.
  const replaced = withoutAdded(record({ apps: [app(150)], enrolledAt: 20 }), { factor: 'app-150', made: none }, now);
  expect(replaced?.record.apps).toEqual([{ ...app(150), deniedAt: now }]);
});

test('an account is being secured until the sign-out that comes with it is done too', () => {
  const event = { id: 'e', at: now, outcome: 'done' } as const;
  const owing = (kind: 'account.secured' | 'account.signed_out', reason: string) =>
    isBeingSecured({ owed: [{ ...event, kind, detail: { reason } }] });
  expect([owing('account.secured', ''), owing('account.signed_out', 'not_me')]).toEqual([true, true]);
  expect([owing('account.signed_out', 'ended_by_owner'), isBeingSecured({})]).toEqual([false, false]);
});

test('phones and codes by e-mail go, stay or prove nothing as other factors do', () => {
  const mixed = record({ phones: [phone(50), phone(150)], email: { addedAt: 160 }, enrolledAt: 50 });
  expect(withoutAddedSince(mixed, span, now)).toMatchObject({
    record: { phones: [phone(50)], enrolledAt: 50 },
    gone: ['sms', 'email'],
  });
  expect(withoutAddedSince(mixed, span, now)?.record.email).toBeUndefined();
  const replaced = record({ phones: [phone(150)], email: { addedAt: 160 }, enrolledAt: 20 });
  const left = withoutAddedSince(replaced, span, now)?.record;
  expect(left).toMatchObject({ phones: [{ ...phone(150), deniedAt: now }], email: { addedAt: 160, deniedAt: now } });
  expect([left && kindsOf(left, { sms: true, email: true }), isEnrolled(left)]).toEqual([[], true]);
});

test('a factor that was set up in a sign-in that is told of came with it', () => {
  for (const kind of ['device.new', 'account.signed_in'] as const)
    expect(suspiciousFrom({ kind, at: 5000 })).toBe(4400 - clocksApart);
  // It may have waited before it was one.
  expect(suspiciousFrom({ kind: 'device.new', at: 5000, detail: { provenAt: 2000 } })).toBe(2000 - clocksApart);
  expect(suspiciousFrom({ kind: 'device.new', at: 5000, detail: { provenAt: 4990 } })).toBe(4400 - clocksApart);
  expect(suspiciousFrom({ kind: 'password.changed', at: 1000 })).toBe(1000 - clocksApart);
});

test('a denied factor that a letter kept is reached once more; one that was kept by more than that is not', () => {
  const stopped = { kind: 'factors.reset_stopped', at: 1000 } as const;
  expect(suspiciousFrom({ ...stopped, detail: { because: 'kept', since: 300 } })).toBe(300 - clocksApart);
  expect(suspiciousFrom({ ...stopped, detail: { because: 'kept' } })).toBe(1000 - clocksApart);
});
