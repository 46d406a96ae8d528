import { describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const day = 24 * 3600;
const asksToSetUp = ({ url }: Screen): boolean => url.pathname.endsWith('/set-up');
const canWait = ({ forms }: Screen): boolean => forms.some(({ action }) => action.endsWith('/go-on'));

describe.each(availableProfiles())('on %s, where a second factor is required and can wait a week', (profile) => {
  const { postern, time } = onPostern(profile, {
    settings: ['factors.secondFactor=required', `factors.grace=${7 * day}`],
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  test('who was asked, set one up and removed it has no second week', async () => {
    const { id, email } = await somebody(postern);
    const first = postern.person();
    const asked = await afterPassword(postern, first, app, email);
    expect([asksToSetUp(asked), canWait(asked)]).toEqual([true, true]);
    expect(asked.text).toContain('Postern requires a second factor.');
    expect(asked.text).toContain('You can put this off until');
    expect(isAtApp(await first.submit(asked, '/go-on'))).toBe(true);

    time.forward(8 * day);
    const person = postern.person();
    const over = await afterPassword(postern, person, app, email);
    expect([asksToSetUp(over), canWait(over)]).toEqual([true, false]);
    const shown = await person.submit(over, '/set-up', { code: scan(over).code() });
    expect(codesOn(shown)).toHaveLength(10);
    expect(isAtApp(await person.submit(shown, '/go-on'))).toBe(true);

    const security = await person.open(new URL('/account/security', postern.issuer));
    const remove = security.links.find((href) => href.endsWith('/remove')) ?? '';
    await person.submit(await person.open(new URL(remove, postern.issuer)), '/remove');
    expect((await postern.rooms.factors.get(id))?.apps).toEqual([]);
    const again = await afterPassword(postern, postern.person(), app, email);
    expect([asksToSetUp(again), canWait(again)]).toEqual([true, false]);
  });

  test('nor after a reset by an admin', async () => {
    const { id, email } = await somebody(postern);
    const person = postern.person();
    const asked = await afterPassword(postern, person, app, email);
    const shown = await person.submit(asked, '/set-up', { code: scan(asked).code() });
    expect(isAtApp(await person.submit(shown, '/go-on'))).toBe(true);
    time.forward(8 * day);
    await postern.rooms.factorResets.start(id, 60, { requestId: 'x' });
    time.forward(61);
    await postern.rooms.sweep();
    expect((await postern.rooms.factors.get(id))?.apps).toEqual([]);
    const again = await afterPassword(postern, postern.person(), app, email);
    expect([asksToSetUp(again), canWait(again)]).toEqual([true, false]);
  });
});
