import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { account, walk } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { freePort } from '../support/servers/process.ts';
import { startExample, type Example } from './example.ts';

let postern: Postern;
let app: Example;
let home: string;
beforeAll(async () => {
  postern = await startPostern('sqlite');
  const port = await freePort();
  home = `http://localhost:${port}/`;
  const { client, secret } = await postern.rooms.clients.add({
    name: 'Web app',
    kind: 'web',
    redirectUris: [`${home}callback`],
    postLogoutRedirectUris: [home],
  });
  app = startExample('web-app/app.ts', {
    ISSUER: postern.issuer,
    CLIENT_ID: client.id,
    CLIENT_SECRET: secret!,
    PORT: String(port),
  });
  await app.line(/^The app is at/);
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
