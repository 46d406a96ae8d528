import { describe, expect, test } from '@jest/globals';
import { password, signInRequest } from '../support/apps.ts';
import { commandOn } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { linkTo } from '../support/letters.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  async function signIn(secret: string): Promise<Screen> {
    const person = postern.person();
    const page = await person.open(signInRequest(postern, app.id).url);
    return person.submit(page, '/password', { identifier: email, password: secret });
  }

  /** Asks for the letter about a forgotten password, and sets one by its link. */
  async function choosePassword(): Promise<Screen> {
    const person = postern.person();
    const page = await person.open(signInRequest(postern, app.id).url);
    const link = page.links.find((href) => href.endsWith('/recover')) ?? '';
    await person.submit(await person.open(new URL(link, postern.issuer)), '/recover', { email });
    const letter = await postern.mail.take(email);
    const to = linkTo('recover', [letter]);
    return person.submit(await person.open(to), '', { password });
  }

  test('an account that an admin adds has no password that anybody has seen: its owner sets the first one', async () => {
    const added = await commandOn(postern, 'account', 'add', email, '--json');
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(added.stdout)).not.toHaveProperty('password');
    const { id } = JSON.parse(added.stdout) as { id: string };
    expect((await postern.rooms.accounts.get(id))?.password).toBeUndefined();

    expect((await signIn('')).status).toBe(400);
    expect((await signIn(password)).status).toBe(401);
    expect((await choosePassword()).text).toContain('Your new password is saved');
    await eventually(async () => expect((await signIn(password)).url.searchParams.has('code')).toBe(true));
  });
});
