import { beforeEach, describe, expect, test } from '@jest/globals';
import { change } from '../../adapters/store.ts';
import { factorCollection } from '../../src/factors/index.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, signIn } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { denyAndFail, intrude, newOwner } from './scene.ts';

const next = 'a whole new set of words';
const day = 24 * 3600;

/** A first factor that was denied waits to be taken away: for whom, until when, and who can stop it. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  let email: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id, owner } = await newOwner(postern, time));
  });

  const notMe = (about: string, count = 1): Promise<string> => linkIn(postern, email, about, 'not-me', count);
  const tokenIn = (link: string): string => new URL(link).pathname.split('/').at(-1) ?? '';
  const deny = (link: string, everywhere = true) =>
    postern.rooms.denials.deny(tokenIn(link), everywhere, { requestId: 'pressed' });
  const typed = (person: Person, given = next): Promise<Screen> =>
    afterPassword(postern, person, app, email, { prompt: 'login' }, given);
  const waitsUntil = async (): Promise<number | undefined> => (await postern.rooms.factorResets.deniedOf(id))?.at;
  const setPassword = async (count = 1): Promise<Screen> =>
    press(postern, await linkIn(postern, email, 'Choose a new password', 'recover', count), { password: next });
  const stopLinks = () => lettersTo(postern, email, 'are about to go');

  test('a browser that came shortly before the factor is nobody’s proof, nor one that the owner denied, however old', async () => {
    // Who reads the mail signs in by it: the owner hears of it, and says no.
    const thief = postern.person(agents.chrome);
    await signIn(postern, thief, app, email);
    await deny(await notMe('A new device'));
    await setPassword();
    time.forward(4 * day);
    await typed(owner);
    await typed(thief);
    await notMe('A new device', 2);
    const recent = postern.person();
    await typed(recent);
    await notMe('A new device', 3);
    time.forward(2 * day);
    await typed(owner);
    await setUpApp(postern, owner, email);

    await deny(await notMe('A second factor was added'));
    await setPassword(2);
    for (const person of [thief, recent]) expect((await typed(person)).text).toContain('in here later');
    expect((await typed(owner)).text).toContain('Is the second factor yours?');
  }, 120_000);

  test('pressed twice, from several letters, or when an admin resets too, it comes no sooner and no later', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    const links = [await notMe('A second factor was added'), await notMe('A new device')];
    expect(await postern.rooms.factorResets.start(id, 3600, { requestId: 'x' })).toBeDefined();
    const earliest = postern.rooms.clock.now() + 72 * 3600;
    await deny(links[0] ?? '');
    const at = (await waitsUntil()) ?? 0;
    // What an admin was talked into before is stopped.
    expect(at).toBeGreaterThanOrEqual(earliest);
    time.forward(1000);
    for (const link of [...links, ...links]) await deny(link);
    expect(await waitsUntil()).toBe(at);
    expect(await postern.rooms.factorResets.start(id, 3600, { requestId: 'x' })).toBe(at);
    time.forward(at - postern.rooms.clock.now() - 10);
    await postern.rooms.sweep();
    expect((await postern.rooms.factors.get(id))?.apps).toHaveLength(1);
    time.forward(20);
    await postern.rooms.sweep();
    expect([await waitsUntil(), (await postern.rooms.factors.get(id))?.apps]).toEqual([undefined, []]);
  }, 60_000);

  test('twenty newer links, pressed by who reads the mail, close none that the owner has not pressed', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    const link = await notMe('A second factor was added');
    time.forward(1200);
    const { audit, denials } = postern.rooms;
    for (let nth = 1; nth <= 20; nth += 1) {
      const event = audit.newEvent({ kind: 'password.reset', outcome: 'done', account: id });
      await audit.record(event);
      expect(await denials.deny(denials.tokenOf(event.id, email), true, { requestId: 'x' })).toMatchObject({
        outcome: 'secured',
      });
    }
    expect(await waitsUntil()).toBeUndefined();
    expect(await deny(link)).toMatchObject({ outcome: 'secured' });
    expect(await waitsUntil()).toBeDefined();
    expect(await deny(link)).toEqual({ outcome: 'done', signOuts: 0 });
  }, 60_000);

  test('cut off in the middle, the sweep denies the factor and begins the wait, and nobody is let in meanwhile', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    await denyAndFail(postern, tokenIn(await notMe('A second factor was added')), true);
    expect(await waitsUntil()).toBeUndefined();
    time.forward(6);
    await postern.rooms.sweep();
    expect(await waitsUntil()).toBeGreaterThan(postern.rooms.clock.now() + 71 * 3600);
    await setPassword();
    expect((await typed(postern.person())).text).toContain('in here later');
    await eventually(() => expect(stopLinks()).toHaveLength(1));
  }, 60_000);

  test('told twice, as after a crash, the event of a press begins one wait', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    const { clock, factorResets } = postern.rooms;
    const span = { from: clock.now() - 600, to: clock.now() + 60 };
    const denial = { by: 'event', happened: clock.now(), elsewhere: true, origin: { requestId: 'x' } };
    await factorResets.deny(id, span, denial);
    const at = await waitsUntil();
    time.forward(100);
    await factorResets.deny(id, span, denial);
    expect([await waitsUntil(), at === undefined]).toEqual([at, false]);
    await factorResets.deny(id, span, { ...denial, by: 'another' });
    expect(await waitsUntil()).toBeGreaterThanOrEqual((at ?? 0) + 100);
  }, 60_000);

  test('a session that the owner spared sees it, and stops nothing: it may be the intruder’s', async () => {
    const { thief } = await intrude(postern, app, email);
    const link = await notMe('A new device');
    const { phone } = await setUpApp(postern, thief, email);
    time.forward(60);
    const spared = postern.person();
    const factor = await typed(spared, password);
    expect(isAtApp(await spared.submit(factor, '/factor', { code: phone.code() }))).toBe(true);
    await deny(link, false);
    expect(await waitsUntil()).toBeDefined();
    const page = await spared.open(new URL('/account', postern.issuer));
    expect(page.text).toContain('Until then they do not work');
    const asked = await spared.submit(page, '/stop-reset');
    expect(asked.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    expect(await waitsUntil()).toBeDefined();
  }, 60_000);

  test('an intruder with the address of the account keeps no factor by a letter, once the former one took it back', async () => {
    const { thief } = await intrude(postern, app, email);
    const theirs = newEmail();
    const ask = await thief.open(new URL('/account/email', postern.issuer));
    const code = await thief.submit(ask, '/account/email', { email: theirs });
    await thief.submit(code, '/code', { code: await postern.codeFor(theirs) });
    await setUpApp(postern, thief, theirs);
    await deny(await linkIn(postern, theirs, 'A second factor was added', 'not-me'));
    const before = (await waitsUntil()) ?? 0;
    const kept = await linkIn(postern, theirs, 'are about to go', 'stop-reset');
    // One to the former address is not sent any more once that is the account's again.
    await linkIn(postern, email, 'are about to go', 'stop-reset');
    expect((await press(postern, await notMe('has another email address now'))).text).toContain(
      'its former address again',
    );
    expect(await waitsUntil()).toBeGreaterThan(before);
    expect((await press(postern, kept)).status).toBe(410);
    await linkIn(postern, email, 'are about to go', 'stop-reset', 2);
    expect(lettersTo(postern, theirs, 'are about to go')).toHaveLength(1);
    await setPassword();
    expect((await typed(postern.person())).text).toContain('in here later');
  }, 60_000);

  test('what a restore brings back happens not, and waits anew: whoever kept it meanwhile can do so again', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    await deny(await notMe('A second factor was added'));
    const { store } = postern.rooms;
    await change(store.documents, factorCollection, id, (record) => ({ ...record, resetEpoch: 0 }));
    time.forward(73 * 3600);
    await postern.rooms.sweep();
    expect((await postern.rooms.factors.get(id))?.apps).toMatchObject([{ deniedAt: expect.any(Number) }]);
    expect(await waitsUntil()).toBeGreaterThan(postern.rooms.clock.now() + 71 * 3600);
    time.forward(73 * 3600);
    await postern.rooms.sweep();
    expect((await postern.rooms.factors.get(id))?.apps).toEqual([]);
  }, 60_000);

  test('an admin keeps the factor of who has lost the mailbox to somebody else', async () => {
    const { phone } = await setUpApp(postern, owner, email);
    await deny(await notMe('A second factor was added'));
    await setPassword();
    expect(await postern.rooms.factorResets.stop(id, { requestId: 'admin' })).toBe(true);
    time.forward(73 * 3600);
    await postern.rooms.sweep();
    const thief = postern.person();
    const factor = await typed(thief);
    expect([factor.url.pathname.endsWith('/factor'), isAtApp(factor)]).toEqual([true, false]);
    expect(isAtApp(await thief.submit(factor, '/factor', { code: phone.code() }))).toBe(true);
  }, 60_000);
});
