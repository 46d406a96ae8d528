import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { account, addApp, signIn as signInAt, walk, type App } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { logoutReceiver } from '../support/logout-receiver.ts';
import type { Person, Screen } from '../support/person.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { freePort } from '../support/servers/process.ts';
import { startExample, type Example } from './example.ts';

let postern: Postern;
let app: Example;
let home: string;
let other: App;
beforeAll(async () => {
  postern = await startPostern('sqlite');
  const port = await freePort();
  home = `http://localhost:${port}/`;
  const { client, secret } = await postern.rooms.clients.add({
    name: 'Web app',
    kind: 'web',
    redirectUris: [`${home}callback`],
    postLogoutRedirectUris: [home],
    backchannelLogoutUri: `${home}logout`,
  });
  app = startExample('web-app/app.ts', {
    ISSUER: postern.issuer,
    CLIENT_ID: client.id,
    CLIENT_SECRET: secret!,
    PORT: String(port),
  });
  await app.line(/^The app is at/);
  other = await addApp(postern, { kind: 'web', firstParty: true, name: 'Other' });
}, 60_000);
afterAll(async () => {
  await app.stop();
  await postern.stop();
});

/** From the app's sign-in to the app's page: the walk ends at each change of origin, and goes on from there. */
async function signIn(person: Person, email: string): Promise<Screen> {
  const toIssuer = await person.open(`${home}sign-in`);
  const toApp = await walk(person, { url: toIssuer.url }, email);
  return person.open(toApp.url);
}

const press = (person: Person, action: string, origin = new URL(home).origin) =>
  person.open(`${home}${action}`, { method: 'POST', headers: { origin } });

const until = ({ html }: Screen) => /good until ([^<]+)\./.exec(html)?.[1] ?? '';

test('a person signs in, is known by name, refreshes and signs out at the app and the issuer', async () => {
  const email = 'ann@example.com';
  await account(postern, email);
  const person = postern.person();
  expect((await person.open(home)).html).toContain('Sign in');

  const signedIn = await signIn(person, email);
  expect(signedIn.url.href).toBe(home);
  expect(signedIn.html).toContain('Test Person');

  const refreshed = await press(person, 'refresh');
  expect(refreshed.url.href).toBe(home);
  expect(Date.parse(until(refreshed))).toBeGreaterThan(Date.parse(until(signedIn)));

  let leaving = await person.open((await press(person, 'sign-out')).url);
  if (leaving.url.href !== home) leaving = await person.submit(leaving, leaving.forms[0]!.action);
  expect(leaving.url.href).toBe(home);
  expect((await person.open(home)).html).toContain('Sign in');
  const again = await person.open((await person.open(`${home}sign-in`)).url);
  expect(again.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
});

/** Signs out at the issuer, from another app of the same browser. */
async function signOutElsewhere(person: Person, email: string): Promise<void> {
  const { idToken } = await signInAt(postern, person, other, email);
  const url = new URL('/session/end', postern.issuer);
  url.searchParams.set('id_token_hint', idToken);
  await person.open(url);
}

test('somebody who signs out elsewhere is signed out here, in that browser and in no other', async () => {
  const email = 'eve@example.com';
  await account(postern, email);
  const [laptop, phone] = [postern.person(), postern.person()];
  for (const person of [laptop, phone]) expect((await signIn(person, email)).html).toContain('Test Person');
  await signOutElsewhere(laptop, email);
  await eventually(async () => expect((await laptop.open(home)).html).toContain('Sign in</a>'));
  expect((await phone.open(home)).html).toContain('Test Person');
});

test('what is no logout of this app’s is refused, and signs nobody out', async () => {
  const email = 'fay@example.com';
  await account(postern, email);
  const person = postern.person();
  await signIn(person, email);
  // A logout token of the same issuer for somebody else, and an ID token for the other app.
  const receiver = await logoutReceiver();
  const hearing = await addApp(postern, { kind: 'web', firstParty: true, backchannelLogoutUri: receiver.uri });
  const elsewhere = postern.person();
  const { idToken } = await signInAt(postern, elsewhere, hearing, email);
  await signOutElsewhere(elsewhere, email);
  await eventually(() => expect(receiver.requests).toHaveLength(1));
  await receiver.stop();
  for (const token of [receiver.requests[0]?.token ?? '', idToken, 'nonsense', '', 'x'.repeat(20_000)]) {
    const answer = await fetch(`${home}logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) });
    expect(answer.status).toBe(400);
  }
  expect((await person.open(home)).html).toContain('Test Person');
});

test('a form of another site’s does nothing', async () => {
  const email = 'ben@example.com';
  await account(postern, email);
  const person = postern.person();
  await signIn(person, email);
  expect((await press(person, 'sign-out', 'https://evil.example')).status).toBe(403);
  expect((await person.open(home)).html).toContain('Test Person');
});

test('an answer that this browser did not ask for signs nobody in', async () => {
  const email = 'cleo@example.com';
  await account(postern, email);
  const attacker = postern.person();
  const toIssuer = await attacker.open(`${home}sign-in`);
  const planted = await walk(attacker, { url: toIssuer.url }, email);
  const victim = postern.person();
  await victim.open(`${home}sign-in`);
  const screen = await victim.open(planted.url);
  expect(screen.html).toContain('Sign in');
  expect(screen.html).not.toContain('Test Person');
});

test('two tabs that sign in at once both end signed in', async () => {
  const email = 'dan@example.com';
  await account(postern, email);
  const person = postern.person();
  const [first, second] = [await person.open(`${home}sign-in`), await person.open(`${home}sign-in`)];
  const before = [...person.cookies.values()];
  const done = await person.open((await walk(person, { url: second.url }, email)).url);
  expect(done.html).toContain('Test Person');
  const other = await person.open((await walk(person, { url: first.url }, email)).url);
  expect(other.html).toContain('Test Person');
  // The session from before the sign-in is not the one after it.
  const app = (cookies: readonly unknown[]) => cookies.map((cookie) => JSON.stringify(cookie));
  expect(app([...person.cookies.values()])).not.toEqual(expect.arrayContaining(app(before)));
});
