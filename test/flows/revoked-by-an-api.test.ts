import { beforeAll, describe, expect, test } from '@jest/globals';
import { addApp, revoke, signIn } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo } from '../support/letters.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

const resource = 'https://maps.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  beforeAll(() => postern.rooms.clients.apis.add({ id: resource, name: 'Maps', scopes: [{ name: 'read' }] }));
  const notes = given(() => addApp(postern, { kind: 'web', firstParty: true, name: 'Notes', apis: [resource] }));
  const maps = given(() => addApp(postern, { kind: 'api', name: 'Maps service', serves: [resource] }));
  const keeper = givenApp(postern, { kind: 'web', firstParty: true, name: 'Keeper' });

  /** The one letter that says that the app's sign-in was ended. */
  async function letterTo(email: string): Promise<string> {
    const about = () => lettersTo(postern, email, 'was ended').map(({ subject, text }) => ({ subject, text }));
    await eventually(() => expect(about()).toMatchObject([{ subject: 'A sign-in of Notes was ended' }]));
    return about()[0]?.text ?? '';
  }

  test('the owner is told which app’s sign-in an API ended, and not that they were signed out or allowed it', async () => {
    const { email } = await somebody(postern);
    const { access } = await signIn(postern, postern.person(), notes, email, { scope: 'openid read', resource });
    expect((await revoke(postern, maps, access)).status).toBe(200);
    const text = await letterTo(email);
    expect(text).toContain(
      'Maps service, a service that Notes works with, ended one sign-in of Notes to your account.',
    );
    expect(text).toContain('Then ask the people who run Notes.');
    expect(text).toContain('App: Notes');
    for (const untrue of ['signed out of', 'You allowed', 'This was not me', 'Where:']) {
      expect(text).not.toContain(untrue);
    }
    expect(lettersTo(postern, email).map(({ subject }) => subject)).not.toContain('You were signed out of Postern');
  });

  test('an app that the owner lets end others names itself and the one that it ended', async () => {
    const { id, email } = await somebody(postern);
    await signIn(postern, postern.person(), notes, email);
    const [family] = await postern.rooms.families.list('signedIn', id, { limit: 1 });
    await postern.rooms.signedIn.end(id, family?.onDevice ?? '', { reason: 'ended_by_app', by: keeper.id });
    const text = await letterTo(email);
    expect(text).toContain('Keeper signed you out of Notes on one of your devices. You allowed it to do that.');
    expect(text).toContain('Then disconnect Keeper on the page with your apps.');
  });
});
