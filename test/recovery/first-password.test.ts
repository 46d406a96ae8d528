import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addApp, password, signInRequest, type App } from '../support/apps.ts';
import { command } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles, startPostern, type Postern } from '../support/postern.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  let postern: Postern;
  let app: App;
  beforeAll(async () => {
    postern = await startPostern(profile);
    app = await addApp(postern, { kind: 'web', firstParty: true });
  }, 60_000);
  afterAll(() => postern.stop());

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
    const to = /https?:\S+\/recover\/\S+/.exec(letter.text)?.[0] ?? '';
    return person.submit(await person.open(to), '', { password });
  }

  test('an account that an admin adds has no password that anybody has seen: its owner sets the first one', async () => {
    const { mongodbUrl, redisUrl } = postern.rooms.settings;
    const added = await command(['account', 'add', email, '--data', postern.directory, '--json'], {
      ...(mongodbUrl !== undefined && { POSTERN_MONGODB_URL: mongodbUrl }),
      ...(redisUrl !== undefined && { POSTERN_REDIS_URL: redisUrl }),
    });
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
