import { expect, test } from '@jest/globals';
import { account as makeAccount, signInRequest, walk } from '../support/apps.ts';
import { givenScene, shownOn } from './scene.ts';

const stage = givenScene();

test('a sign-up sets what its form asks for, and nothing else of the account', async () => {
  const { postern, app, account } = stage;
  const person = postern.person();
  const signIn = await person.open(signInRequest(postern, app).url);
  const form = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
  const planted = {
    id: account,
    sub: account,
    role: 'admin',
    'roles[]': 'admin',
    firstParty: 'true',
    emailVerifiedAt: '1',
    disabledAt: '',
    phone: '+15550100',
    phoneVerifiedAt: '1',
    'address[country]': 'X',
    createdAt: '1',
    revision: '99',
    '__proto__[admin]': '1',
    picture: 'https://evil.example/x.png',
    owed: '[]',
  };
  const confirm = await person.submit(form, '/sign-up', {
    ...planted,
    email: 'mass@example.com',
    name: 'Mass',
    password: 'a good long password',
  });
  await person.submit(confirm, '/confirm', { ...planted, code: await postern.codeFor('mass@example.com') });
  const made = await postern.rooms.accounts.byEmail('mass@example.com');
  expect(made?.id).not.toBe(account);
  expect(Object.keys(made ?? {}).sort()).toEqual(
    expect.not.arrayContaining([
      'role',
      'roles',
      'phone',
      'phoneVerifiedAt',
      'address',
      'picture',
      'disabledAt',
      'sub',
    ]),
  );
  expect(made).toMatchObject({ name: 'Mass', email: 'mass@example.com' });
  expect(made?.createdAt).toBeGreaterThan(1);
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

test('who consents is who is signed in, whatever account the form names', async () => {
  const { postern, app, account } = stage;
  await makeAccount(postern, 'attacker@example.com');
  const attacker = postern.person();
  let screen = await attacker.open(signInRequest(postern, app).url);
  screen = await attacker.submit(screen, '/password', {
    identifier: 'attacker@example.com',
    password: 'correct horse battery staple',
  });
  await attacker.submit(screen, '/consent', {
    decision: 'allow',
    account,
    accountId: account,
    sub: account,
    scope: 'x',
  });
  expect(await postern.rooms.consents.find(account, await postern.rooms.clients.show(app))).toBeUndefined();
});

test('an account that is not in this browser cannot be chosen', async () => {
  const { postern, app, account } = stage;
  const person = postern.person();
  await walk(person, signInRequest(postern, app), 'attacker@example.com');
  const chooser = await person.open(signInRequest(postern, app, { prompt: 'select_account' }).url);
  const chosen = await person.submit(chooser, '/account', { account });
  expect(chosen.url.searchParams.has('code')).toBe(false);
  expect(shownOn(chosen)).not.toContain(stage.owner);
});
