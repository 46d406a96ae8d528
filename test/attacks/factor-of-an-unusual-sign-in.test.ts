import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { scan } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { linkIn, press } from '../support/letters.ts';
import { agents, fromAnywhere } from '../support/looks.ts';
import { addresses, writePlaces } from '../support/places.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { atHome, forgetSession } from '../support/unlike.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-unusual-'));
  await writePlaces(join(folder, 'places.mmdb'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: () => fromAnywhere(join(folder, 'places.mmdb')) });
  const app = givenApp(postern, { kind: 'web', firstParty: true, secondFactor: 'required' });

  test('the link of a letter about an unusual sign-in reaches the factor that this very sign-in set up', async () => {
    const { id, email, person } = await atHome(postern);
    time.forward(4 * 24 * 3600);
    // Whoever took the laptop along, and knows the password.
    forgetSession(person);
    person.address = addresses.france;
    const page = await afterPassword(postern, person, app, email);
    const codes = await person.submit(page, '/set-up', { code: scan(page).code() });
    // The sign-in is one, and is told, when the codes have been read.
    time.forward(300);
    expect(isAtApp(await person.submit(codes, '/go-on'))).toBe(true);
    await press(postern, await linkIn(postern, email, 'was unlike before', 'not-me'));
    expect((await postern.rooms.factors.get(id))?.apps).toMatchObject([{ deniedAt: expect.any(Number) }]);
  }, 60_000);

  test('so does that of a letter about a new device, however long the sign-in waited before it became one', async () => {
    const { id, email } = await atHome(postern);
    time.forward(4 * 24 * 3600);
    const thief = postern.person(agents.chrome);
    const page = await afterPassword(postern, thief, app, email);
    const codes = await thief.submit(page, '/set-up', { code: scan(page).code() });
    // All is proven, and the browser does not go where it is sent before the hour is nearly over.
    const sent = await thief.send(codes, '/go-on');
    time.forward(50 * 60);
    expect(isAtApp(await thief.open(sent))).toBe(true);
    await press(postern, await linkIn(postern, email, 'A new device', 'not-me'));
    expect((await postern.rooms.factors.get(id))?.apps).toMatchObject([{ deniedAt: expect.any(Number) }]);
  }, 60_000);
});
