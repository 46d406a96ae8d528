import { expect, test } from '@jest/globals';
import { sendRaw } from '../bad-input/raw.ts';
import { password, signInRequest, walk } from '../support/apps.ts';
import { cookiesOf, givenScene } from './scene.ts';

const stage = givenScene();

test.each([
  '//evil.example',
  '//evil.example/%2e%2e',
  '/\\evil.example',
  '/\\\\evil.example/',
  '///evil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  '/.evil.example',
  '/@evil.example',
  '/authorize//evil.example',
  '/authorize/\\evil.example',
  '/interaction//evil.example/sign-in',
  '/interaction/..%2f..%2fevil.example',
  '/session/end//evil.example',
  '/assets//evil.example/',
  '/?next=https://evil.example',
  '/?ui_locales=//evil.example',
  '/session/end/success?post_logout_redirect_uri=https://evil.example&client_id=https://evil.example',
])('%s leads nowhere else', async (target) => {
  for (const method of ['GET', 'POST', 'HEAD']) {
    const answer = await sendRaw(stage.postern.issuer, { method, target, headers: ['Accept: text/html'] });
    expect([400, 404, 405, 410, 415, 200]).toContain(answer.status);
    expect(answer.headers.get('location')).toBeUndefined();
    expect(answer.body).not.toMatch(/(href|action|src)="(https?:)?[/\\]{2}evil|http-equiv="refresh"/i);
  }
});

test('nothing that a request brings changes where a sign-in ends', async () => {
  const { postern, app, owner } = stage;
  const person = postern.person();
  const evil = 'https://evil.example/';
  const signIn = await person.open(
    signInRequest(postern, app, { return_to: evil, next: evil, target_link_uri: evil }).url,
  );
  const extra = `?redirect_uri=${evil}&returnTo=${evil}&next=${evil}`;
  const fields = {
    csrf: signIn.forms[0]?.fields['csrf'] ?? '',
    identifier: owner,
    password,
    redirect_uri: evil,
    returnTo: evil,
    next: evil,
  };
  const answer = await sendRaw(postern.issuer, {
    method: 'POST',
    target: `${signIn.url.pathname}/password${extra}`,
    headers: ['Content-Type: application/x-www-form-urlencoded', `Cookie: ${cookiesOf(person)}`, `Referer: ${evil}`],
    body: new URLSearchParams(fields).toString(),
  });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')?.[0]).not.toContain('evil');
});

const stateFor = (path: string): string => `${Buffer.from(path).toString('base64url')}.${'x'.repeat(43)}`;

test.each([
  '/account//evil.example',
  '/account/\\evil.example',
  '/account/..//evil.example',
  '/account/%2f%2fevil.example',
  '/account?next=https://evil.example',
  '/account/devices?after=//evil.example&done=https://evil.example',
  '/account/switch?to=https://evil.example',
  `/account/callback?state=${stateFor('https://evil.example/')}`,
  `/account/callback?state=${stateFor('//evil.example/')}&code=x`,
  `/account/callback?state=${stateFor('/\\evil.example/')}&error=access_denied`,
  '/account/callback?state=https://evil.example&state=//evil.example',
  '/account/callback',
])('%s leads to no other place, with a sign-in and without', async (target) => {
  const { postern, owner } = stage;
  const person = postern.person();
  for (const signedIn of [false, true]) {
    if (signedIn) await walk(person, { url: new URL('/account', postern.issuer) }, owner);
    const headers = ['Accept: text/html', `Cookie: ${cookiesOf(person)}`];
    const answer = await sendRaw(postern.issuer, { method: 'GET', target, headers });
    const [location = '/'] = answer.headers.get('location') ?? [];
    const to = new URL(location, postern.issuer);
    expect([to.origin, /^\/(account|authorize)?($|[/?])/.test(to.pathname)]).toEqual([postern.issuer, true]);
    expect(answer.body).not.toMatch(/(href|action|src)="(https?:)?[/\\]{2}evil|http-equiv="refresh"/i);
    const end = await walk(postern.person(), { url: new URL(location, postern.issuer) }, owner);
    expect(end.url.origin).toBe(postern.issuer);
  }
});

test('where a sign-in to my account ends is sealed for the browser that asked', async () => {
  const { postern, owner } = stage;
  const attacker = postern.person();
  const asked = await fetch(new URL('/account/end/everywhere', postern.issuer), {
    redirect: 'manual',
    headers: { cookie: cookiesOf(attacker) },
  });
  const request = new URL(asked.headers.get('location') ?? '', postern.issuer);
  const end = await walk(postern.person(), { url: request }, owner);
  expect(end.url.pathname).toBe('/account');
});
