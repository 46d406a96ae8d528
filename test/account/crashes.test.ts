import { describe, expect, test } from '@jest/globals';
import { StoreUnavailable, type AnyCollection, type Collection, type Document } from '../../adapters/store.ts';
import { browserCollection, deviceCollection, type Browser } from '../../src/devices/index.ts';
import { familyCollection } from '../../src/tokens/index.ts';
import { confirmEnd, devicesOn, openOwn } from '../support/account-pages.ts';
import { password, redeem, refresh, signInByPages, signInRequest, type SignedIn } from '../support/apps.ts';
import { onceRead, onceReplaced } from '../support/between.ts';
import { eventually } from '../support/eventually.ts';
import { isSignedIn, works } from '../support/from-outside.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const day = 24 * 3600;

/** A crash right after the first write is one in which nothing more reaches the record of what happened. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', name: 'Notes' });
  const phone = givenApp(postern, {
    kind: 'web',
    firstParty: true,
    name: 'Pocket',
    refresh: { survivesSignOut: true },
  });

  /** Does a step while writes of one kind fail, which it must not take for done. */
  async function failing(kind: 'insert' | 'replace', name: string, step: () => Promise<unknown>): Promise<void> {
    const { documents } = postern.rooms.store;
    const real = documents[kind].bind(documents) as (...given: [AnyCollection, object]) => Promise<unknown>;
    const failingOnes = (...given: [AnyCollection, object]): Promise<unknown> =>
      given[0].name === name ? Promise.reject(new StoreUnavailable('gone')) : real(...given);
    Object.defineProperty(documents, kind, { value: failingOnes, configurable: true });
    const silenced = console.error;
    console.error = () => undefined;
    try {
      await expect(step()).rejects.toThrow(StoreUnavailable);
    } finally {
      Reflect.deleteProperty(documents, kind);
      console.error = silenced;
    }
  }

  /** Does a step whose first write is the last one. */
  const crashing = (step: () => Promise<unknown>): Promise<void> => failing('insert', 'audit', step);

  /** What another node does when it finds what was left. */
  async function sweepLater(): Promise<void> {
    time.forward(6);
    await postern.rooms.sweep();
  }

  const sessionOf = async (id: string): Promise<string> => {
    const { devices } = await postern.rooms.signedIn.list(id, { limit: 10 });
    const browser = devices.find((device) => device.kind === 'browser');
    return browser?.kind === 'browser' ? browser.sessions[0].id : '';
  };
  /** Sign-ins of an account to the app, ended ones too. */
  const familiesOf = async (id: string) =>
    (await postern.rooms.families.list('client', app.id, { limit: 50 })).filter(({ account: whose }) => whose === id);

  test('a device that was ended is dead from the first write on, and the rest is done afterwards', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const tokens = await signInByPages(postern, person, app, email);
    const uid = await sessionOf(id);
    const { browser = '' } = (await postern.rooms.sessions.get(uid)) ?? {};
    await crashing(() => postern.rooms.sessions.end(uid, { reason: 'ended_by_owner' }));
    expect([await works(postern, tokens), await isSignedIn(postern, phone, person)]).toEqual([false, false]);
    expect((await familiesOf(id)).map(({ endedAt }) => endedAt)).toEqual([undefined]);
    await sweepLater();
    expect((await familiesOf(id)).map(({ endReason }) => endReason)).toEqual(['signed_out']);
    const record = await postern.rooms.store.documents.get(browserCollection, browser);
    expect(record?.sessions).toEqual([]);
  });

  test('a sign-out of all others goes on where it was cut off, and spares what began after it', async () => {
    const { email, id } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person()];
    const mine = await signInByPages(postern, laptop, app, email);
    const kept = await sessionOf(id);
    const theirs = [await signInByPages(postern, desk, app, email), await signInByPages(postern, desk, phone, email)];
    await crashing(() => postern.rooms.accounts.signOut(id, { reason: 'ended_by_owner', kept }));
    const late = postern.person();
    time.forward(1);
    const after = await signInByPages(postern, late, app, email);
    await sweepLater();
    expect([await works(postern, mine), await works(postern, after)]).toEqual([true, true]);
    for (const tokens of theirs) expect(await works(postern, tokens)).toBe(false);
    expect([
      await isSignedIn(postern, phone, laptop),
      await isSignedIn(postern, phone, desk),
      await isSignedIn(postern, phone, late),
    ]).toEqual([true, false, true]);
  });

  test('a browser that a sign-out of all others spares is the account’s own, also where that was cut off', async () => {
    const { email, id } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person()];
    await signInByPages(postern, laptop, app, email);
    const kept = await sessionOf(id);
    await signInByPages(postern, desk, app, email);
    const countIn = async (person: Person) => {
      const { browsers } = postern.rooms;
      const browser = browsers.idOf(person.cookie('postern.browser') ?? '');
      return browsers.signOutsOf(browser, person.cookie('postern.accounts'), id);
    };
    await crashing(() => postern.rooms.accounts.signOut(id, { reason: 'ended_by_owner', kept }));
    expect([await countIn(laptop), await countIn(desk)]).toEqual([0, 0]);
    await sweepLater();
    expect([await countIn(laptop), await countIn(desk)]).toEqual([1, 0]);
  });

  test('who signed out everywhere is told so, also where their browser could not be kept their own any more', async () => {
    const { id, email } = await somebody(postern);
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    const [{ browser = '' } = {}] = await postern.rooms.sessions.list(id, { limit: 1 });
    const gone = () => Promise.reject(new StoreUnavailable('gone'));
    const failing = onceReplaced('browsers', browser, gone, ({ signOuts }: Partial<Browser>) => signOuts?.[id] === 1);
    const done = await confirmEnd(postern, person, '/account/end/everywhere');
    expect([done.status, done.title, failing.happened]).toEqual([200, expect.stringContaining('signed out'), true]);
    expect(await isSignedIn(postern, app, person)).toBe(false);
  });

  test('what a browser began while it was being signed out everywhere ends with the rest, whatever it would survive', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    await signInByPages(postern, person, app, email);
    await crashing(() => postern.rooms.accounts.signOut(id, { reason: 'ended_by_owner' }));
    time.forward(1);
    // Its session is still to be ended: it gets in once more, after the moment of which the sign-out speaks.
    const late = await signInByPages(postern, person, phone, email, { prompt: 'none' });
    expect(late.answer.status).toBe(200);
    await sweepLater();
    expect([await works(postern, late), await isSignedIn(postern, phone, person)]).toEqual([false, false]);
    expect((await refresh(postern, phone.id, late.refresh, phone.headers)).body.error).toBe('invalid_grant');
  });

  test('a password change that was cut off has changed it, and signs the others out afterwards', async () => {
    const { email, id } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person()];
    await signInByPages(postern, laptop, app, email);
    const session = await sessionOf(id);
    await signInByPages(postern, desk, app, email);
    const own = await postern.rooms.accounts.get(id);
    const change = { current: password, next: 'another good one', session, others: true, origin: { requestId: 'r' } };
    await crashing(() =>
      postern.rooms.accounts.changePassword({ id, ...(own?.password && { password: own.password }) }, change),
    );
    await sweepLater();
    expect([await isSignedIn(postern, phone, laptop), await isSignedIn(postern, phone, desk)]).toEqual([true, false]);
    expect(await postern.rooms.accounts.authenticate(email, password, { requestId: 'r' })).toBeUndefined();
  });

  test('an app whose disconnecting was cut off gets nothing new, and ends afterwards', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const tokens = await signInByPages(postern, person, app, email);
    const client = await postern.rooms.clients.show(app.id);
    await crashing(() => postern.rooms.consents.withdraw(id, client, { requestId: 'r' }));
    const asked = await person.open(signInRequest(postern, app.id).url);
    expect(asked.forms.some(({ action }) => action.endsWith('/consent'))).toBe(true);
    await sweepLater();
    expect(await works(postern, tokens)).toBe(false);
    expect((await familiesOf(id)).map(({ endReason }) => endReason)).toEqual(['disconnected']);
  });

  test('an app that is disconnected in the middle of asking gets nothing for it', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    await signInByPages(postern, person, app, email);
    const client = await postern.rooms.clients.show(app.id);
    const consent = await postern.rooms.consents.find(id, client);
    // Just after it was looked at what the person allows; the code is of the next second.
    const disconnected = onceRead('consents', consent?.id ?? '', async () => {
      await postern.rooms.consents.withdraw(id, client, { requestId: 'r' });
      time.forward(1);
    });
    const request = signInRequest(postern, app.id, { prompt: 'none' });
    const door = await person.open(request.url);
    expect([disconnected.happened, door.url.searchParams.has('code')]).toEqual([true, true]);
    const answer = await redeem(postern, app.id, door, request.verifier, app.headers);
    expect(answer.body.error).toBe('invalid_grant');
    expect((await familiesOf(id)).map(({ endReason }) => endReason)).toEqual(['disconnected']);
  });

  test('where somebody who listens fails, all is told once more, and nothing happens twice', async () => {
    const { email, id } = await somebody(postern);
    const tokens = await signInByPages(postern, postern.person(), app, email);
    const uid = await sessionOf(id);
    let heard = 0;
    const stop = postern.rooms.audit.listen(({ kind, session }) => {
      if (kind !== 'session.ended' || session !== uid) return;
      heard += 1;
      if (heard === 1) throw new Error('not now');
    });
    const silenced = console.error;
    console.error = () => undefined;
    try {
      await postern.rooms.sessions.end(uid, { reason: 'ended_by_owner' });
      expect(await works(postern, tokens)).toBe(false);
      const [before] = await familiesOf(id);
      await eventually(async () => {
        await sweepLater();
        expect((await postern.rooms.sessions.get(uid))?.owed ?? []).toEqual([]);
      });
      const [after] = await familiesOf(id);
      expect([after?.endReason, after?.endedAt]).toEqual(['signed_out', before?.endedAt]);
    } finally {
      stop();
      console.error = silenced;
    }
    const { events } = await postern.rooms.audit.search({ kind: 'session.ended', account: id, limit: 10 });
    expect(events).toHaveLength(1);
  });

  test('nobody is told that all is signed out while a part of it could not be ended', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const tokens = await signInByPages(postern, person, app, email);
    await failing('replace', 'sessions', () => postern.rooms.accounts.signOut(id, { reason: 'ended_by_owner' }));
    await eventually(async () => {
      await sweepLater();
      expect([await works(postern, tokens), await isSignedIn(postern, phone, person)]).toEqual([false, false]);
    });
  });

  test('an account that is opened again has nothing of before, also where its suspension was cut off', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const tokens = await signInByPages(postern, person, phone, email);
    const { accounts } = postern.rooms;
    await failing('replace', 'families', () => accounts.disable(id));
    expect(await works(postern, tokens)).toBe(false);
    await failing('replace', 'families', () => accounts.enable(id));
    expect((await accounts.get(id))?.disabledAt).toBeDefined();
    expect((await accounts.enable(id))?.disabledAt).toBeUndefined();
    expect([await works(postern, tokens), await isSignedIn(postern, phone, person)]).toEqual([false, false]);
  });

  test('what was begun by a node whose clock is ahead ends with the rest', async () => {
    const { email, id } = await somebody(postern);
    const { accounts } = postern.rooms;
    const begunAhead = async (where = phone): Promise<SignedIn> => {
      time.forward(3);
      const tokens = await signInByPages(postern, postern.person(), where, email);
      time.forward(-3);
      return tokens;
    };
    const first = await begunAhead();
    await accounts.signOut(id, { reason: 'ended_by_owner' });
    expect(await works(postern, first)).toBe(false);
    const second = await begunAhead();
    await accounts.disable(id);
    await accounts.enable(id);
    expect(await works(postern, second)).toBe(false);
    const third = await begunAhead(app);
    await postern.rooms.consents.withdraw(id, await postern.rooms.clients.show(app.id), { requestId: 'r' });
    expect(await works(postern, third)).toBe(false);
  });

  test('nor that an account is suspended, which could be opened again before the rest is done', async () => {
    const { email, id } = await somebody(postern);
    const tokens = await signInByPages(postern, postern.person(), app, email);
    await failing('replace', 'sessions', () => postern.rooms.accounts.disable(id));
    await eventually(async () => {
      await sweepLater();
      expect((await postern.rooms.accounts.get(id))?.owed ?? []).toEqual([]);
    });
    await postern.rooms.accounts.enable(id);
    expect(await works(postern, tokens)).toBe(false);
  });

  test('a session that expired is on the list while an app goes on there, and no longer, before anybody has swept it', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const tokens = await signInByPages(postern, person, app, email);
    const list = await openOwn(postern, person, '/account/devices', email);
    expect(devicesOn(list)).toHaveLength(1);
    const record = await postern.rooms.sessions.get(await sessionOf(id));
    time.forward((record?.expiresAt ?? 0) - Math.floor(Date.now() / 1000));
    const listed = async () => (await postern.rooms.signedIn.list(id, { limit: 10 })).devices;
    expect(await listed()).toHaveLength(1);
    const { refreshIdle, sessionIdle } = postern.rooms.settings.lifetimes;
    // The app signed in some seconds after the session did, as slow as the machine is.
    time.forward(refreshIdle - sessionIdle + 300);
    expect(await listed()).toEqual([]);
    expect(await works(postern, tokens)).toBe(false);
    await eventually(async () => {
      await sweepLater();
      expect((await familiesOf(id)).map(({ endReason }) => endReason)).toEqual(['expired']);
      expect((await postern.rooms.sessions.get(record?.id ?? ''))?.endReason).toBe('expired');
    });
  });

  test('the owner hears of a new device also where its session was over before anybody heard of it', async () => {
    const { email, id } = await somebody(postern);
    const { accounts, audit, devices, sessions } = postern.rooms;
    await signInByPages(postern, postern.person(), app, email);
    await eventually(async () => expect((await accounts.get(id))?.firstDevice).toBeDefined());
    const [uid, device] = [`brief-${profile}`, devices.idOf(id, 'another browser')];
    await crashing(async () => {
      const looks = { requestId: 'r', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0' };
      await sessions.start(uid, { account: id, device, signOuts: 0 }, looks);
      await audit.idle();
      await sessions.end(uid, { reason: 'signed_out' });
    });
    await eventually(async () => {
      await sweepLater();
      const { events } = await audit.search({ kind: 'device.new', account: id, limit: 10 });
      expect(events).toMatchObject([{ detail: { device } }]);
    });
    expect(await devices.get(device)).toMatchObject({ account: id });
  });

  test('more than one step of the sweeper can end goes by one sweep too', async () => {
    const { id } = await somebody(postern);
    const { documents } = postern.rooms.store;
    const at = { sweepAt: 1, endedAt: 1, endReason: 'expired', first: { at: 1 }, last: { at: 1 }, account: id };
    const many = Array.from({ length: 450 }, (_one, index) => `over-${id}-${index}`);
    const families = familyCollection as unknown as Collection<Document>;
    await Promise.all(many.map((one) => documents.insert(families, { id: one, ...at })));
    await postern.rooms.families.sweep();
    const left = await Promise.all(many.map((one) => documents.get(families, one)));
    expect(left.filter(Boolean)).toEqual([]);
  });

  test('what nobody used for long is forgotten, and no sooner', async () => {
    const { email, id } = await somebody(postern);
    await signInByPages(postern, postern.person(), app, email);
    const { documents } = postern.rooms.store;
    const known = async () => documents.find(deviceCollection, { field: 'account', equals: id }, { limit: 10 });
    const client = await postern.rooms.clients.show(app.id);
    await eventually(async () => expect(await known()).toHaveLength(1));
    await postern.rooms.consents.withdraw(id, client, { requestId: 'r' });
    time.forward(399 * day);
    await sweepLater();
    expect(await known()).toHaveLength(1);
    expect(await postern.rooms.consents.list(id, { limit: 10 })).toEqual([]);
    time.forward(2 * day);
    await eventually(async () => {
      await sweepLater();
      expect(await known()).toEqual([]);
    });
  });
});
