import { beforeAll, describe, expect, test } from '@jest/globals';
import { addApp, basic, post, type Answer, type App } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { availableProfiles } from '../support/postern.ts';
import { onPostern } from '../support/suite.ts';

const api = 'https://api.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: strict });
  beforeAll(() => postern.rooms.clients.apis.add({ id: api, name: 'Notes API', scopes: [{ name: 'notes:read' }] }));

  const machine = () => addApp(postern, { kind: 'machine', apis: [api] });
  const token = ({ id }: App, secret: string): Promise<Answer> =>
    post(postern, '/token', { grant_type: 'client_credentials', scope: 'notes:read' }, basic(id, secret));
  const wrong = (nth: number): string => `a-wrong-secret-of-some-length-${nth}`;

  /** How often which status came of many requests at once. */
  async function atOnce(length: number, ask: (nth: number) => Promise<Answer>): Promise<Record<number, number>> {
    const answers = await Promise.all(Array.from({ length }, (_, nth) => ask(nth)));
    return answers.reduce<Record<number, number>>(
      (counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
      {},
    );
  }

  test('a wrong secret costs the right ones from the same place nothing, however many come at once', async () => {
    const app = await machine();
    expect((await token(app, wrong(0))).status).toBe(401);
    expect(await atOnce(100, () => token(app, app.secret!))).toEqual({ 200: 100 });
    // On a node that saw a wrong one itself as on one that did not, up to the last one that there is.
    expect(await atOnce(18, (nth) => token(app, wrong(nth + 1)))).toEqual({ 401: 18 });
    expect(await atOnce(100, () => token(app, app.secret!))).toEqual({ 200: 100 });
  }, 60_000);

  test('an instance that was left behind with a secret of before does not stop its siblings', async () => {
    const app = await machine();
    expect(await atOnce(60, () => token(app, wrong(0)))).toEqual({ 401: 60 });
    expect(await atOnce(60, () => token(app, app.secret!))).toEqual({ 200: 60 });
  }, 60_000);

  test('of many wrong ones at once as many are answered as there are, and the right one is good as before', async () => {
    const app = await machine();
    expect(await atOnce(100, (nth) => token(app, wrong(nth)))).toEqual({ 401: 20, 429: 80 });
    expect(await atOnce(20, () => token(app, app.secret!))).toEqual({ 200: 20 });
  }, 60_000);

  test('a secret from elsewhere may be guessed: beyond the limit the right one says nothing either', async () => {
    const secret = 'a secret that somebody made up themselves'.replaceAll(' ', '-');
    const declaration = { kind: 'machine', name: 'A machine', apis: [api] };
    const { client } = await postern.rooms.clients.add(declaration, { secret });
    const app = { id: client.id, secret, headers: {} };
    expect((await token(app, secret)).status).toBe(200);
    const began = performance.now();
    expect(await atOnce(100, (nth) => token(app, wrong(nth)))).toEqual({ 401: 20, 429: 80 });
    const [no, right] = [await token(app, wrong(100)), await token(app, app.secret)];
    // On a machine on which that took longer than the minute, the next one has begun.
    if (performance.now() - began > 59_000) return;
    expect(right.status).toBe(429);
    expect(right.body).toEqual(no.body);
    expect(right.headers.get('retry-after')).toBe(no.headers.get('retry-after'));
  }, 60_000);
});
