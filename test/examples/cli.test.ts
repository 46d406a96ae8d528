import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { account, walk } from '../support/apps.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { startExample, type Example } from './example.ts';

let postern: Postern;
let client: string;
beforeAll(async () => {
  postern = await startPostern('sqlite');
  const added = await postern.rooms.clients.add({
    name: 'Command',
    kind: 'native',
    redirectUris: ['http://127.0.0.1/callback'],
  });
  client = added.client.id;
}, 60_000);
afterAll(() => postern.stop());

async function started(): Promise<{ command: Example; url: URL; door: string }> {
  const command = startExample('cli/sign-in.ts', { ISSUER: postern.issuer, CLIENT_ID: client, BROWSER: 'none' });
  const [, address = ''] = await command.line(/^\s+(http\S+)$/);
  const url = new URL(address);
  return { command, url, door: url.searchParams.get('redirect_uri')! };
}

test('a person signs in with the browser, and the command knows who it is', async () => {
  const email = 'ann@example.com';
  const id = await account(postern, email);
  const { command, url, door } = await started();
  expect(door).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);

  // Whatever else calls the port, it goes on waiting for the answer to its own question.
  expect((await fetch(`${door}?code=stolen&state=guessed`)).status).toBe(404);

  const screen = await walk(postern.person(), { url }, email);
  expect(screen.url.href.startsWith(door)).toBe(true);
  const answer = await fetch(screen.url);
  expect(await answer.text()).toContain('close this window');

  const { code, printed } = await command.ended();
  expect(code).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ sub: id, email, email_verified: true });
});

test('a person who says no leaves the command with nothing', async () => {
  const { command, url, door } = await started();
  const person = postern.person();
  const signIn = await person.open(url);
  const back = await person.submit(signIn, '/cancel');
  expect(back.url.href.startsWith(door)).toBe(true);
  await fetch(back.url);
  const { code, printed } = await command.ended();
  expect(code).not.toBe(0);
  expect(printed).toBe('');
});
