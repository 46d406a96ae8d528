import { describe, expect, test } from '@jest/globals';
import { refresh, signIn, userinfo } from '../support/apps.ts';
import { commandOn } from '../support/command.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

interface Listed {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly apps: readonly { readonly id: string; readonly name: string }[];
}

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });
  const other = givenApp(postern, {
    kind: 'web',
    firstParty: true,
    name: 'Pocket',
    refresh: { survivesSignOut: true },
  });

  const list = async (who: string): Promise<Listed[]> =>
    JSON.parse((await commandOn(postern, 'device', 'list', who, '--json')).stdout) as Listed[];
  const end = (who: string, id: string) => commandOn(postern, 'device', 'end', '--json', who, '--', id);
  const works = async (token: string): Promise<boolean> => (await userinfo(postern, token)).status === 200;

  test('devices and the apps on them are listed, for people and for programs', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await signIn(postern, person, app, email);
    await signIn(postern, person, other, email);
    expect(await list(email)).toMatchObject([
      { kind: 'browser', name: 'Firefox on Linux', apps: [{ name: 'Notes' }], methods: ['pwd'] },
      { kind: 'app', name: 'Pocket on Linux', app: 'Pocket' },
    ]);
    const { stdout } = await commandOn(postern, 'device', 'list', email);
    expect(stdout).toMatch(
      /ID +DEVICE +LAST ACTIVE +FIRST SEEN +SIGNED IN BY\n.* Firefox on Linux .*\n +\S+ +Notes .*\n.* Pocket /,
    );
  });

  test('one is ended and the others are not: when the command is done it is dead, on every node', async () => {
    const { email } = await somebody(postern);
    const [one, two] = [
      await signIn(postern, postern.person(), app, email),
      await signIn(postern, postern.person(), app, email),
    ];
    const [first] = await list(email);
    expect((await end(email, first?.id ?? '')).code).toBe(0);
    const left = await list(email);
    expect(left).toHaveLength(1);
    // Asked twice, so that each node is.
    const alive = await Promise.all([one, two, one, two].map(({ access }) => works(access)));
    expect(alive.filter(Boolean)).toHaveLength(2);
    const { text } = await postern.mail
      .take(email)
      .then(({ text: first }) =>
        first.includes('The people who run Postern') ? { text: first } : postern.mail.take(email),
      );
    expect(text).toContain('The people who run Postern signed you out');
  });

  test('one app of a browser, and one that stands for itself, are ended alone', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const [notes, pocket] = [await signIn(postern, person, app, email), await signIn(postern, person, other, email)];
    const [browser, alone] = await list(email);
    await end(email, browser?.apps[0]?.id ?? '');
    expect([await works(notes.access), await works(pocket.access)]).toEqual([false, true]);
    await end(email, alone?.id ?? '');
    expect((await refresh(postern, other.id, pocket.refresh, other.headers)).body.error).toBe('invalid_grant');
    expect(await list(email)).toMatchObject([{ id: browser?.id, apps: [] }]);
  });

  test('everything is ended at once', async () => {
    const { email } = await somebody(postern);
    const tokens = [
      await signIn(postern, postern.person(), app, email),
      await signIn(postern, postern.person(), other, email),
    ];
    const { stdout, code } = await commandOn(postern, 'device', 'end', email, '--all');
    expect([code, stdout]).toEqual([0, `${email} is signed out everywhere.\n`]);
    for (const { access } of tokens) expect(await works(access)).toBe(false);
    expect((await commandOn(postern, 'device', 'list', email)).stdout).toBe(`${email} is signed in nowhere.\n`);
  });

  test('what is not there, or is somebody else’s, is refused in words', async () => {
    const [email, others] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const tokens = await signIn(postern, postern.person(), app, others);
    const [theirs] = await list(others);
    for (const id of [theirs?.id ?? '', theirs?.apps[0]?.id ?? '', 'nothing']) {
      const { code, stderr } = await end(email, id);
      expect([code, stderr]).toEqual([1, `${email} has no device ${id}\n`]);
    }
    expect(await works(tokens.access)).toBe(true);
    expect((await commandOn(postern, 'device', 'end', email)).stderr).toContain('Say which device by its id');
    expect((await commandOn(postern, 'device', 'list', 'nobody@example.com')).stderr).toContain('there is no account');
  });
});
