import { describe, expect, test } from '@jest/globals';
import { account, addApp, password, signInRequest } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);

  test('the letter to an address whose account is suspended says so, and sends nobody for a new password', async () => {
    const email = 'ben@example.com';
    await postern.rooms.accounts.disable(await account(postern, email));
    const app = await addApp(postern, { kind: 'web' });
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    const signUp = await person.open(new URL(`${form.url.pathname}/sign-up`, form.url));
    await person.submit(signUp, '/sign-up', { email, password });
    const { text } = await postern.mail.take(email);
    expect(text).toContain('There is one already');
    expect(text).toContain('Your account is suspended');
    expect(text).not.toMatch(/https?:|Forgot your password|sign in with/);
  });

  test('the letter to an address that has an account leads to the sign-in, and from there to a new password', async () => {
    const email = 'ann@example.com';
    await account(postern, email);
    const app = await addApp(postern, { kind: 'web' });
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    const signUp = await person.open(new URL(`${form.url.pathname}/sign-up`, form.url));
    await person.submit(signUp, '/sign-up', { email, password });
    const { text } = await postern.mail.take(email);
    const [link = ''] = /^https?:\S+$/m.exec(text) ?? [];

    // Read on another device.
    const other = postern.person();
    const signIn = await other.open(link);
    expect(signIn.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    const recover = signIn.links.find((one) => one.endsWith('/recover')) ?? '';
    expect(text).toContain('Choose “Forgot your password?” on that page');
    const sent = await other.submit(await other.open(new URL(recover, link)), '/recover', { email });
    expect(sent.status).toBe(200);
    expect((await postern.mail.take(email)).text).toContain(`${postern.issuer}/recover/`);
    const done = await other.submit(signIn, '/password', { identifier: email, password });
    expect(done.url.pathname).toBe('/account');
  });
});
