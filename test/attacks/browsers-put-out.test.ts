import { beforeEach, describe, expect, test } from '@jest/globals';
import { confirmEnd, openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { addApp, password, refresh, signIn } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles, type Postern } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import type { Time } from '../support/time.ts';
import { intrude, newOwner, withoutRecord } from '../recovery/scene.ts';

const hours = 3600;
const mine = 'lantern maple quietly';
const next = 'a whole new set of words';

/** What can be decided on a page: the last part of each form's path. */
const decisionsOn = ({ forms }: Screen): string[] => forms.map(({ action }) => action.replace(/.*\//, ''));

/** An owner, an intruder who signed in elsewhere, and what both do. */
async function scene(postern: Postern, time: Time, app: Parameters<typeof intrude>[1]) {
  const { email, id, owner } = await newOwner(postern, time);
  const { thief } = await intrude(postern, app, email);
  const firstLink = await linkIn(postern, email, 'A new device', 'not-me');
  time.forward(hours);
  return {
    ...{ email, id, owner, thief, firstLink },
    type: (person: Person, given: string): Promise<Screen> =>
      afterPassword(postern, person, app, email, { prompt: 'login' }, given),
    backLetters: () => lettersTo(postern, email, 'is signed in to Postern again'),

    async change(others: string): Promise<void> {
      const page = await openOwn(postern, owner, '/account/password', email);
      const fields = { current: password, next: mine, others };
      expect((await owner.submit(page, '/password', fields)).text).toContain('is changed');
    },

    async endThief(): Promise<void> {
      const browser = postern.rooms.browsers.idOf(thief.cookie('postern.browser') ?? '');
      const page = `/account/devices/${postern.rooms.devices.idOf(id, browser)}/end`;
      expect((await confirmEnd(postern, owner, page)).url.pathname).toBe('/account/devices');
    },
  };
}

/** Whoever knew the password of before comes back with the one of now, in a browser that the owner has put out. */
describe.each(availableProfiles())('on %s', (profile) => {
  describe('where a second factor is asked for by risk', () => {
    const { postern, time } = onPostern(profile, { sweepEvery: 200, settings: ['factors.secondFactor=by-risk'] });
    const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

    let at: Awaited<ReturnType<typeof scene>>;
    beforeEach(async () => {
      at = await scene(postern, time, app);
    });

    const isAsked = ({ url }: Screen): boolean => url.pathname.endsWith('/factor');

    test.each([
      ['a new password', mine, () => at.change('yes')],
      ['its own end', password, () => at.endThief()],
    ])(
      'it is asked for in a browser that was put out by %s, and no longer once it was proven there',
      async (_, known, putOut) => {
        await putOut();
        const { phone } = await setUpApp(postern, at.owner, at.email);
        time.forward(60);
        const asked = await at.type(at.thief, known);
        expect(isAsked(asked)).toBe(true);
        expect(isAtApp(await at.thief.submit(asked, '/factor', { code: phone.code() }))).toBe(true);
        expect(isAtApp(await at.type(at.thief, known))).toBe(true);
        // Nor was it ever in the browser in which that was done.
        expect(isAtApp(await at.type(at.owner, known))).toBe(true);
        await linkIn(postern, at.email, 'is signed in to Postern again', 'not-me');
        expect(at.backLetters()[0]?.text).toContain('The second factor was proven there');
        expect(lettersTo(postern, at.email, 'used on another device')).toEqual([]);
      },
      60_000,
    );

    test('the owner is told once of who comes back, and denies it as any sign-in', async () => {
      await at.change('yes');
      for (let nth = 1; nth <= 2; nth += 1) expect(isAtApp(await at.type(at.thief, mine))).toBe(true);
      const link = await linkIn(postern, at.email, 'is signed in to Postern again', 'not-me');
      const page = await postern.person().open(link);
      expect(page.text).toContain('that it no longer knew');
      expect((await press(postern, link)).text).toContain('Your password no longer works');
      expect((await at.thief.open(new URL('/account', postern.issuer))).url.pathname).not.toBe('/account');
      expect(at.backLetters()).toHaveLength(1);
    }, 60_000);

    const backLetter = async (): Promise<string> => {
      await linkIn(postern, at.email, 'is signed in to Postern again', 'not-me');
      return at.backLetters()[0]?.text ?? '';
    };

    test('the letter about it says that a device was signed out where its owner had ended that', async () => {
      await at.endThief();
      time.forward(60);
      expect(isAtApp(await at.type(at.thief, password))).toBe(true);
      expect(await backLetter()).toContain('where it had been signed out from elsewhere');
    }, 60_000);

    test('it does not say that anybody was signed out there by a new password that left everybody signed in', async () => {
      const { refresh: theirs } = await signIn(postern, at.thief, app, at.email);
      await at.change('');
      expect((await refresh(postern, app.id, theirs, app.headers)).status).toBe(200);
      time.forward(60);
      expect(isAtApp(await at.type(at.thief, mine))).toBe(true);
      expect(await backLetter()).not.toContain('had been signed out');
    }, 60_000);

    test.each<readonly [string, (home: Person) => Promise<unknown>, string]>([
      ['a new password', () => at.change('yes'), mine],
      ['a new password that signs nobody out', () => at.change(''), mine],
      ['signing out everywhere', (home) => confirmEnd(postern, home, '/account/end/everywhere'), password],
      ['signing the others out', (home) => confirmEnd(postern, home, '/account/end/others'), password],
      [
        'signing out there',
        async (home) => home.submit(await home.open(new URL('/session/end', postern.issuer)), ''),
        password,
      ],
      [
        'its own end',
        (home) => {
          const here = postern.rooms.browsers.idOf(home.cookie('postern.browser') ?? '');
          return confirmEnd(postern, home, `/account/devices/${postern.rooms.devices.idOf(at.id, here)}/end`);
        },
        password,
      ],
      [
        'a new password by a letter',
        async (home) => {
          await press(postern, at.firstLink, {}, home);
          await press(postern, await linkIn(postern, at.email, 'Choose a new', 'recover'), { password: mine }, home);
        },
        mine,
      ],
    ])(
      'after %s the browser in which that was done is known',
      async (_, act, known) => {
        await setUpApp(postern, at.owner, at.email);
        await act(at.owner);
        expect(isAtApp(await at.type(at.owner, known))).toBe(true);
        expect(at.backLetters()).toEqual([]);
      },
      60_000,
    );
  });

  describe('where its owner signs the account out several times at once', () => {
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

  describe('where a first factor is denied, by who reads the mail too', () => {
    const { postern, time } = onPostern(profile, { sweepEvery: 200 });
    const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

    let at: Awaited<ReturnType<typeof scene>>;
    beforeEach(async () => {
      at = await scene(postern, time, app);
    });

    /** The owner adds a first factor, days after what they did; and somebody denies it by its letter, and sets a password. */
    async function denyOwnersFactor(known: string, beforeThat?: () => Promise<unknown>): Promise<void> {
      time.forward(96 * hours);
      expect(isAtApp(await at.type(at.owner, known))).toBe(true);
      await setUpApp(postern, at.owner, at.email);
      const link = await linkIn(postern, at.email, 'A second factor was added', 'not-me');
      await beforeThat?.();
      await press(postern, link);
      await press(postern, await linkIn(postern, at.email, 'Choose a new password', 'recover'), { password: next });
    }

    test.each([
      ['a new password', mine, () => at.change('yes')],
      ['its own end', password, () => at.endThief()],
    ])(
      'a browser that was put out before by %s decides nothing about it',
      async (_, known, putOut) => {
        await putOut();
        await denyOwnersFactor(known);
        const page = await at.type(at.thief, next);
        expect(page.text).toContain('You can sign in here later');
        expect(decisionsOn(page)).toEqual(['cancel']);
        const { csrf = '' } = page.forms[0]?.fields ?? {};
        await at.thief.post(new URL(`${page.url.pathname}/take-away`, postern.issuer), { csrf });
        expect(await postern.rooms.factorResets.deniedOf(at.id)).toBeDefined();
        expect(decisionsOn(await at.type(at.owner, next))).toContain('keep');
      },
      60_000,
    );

    test('nor does one that the owner puts out once the factor is there', async () => {
      await denyOwnersFactor(password, () => at.change('yes'));
      expect((await at.type(at.thief, next)).text).toContain('You can sign in here later');
      expect(decisionsOn(await at.type(at.owner, next))).toContain('keep');
    }, 60_000);

    /** Somebody who reads the mail sets a password by a letter. */
    async function setByLetter(person: Person, given: string): Promise<void> {
      const { token = '' } = (await postern.rooms.recoveries.begin(at.email, { requestId: 'x' })) ?? {};
      await press(postern, `${postern.issuer}/recover/${token}`, { password: given }, person);
    }

    /** They come in with it, and add the account's first factor, which its owner denies in a browser of their own. */
    async function denyIntrudersFactor(intruder: Person): Promise<Screen> {
      expect(isAtApp(await at.type(intruder, mine))).toBe(true);
      await setUpApp(postern, intruder, at.email);
      await press(postern, await linkIn(postern, at.email, 'A second factor was added', 'not-me'), {}, at.owner);
      await press(postern, await linkIn(postern, at.email, 'Choose a new', 'recover'), { password: next }, at.owner);
      return at.type(at.owner, next);
    }

    test('the owner’s own decides about a factor of who came in by a letter, and theirs does not', async () => {
      time.forward(96 * hours);
      const intruder = postern.person(agents.chrome);
      for (const given of [next, mine]) await setByLetter(intruder, given);
      const page = await denyIntrudersFactor(intruder);
      expect((await at.type(intruder, next)).text).toContain('You can sign in here later');
      expect(isAtApp(await at.owner.submit(page, '/take-away'))).toBe(true);
      expect(await postern.rooms.factorResets.deniedOf(at.id)).toBeUndefined();
    }, 60_000);

    test('nor does one decide that was put out by a letter more than three days before the factor', async () => {
      time.forward(96 * hours);
      await setByLetter(postern.person(), mine);
      time.forward(96 * hours);
      expect(decisionsOn(await denyIntrudersFactor(postern.person(agents.chrome)))).toEqual(['cancel']);
    }, 60_000);

    test('nor one that its owner put out by more than a letter, whatever letters did afterwards', async () => {
      await at.change('yes');
      time.forward(96 * hours);
      const intruder = postern.person(agents.chrome);
      await setByLetter(intruder, mine);
      expect(decisionsOn(await denyIntrudersFactor(intruder))).toContain('take-away');
      expect((await at.type(at.thief, next)).text).toContain('You can sign in here later');
    }, 60_000);

    test('the owner’s own decides, whatever was done with the mailbox since the factor came', async () => {
      const { recoveries } = postern.rooms;
      await denyOwnersFactor(password, async () => {
        const { token = '' } = (await recoveries.begin(at.email, { requestId: 'x' })) ?? {};
        await press(postern, `${postern.issuer}/recover/${token}`, { password: mine });
      });
      const page = await at.type(at.owner, next);
      await at.owner.submit(page, '/keep');
      expect(await postern.rooms.factorResets.deniedOf(at.id)).toBeUndefined();
      await linkIn(postern, at.email, 'works again', 'not-me');
      expect(lettersTo(postern, at.email, 'works again')[0]?.text).toContain('in a browser that your account knows');
    }, 60_000);
  });

  describe('where nobody is let in on a new device', () => {
    const { postern, time } = onPostern(profile, { sweepEvery: 200, settings: ['risk.newDevice=block'] });
    const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

    const typed = (person: Person, email: string, given = password, at = app): Promise<Screen> =>
      afterPassword(postern, person, at, email, { prompt: 'login' }, given);
    const isStopped = ({ text }: Screen): boolean => text.includes('We stopped this sign-in');

    /** Somebody sets a new password by a letter, on a phone that the account was never used on. */
    async function setOnPhone(email: string): Promise<Person> {
      const phone = postern.person(agents.chrome);
      const { token = '' } = (await postern.rooms.recoveries.begin(email, { requestId: 'x' })) ?? {};
      await press(postern, `${postern.issuer}/recover/${token}`, { password: mine }, phone);
      return phone;
    }

    test.each<readonly [string, string, (email: string, id: string, owner: Person) => Promise<unknown>]>([
      ['a password set by a letter elsewhere', mine, setOnPhone],
      [
        'a suspension',
        password,
        async (_email, id) => {
          await postern.rooms.accounts.disable(id);
          await postern.rooms.accounts.enable(id);
        },
      ],
      ['an admin', password, (_, id) => postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' })],
      [
        '“this was not me”, and a new password',
        next,
        async (email, _id, owner) => {
          await setOnPhone(email);
          await press(postern, await linkIn(postern, email, 'was changed', 'not-me'), {}, owner);
          await press(postern, await linkIn(postern, email, 'Choose a new', 'recover'), { password: next }, owner);
        },
      ],
    ])(
      'an owner who was put out by %s comes back in their own browser, and is told',
      async (_, given, putOut) => {
        const { email, id, owner } = await newOwner(postern, time);
        await putOut(email, id, owner);
        expect(isAtApp(await typed(owner, email, given))).toBe(true);
        await linkIn(postern, email, 'is signed in to Postern again', 'not-me');
        expect(isStopped(await typed(postern.person(agents.chrome), email, given))).toBe(true);
      },
      60_000,
    );

    test('a second factor is asked for there, also once an app let them in that asks for less', async () => {
      const { email, id, owner } = await newOwner(postern, time);
      const { phone } = await setUpApp(postern, owner, email);
      const lax = await addApp(postern, { kind: 'web', firstParty: true, dangerouslyAllowOneFactor: true });
      await postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' });
      expect(isAtApp(await typed(owner, email, password, lax))).toBe(true);
      time.forward(60);
      const asked = await typed(owner, email);
      expect(isAtApp(await owner.submit(asked, '/factor', { code: phone.code() }))).toBe(true);
    }, 60_000);

    test('who only set a password there is let in nowhere', async () => {
      const { email } = await newOwner(postern, time);
      const phone = await setOnPhone(email);
      expect(isStopped(await typed(phone, email, mine))).toBe(true);
    }, 60_000);

    test.each<readonly [string, string, (email: string, id: string, device: string) => Promise<unknown>]>([
      [
        'ended from elsewhere',
        password,
        (_, id, device) =>
          postern.rooms.signedIn.end(id, device, { reason: 'ended_by_owner', origin: { requestId: 'x' } }),
      ],
      [
        'denied by the letter about it',
        next,
        async (email, id, device) => {
          const { audit, denials } = postern.rooms;
          const event = audit.newEvent({ kind: 'device.new', outcome: 'done', account: id, detail: { device } });
          await audit.record(event);
          await press(postern, `${postern.issuer}/not-me/${denials.tokenOf(event.id, email)}`);
          await press(postern, await linkIn(postern, email, 'Choose a new', 'recover'), { password: next });
        },
      ],
    ])(
      'a browser that was %s is as one that was never used',
      async (_, given, putOut) => {
        const { email, id, owner } = await newOwner(postern, time);
        const browser = postern.rooms.browsers.idOf(owner.cookie('postern.browser') ?? '');
        await putOut(email, id, postern.rooms.devices.idOf(id, browser));
        expect(isStopped(await typed(owner, email, given))).toBe(true);
      },
      60_000,
    );
  });
});
