import { describe, expect, test } from '@jest/globals';
import { StoreUnavailable } from '../../adapters/store.ts';
import { addApp, introspect, refresh, signIn, signInRequest, userinfo } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { eventually } from '../support/eventually.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const minute = 60;

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'spa', firstParty: true });

  const rotation = () => postern.rooms.keys.rotation;
  const activeMac = async (): Promise<string> =>
    (await rotation().list()).find(({ purpose, phase }) => purpose === 'mac' && phase === 'active')?.id ?? '';

  /** Drops a key while its time to be seen passes. */
  async function drop(id: string): Promise<void> {
    const dropping = rotation().drop(id);
    let done = false;
    const finished = dropping.finally(() => {
      done = true;
    });
    await eventually(async () => {
      const dropped = (await rotation().list()).find((key) => key.id === id)?.phase === 'dropped';
      if (!dropped && !done) throw new Error('not dropped yet');
    });
    time.forward(16);
    await finished;
  }

  test('what a dropped key made ends, in the records too, and nothing else', async () => {
    const [left, stayed] = [postern.person(), postern.person()];
    const ended = await signIn(postern, left, app, email);
    const other = await signIn(postern, stayed, app, email);
    const former = await activeMac();
    await rotation().rotate('mac', false);
    time.forward(minute + 1);
    // One of them comes back and has moved on by that.
    const moved = await refresh(postern, app.id, other.refresh);
    await stayed.open(signInRequest(postern, app.id, { prompt: 'none' }).url);

    const families = await all(postern.rooms.families.madeWith(former));
    const sessions = await all(postern.rooms.sessions.madeWith(former));
    expect([families.length, sessions.length]).toEqual([1, 1]);
    await drop(former);

    expect((await refresh(postern, app.id, ended.refresh)).body.error).toBe('invalid_grant');
    expect((await userinfo(postern, ended.access)).status).toBe(401);
    const silent = await left.open(signInRequest(postern, app.id, { prompt: 'none' }).url);
    expect(silent.url.searchParams.get('error')).toBe('login_required');
    expect((await refresh(postern, app.id, moved.body['refresh_token'])).status).toBe(200);
    const still = await stayed.open(signInRequest(postern, app.id, { prompt: 'none' }).url);
    expect(still.url.searchParams.has('code')).toBe(true);

    const [family] = families;
    const [session] = sessions;
    await eventually(async () => {
      expect(await postern.rooms.families.get(family?.id ?? '')).toMatchObject({ endReason: 'key_dropped' });
      expect(await postern.rooms.sessions.get(session?.id ?? '')).toMatchObject({ endReason: 'key_dropped' });
      const { events } = await postern.rooms.audit.search({ limit: 100 });
      const told = events.map(({ kind, detail }) => [kind, detail?.['reason'] ?? detail?.['key']]);
      expect(told).toEqual(
        expect.arrayContaining([
          ['keys.dropped', former],
          ['family.ended', 'key_dropped'],
          ['session.ended', 'key_dropped'],
        ]),
      );
    });
  });

  test('nobody is told that all of a key has ended while an access token of it lives', async () => {
    const tokens = await signIn(postern, postern.person(), app, email);
    const former = await activeMac();
    await rotation().rotate('mac', false);
    time.forward(minute + 1);
    const { documents } = postern.rooms.store;
    const real = documents.replace.bind(documents);
    const failing: typeof documents.replace = (collection, document) =>
      collection.name === 'families' ? Promise.reject(new StoreUnavailable('gone')) : real(collection, document);
    Object.defineProperty(documents, 'replace', { value: failing, configurable: true });
    const silenced = console.error;
    console.error = () => undefined;
    try {
      await expect(drop(former)).rejects.toThrow(StoreUnavailable);
    } finally {
      Reflect.deleteProperty(documents, 'replace');
      console.error = silenced;
    }
    await eventually(async () => {
      time.forward(6);
      await postern.rooms.sweep();
      expect((await userinfo(postern, tokens.access)).status).toBe(401);
    });
  });

  test('the secret of a dropped key is nowhere any more, and its name is not given again', async () => {
    const former = await activeMac();
    await rotation().rotate('mac', false);
    time.forward(minute + 1);
    await drop(former);
    const { keyCollection } = await import('../../src/keys/index.ts');
    const record = await postern.rooms.store.documents.get(keyCollection, former);
    expect(record).toMatchObject({ droppedAt: expect.any(Number) });
    expect(record).not.toHaveProperty('sealed');
    const [made] = await rotation().rotate('mac', false);
    expect(made?.id).not.toBe(former);
    time.forward(minute + 1);
  });

  test('a dropped signing key is shown no more, and what it signed is worth nothing', async () => {
    const api = 'https://api.example.com';
    await postern.rooms.clients.apis.add({ id: api, name: 'API', tokenFormat: 'jwt', scopes: [{ name: 'read' }] });
    const asking = await addApp(postern, { kind: 'api', serves: [api] });
    const caller = await addApp(postern, { kind: 'spa', firstParty: true, apis: [api] });
    const person = postern.person();
    const tokens = await signIn(postern, person, caller, email, { scope: 'openid read', resource: api });
    expect(await introspect(postern, asking, tokens.access)).toMatchObject({ active: true });
    const former = (await rotation().list()).filter(
      ({ purpose, phase }) => purpose === 'signing' && phase === 'active',
    );
    await rotation().rotate('signing', true);
    time.forward(minute + 1);
    expect(await introspect(postern, asking, tokens.access)).toMatchObject({ active: true });
    for (const { id } of former) await drop(id);

    const shown = (await (await fetch(new URL('/jwks', postern.issuer))).json()) as { keys: unknown[] };
    expect(shown.keys).toHaveLength(3);
    expect(await introspect(postern, asking, tokens.access)).toEqual({ active: false });
    const url = new URL('/session/end', postern.issuer);
    url.search = new URLSearchParams({ id_token_hint: tokens.idToken }).toString();
    expect((await person.open(url)).status).toBe(400);
    const again = await signIn(postern, postern.person(), caller, email, { scope: 'openid read', resource: api });
    expect(await introspect(postern, asking, again.access)).toMatchObject({ active: true });
  });

  test('a key in use, and one that what is stored rests on, cannot be dropped', async () => {
    await expect(rotation().drop(await activeMac())).rejects.toThrow(/rotate first/);
    await expect(rotation().drop('digest-1')).rejects.toThrow(/cannot be dropped/);
    await expect(rotation().drop('pepper-1')).rejects.toThrow(/postern pepper rotate/);
    await expect(rotation().drop('mac-99')).rejects.toThrow(/there is no key/);
  });
});
