import { describe, expect, jest, test } from '@jest/globals';
import { change } from '../../adapters/store.ts';
import { raiseAlarms } from '../../src/alarms.ts';
import type { Event } from '../../src/audit/index.ts';
import { familyCollection } from '../../src/tokens/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { refresh, signInByPages } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', name: 'Notes', firstParty: true });

  test('a store that was put back without a new epoch: admins are alarmed, and the owner is told why', async () => {
    const { documents } = postern.rooms.store;
    const { email } = await somebody(postern);
    const person = postern.person();
    const { refresh: first } = await signInByPages(postern, person, app, email);
    const { id } = (await postern.rooms.families.read(first))!;
    const copied = (await documents.get(familyCollection, id))!;
    const newest = (await refresh(postern, app.id, first, app.headers)).body['refresh_token'];
    await eventually(async () => {
      expect((await documents.get(familyCollection, id))?.owed ?? []).toEqual([]);
    });
    await change(documents, familyCollection, id, ({ revision }) => ({ ...copied, revision }));

    const { write } = process.stdout;
    const logged: string[] = [];
    process.stdout.write = (text) => Boolean(logged.push(String(text)));
    try {
      expect((await refresh(postern, app.id, newest, app.headers)).body.error).toBe('invalid_grant');
      await eventually(async () => {
        const { events } = await postern.rooms.audit.search({ kind: 'store.went_back', limit: 10 });
        expect(events).toMatchObject([{ family: id, client: app.id, detail: { generation: 2, current: 1 } }]);
        expect(logged.join('')).toMatch(/the store is older than tokens that it gave out.*postern restore/);
      });
    } finally {
      process.stdout.write = write;
    }
    expect(await postern.rooms.families.get(id)).toMatchObject({ endReason: 'store_went_back' });
    const { text } = await openOwn(postern, person, '/account/history', email);
    expect(text).toMatch(/Signed out of Notes ?: Postern was put back to an earlier state/);
  });

  test.each([1, 2])('a record that is read late once (look %i) ends nothing: the app goes on', async (nth) => {
    const { documents } = postern.rooms.store;
    const { email } = await somebody(postern);
    const { refresh: first } = await signInByPages(postern, postern.person(), app, email);
    const { id } = (await postern.rooms.families.read(first))!;
    const late = await documents.get(familyCollection, id);
    const newest = (await refresh(postern, app.id, first, app.headers)).body['refresh_token'];
    const kind = Object.getPrototypeOf(documents) as typeof documents;
    const { get } = kind;
    let looks = 0;
    const reading = jest.spyOn(kind, 'get').mockImplementation(async function (this: typeof documents, ...asked) {
      if (asked[1] === id && (looks += 1) === nth) return late;
      return get.apply(this, asked);
    });
    const answer = await refresh(postern, app.id, newest, app.headers);
    reading.mockRestore();
    expect(looks).toBeGreaterThan(nth);
    expect(answer.status).toBe(200);
    expect((await refresh(postern, app.id, answer.body['refresh_token'], app.headers)).status).toBe(200);
  });
});

test('what finds a store that went back may be thousands: the log says it once an hour', () => {
  const said: string[] = [];
  let now = 1_800_000_000;
  const hear = raiseAlarms({ error: (message) => void said.push(message) }, { now: () => now });
  const event = (kind: Event['kind']): Event => ({ id: 'e', kind, at: now, outcome: 'refused' });
  hear(event('token.reused'));
  expect(said).toHaveLength(0);
  for (let found = 0; found < 5000; found += 1) hear(event('store.went_back'));
  expect(said).toHaveLength(1);
  now += 3600;
  hear(event('store.went_back'));
  expect(said).toHaveLength(2);
});
