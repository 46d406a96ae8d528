import { describe, expect, jest, test } from '@jest/globals';
import type { Documents } from '../../adapters/store.ts';
import { deviceOfApp } from '../../src/tokens/index.ts';
import { confirmEnd, devicesOn, openOwn } from '../support/account-pages.ts';
import { addApp, redeem, signIn, signInRequest, walk } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { works } from '../support/from-outside.ts';
import { familyOf, pileUp } from '../support/piled-up.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

/** Somebody whose apps signed in thousands of times, in a store in which nothing ended any. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const accountApi = (): string => `${postern.issuer}/api/account`;
  const keeper = given(() => addApp(postern, { kind: 'spa', name: 'Keeper', firstParty: true, apis: [accountApi()] }));
  const site = givenApp(postern, { kind: 'web', name: 'Notes', firstParty: true });
  const phoneApp = givenApp(postern, { kind: 'native', name: 'Phone App', firstParty: true });

  /** Somebody at a laptop, with an app that ends with it and one that lasts. */
  async function atHome() {
    const { id, email } = await somebody(postern);
    const laptop = postern.person();
    const visit = await signIn(postern, laptop, site, email);
    const phone = await signIn(postern, laptop, phoneApp, email);
    const request = signInRequest(postern, keeper.id, { scope: 'openid devices:read', resource: accountApi() });
    const screen = await walk(laptop, request, email);
    const { body } = await redeem(postern, keeper.id, screen, request.verifier, {}, { resource: accountApi() });
    await openOwn(postern, laptop, '/account/devices', email);
    const [here, away] = [await familyOf(postern, visit), await familyOf(postern, phone)];
    const device = deviceOfApp(here.onDevice ?? '');
    return { id, email, laptop, visit, phone, here, away, device, token: String(body['access_token']) };
  }

  /** How many records a request reads, by whichever node: of three times the least, for what sweeps beside it reads too. */
  async function read(request: () => Promise<unknown>): Promise<number> {
    const costs = [await readOnce(request), await readOnce(request), await readOnce(request)];
    return Math.min(...costs);
  }

  async function readOnce(request: () => Promise<unknown>): Promise<number> {
    const find = jest.spyOn(Object.getPrototypeOf(postern.rooms.store.documents) as Documents, 'find');
    try {
      await request();
      const pages = await Promise.all(find.mock.results.map(({ value }) => value as Promise<unknown[]>));
      return pages.flat().length;
    } finally {
      find.mockRestore();
    }
  }

  test('no page costs more, however many they are', async () => {
    const { id, laptop, here, away, device, token } = await atHome();
    const page = (path: string) => () => laptop.open(new URL(path, postern.issuer));
    const requests = {
      devices: page('/account/devices'),
      device: page(`/account/devices/${device}`),
      app: page(`/account/devices/${away.onDevice ?? ''}`),
      apps: page('/account/apps'),
      api: () => fetch(`${accountApi()}/devices`, { headers: { authorization: `Bearer ${token}` } }),
      'sign-out': page(`/session/end?client_id=${phoneApp.id}`),
      letter: () => postern.rooms.namedDevices.isSignedIn(id, { device: 'another' }),
    };
    const costs = async () => {
      const found: Record<string, number> = {};
      for (const [name, request] of Object.entries(requests)) found[name] = await read(request);
      return found;
    };
    const more = (count: number) => Promise.all([here, away].map((like) => pileUp(postern, like, count)));
    await more(1100);
    const many = await costs();
    await more(400);
    // But for one or another that chance puts among the first.
    const dearer = Object.entries(await costs()).filter(([name, cost]) => cost > (many[name] ?? 0) + 10);
    expect(dearer).toEqual([]);
    expect(Object.values(many).filter((cost) => cost < 1000)).toEqual([]);
    // Whatever is too much to look at is told so: its owner can end it.
    expect(await postern.rooms.namedDevices.isSignedIn(id, { device: 'another' })).toBe(true);
  }, 60_000);

  test('others are answered while they are read', async () => {
    const { here } = await atHome();
    await pileUp(postern, here, 450);
    let turns = 0;
    let turn = setImmediate(function next() {
      turns += 1;
      turn = setImmediate(next);
    });
    try {
      await Array.fromAsync(postern.rooms.families.each('onDevice', here.onDevice ?? ''));
    } finally {
      clearImmediate(turn);
    }
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  test('all that is signed in is on the list, once, and ends as one', async () => {
    const { email, laptop, visit, phone, here, away } = await atHome();
    await Promise.all([here, away].map((like) => pileUp(postern, like, 1500)));
    const listed: string[] = [];
    for (let path: string | undefined = '/account/devices'; path !== undefined;) {
      const list = await laptop.open(new URL(path, postern.issuer));
      listed.push(...devicesOn(list));
      path = list.links.find((link) => /^\/account\/devices\?after=[^&]+$/.test(link));
    }
    const phonePath = `/account/devices/${away.onDevice ?? ''}`;
    expect(listed).toEqual([`/account/devices/${deviceOfApp(here.onDevice ?? '')}`, phonePath]);

    await confirmEnd(postern, laptop, `${phonePath}/end`);
    expect(await Array.fromAsync(postern.rooms.families.each('onDevice', away.onDevice ?? ''))).toEqual([]);
    expect([await works(postern, phone), await works(postern, visit)]).toEqual([false, true]);
    const desk = postern.person();
    await openOwn(postern, desk, '/account/devices', email);
    await confirmEnd(postern, desk, `/account/devices/${deviceOfApp(here.onDevice ?? '')}/end`);
    expect(await works(postern, visit)).toBe(false);
    // They died with the session. That their own records say so too may take the sweeper, where a store is too slow.
    const held = () => Array.fromAsync(postern.rooms.families.each('heldBy', here.heldBy ?? ''));
    await eventually(async () => expect(await held()).toEqual([]), 60_000);
  }, 120_000);
});
