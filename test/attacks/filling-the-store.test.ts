import { expect, test } from '@jest/globals';
import { counts } from '../bad-input/invariants.ts';
import { basic, callback, post } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { addApp, cookieOf, givenScene } from './scene.ts';

const stage = givenScene({ settings: [...strict, 'trustedProxies=127.0.0.1'] });

test('a sign-out of nobody keeps nothing, and goes on at once', async () => {
  const { postern } = stage;
  const app = await addApp(postern, { postLogoutRedirectUris: [callback] });
  const before = await counts(postern);
  const person = postern.person();
  const out = new URL('/session/end', postern.issuer);
  const page = await person.open(out);
  expect([page.status, page.url.pathname]).toEqual([200, '/session/end/success']);

  out.search = new URLSearchParams({ client_id: app, post_logout_redirect_uri: callback, state: 'st' }).toString();
  const door = await person.open(out);
  expect(door.url.href).toBe(`${callback}?state=st`);
  expect(cookieOf(person, 'postern.session')).toBeUndefined();
  expect(await counts(postern)).toEqual(before);
});

test('clients that are made up leave so many lines in the record, and no more', async () => {
  const { postern } = stage;
  for (let count = 0; count < 40; count += 1) {
    const body = { grant_type: 'client_credentials' };
    const answer = await post(postern, '/token', body, basic(`made-up-${count}`, 'of no use to anybody at all'));
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  }
  const query = { kind: 'client.authentication_refused', limit: 100 } as const;
  expect((await postern.rooms.audit.search(query)).events).toHaveLength(20);
});

test('nor does a client that there is, asked for without its secret', async () => {
  const { postern } = stage;
  const client = await addApp(postern, { kind: 'web' });
  for (const path of ['/token', '/introspect', '/revoke', '/par']) {
    for (let count = 0; count < 10; count += 1) {
      expect((await post(postern, path, { client_id: client, token: 'x' })).status).toBe(401);
    }
  }
  const query = { kind: 'client.authentication_refused', limit: 100 } as const;
  expect((await postern.rooms.audit.search(query)).events.length).toBeLessThanOrEqual(20);
});

test('nor do they from a new address each time, of a network that somebody has whole', async () => {
  const { postern } = stage;
  for (let round = 0; round < 15; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        post(
          postern,
          '/token',
          { grant_type: 'client_credentials' },
          {
            ...basic('made-up', 'of no use to anybody at all'),
            'x-forwarded-for': `2001:db8:1:${round * 10 + nth}::1`,
          },
        ),
      ),
    );
    // It is refused as before: what is not kept changes no answer.
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 401));
  }
  const { events } = await postern.rooms.audit.search({ kind: 'client.authentication_refused', limit: 1000 });
  expect(events.filter(({ origin }) => origin?.address?.startsWith('2001:'))).toHaveLength(100);
});
