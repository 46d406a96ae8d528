import { expect } from '@jest/globals';
import { confirmEnd, openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, type App } from '../support/apps.ts';
import { lettersTo, linkIn } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import type { Postern } from '../support/postern.ts';
import type { Time } from '../support/time.ts';
import { intrude, newOwner } from '../recovery/scene.ts';

/** The password that the owner changes theirs to. */
export const mine = 'lantern maple quietly';

/** An owner, an intruder who signed in elsewhere, and what both do. */
export async function ownerAndThief(postern: Postern, time: Time, app: App) {
  const { email, id, owner } = await newOwner(postern, time);
  const { thief } = await intrude(postern, app, email);
  const firstLink = await linkIn(postern, email, 'A new device', 'not-me');
  time.forward(3600);
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
