import { describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { linkIn, press } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { intrude, newOwner, withoutRecord } from './scene.ts';

const next = 'a whole new set of words';

/** "This was not me", pressed more than once, at once or after a failure: the browser in which that is done stays the owner’s own. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200, settings: ['factors.secondFactor=by-risk'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  test('two links pressed together in a browser leave it their own', async () => {
    const { email, id, owner } = await newOwner(postern, time);
    await setUpApp(postern, owner, email);
    const { audit, denials } = postern.rooms;
    const pages: Screen[] = [];
    for (const kind of ['password.changed', 'email.changed'] as const) {
      const event = audit.newEvent({ kind, outcome: 'done', account: id });
      await audit.record(event);
      pages.push(await owner.open(`${postern.issuer}/not-me/${denials.tokenOf(event.id, email)}`));
    }
    const pressed = await Promise.all(pages.map((page) => owner.submit(page, '')));
    for (const { text } of pressed) expect(text).toContain('Your password no longer works');
    await press(postern, await linkIn(postern, email, 'Choose a new', 'recover', 2), { password: next }, owner);
    expect(isAtApp(await afterPassword(postern, owner, app, email, { prompt: 'login' }, next))).toBe(true);
  }, 60_000);

  /** Its link is pressed, and the store fails before what follows from that: the same is pressed once more. */
  async function cutOff() {
    const { email, id, owner } = await newOwner(postern, time);
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, owner, email);
    const link = await linkIn(postern, email, 'A second factor was added', 'not-me');
    const [page, theirs] = [await owner.open(link), await thief.open(link)];
    expect((await withoutRecord(postern, () => owner.submit(page, ''))).status).toBe(503);
    expect((await postern.rooms.accounts.get(id))?.signOuts).toBe(1);
    const ownSince = (person: Person): Promise<number | undefined> => {
      const { browsers } = postern.rooms;
      return browsers.signOutsOf(
        browsers.idOf(person.cookie('postern.browser') ?? ''),
        person.cookie('postern.accounts'),
        id,
      );
    };
    return { email, owner, thief, page, theirs, link, ownSince };
  }

  test('a link that is pressed again after a failure says what was done, and does what was left there', async () => {
    const { owner, page, ownSince, link } = await cutOff();
    expect(await ownSince(owner)).toBe(0);
    expect((await owner.submit(page, '')).text).toContain('This was said and done already');
    expect(await ownSince(owner)).toBe(1);
    expect((await postern.person().open(link)).text).toContain('This was said and done already');
  }, 60_000);

  test('it does nothing for a browser in which it was not pressed before', async () => {
    const { thief, theirs, ownSince } = await cutOff();
    expect((await thief.submit(theirs, '')).text).toContain('This was said and done already');
    expect(await ownSince(thief)).toBe(0);
  }, 60_000);

  test('while what follows cannot be done, it does not say that it was', async () => {
    const { owner, page } = await cutOff();
    expect((await withoutRecord(postern, () => owner.submit(page, ''))).status).toBe(503);
  }, 60_000);

  test('a step that is noted before the one before it counts once that is there, and not without it', async () => {
    const { id, owner } = await newOwner(postern, time);
    const { browsers } = postern.rooms;
    const [browser, proof] = [browsers.idOf(owner.cookie('postern.browser') ?? ''), owner.cookie('postern.accounts')];
    const counts: (number | undefined)[] = [];
    for (const signOuts of [2, 3, 1, 5]) {
      await browsers.stayOwn(browser, proof, { account: id, signOuts });
      counts.push(await browsers.signOutsOf(browser, proof, id));
    }
    expect(counts).toEqual([0, 0, 3, 3]);
  });
});
