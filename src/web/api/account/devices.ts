import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { chooseLanguage, nameOfDevice, textsIn, type Texts } from '../../../brand/index.ts';
import { isLasting, type DescribedDevice, type Extent } from '../../../devices/index.ts';
import { Refused } from '../../../errors.ts';
import { stateOf } from '../../../provider/index.ts';
import { TokenRefused } from '../access-token.ts';
import type { ApiHost } from '../host.ts';
import { holderOf } from './holder.ts';

/** Devices of one page. */
const pageSize = 50;

/** GET …/devices: where the token's account is signed in. */
export const listDevices =
  (host: ApiHost): Middleware =>
  async (ctx) => {
    const { account } = holderOf(ctx);
    const after = typeof ctx.query['after'] === 'string' ? ctx.query['after'] : undefined;
    const [{ devices, cursor }, here] = await Promise.all([
      host.signedIn.list(account, { after, limit: pageSize }),
      deviceOf(host, ctx),
    ]);
    const described = await Promise.all(devices.map(host.signedIn.describe));
    const language = chooseLanguage(undefined, ctx.get('accept-language'), host.languages);
    const texts = textsIn(language);
    ctx.set('Content-Language', language);
    ctx.vary('Accept-Language');
    ctx.body = {
      devices: described.flatMap((device) => (device ? [inJson(device, device.id === here, texts)] : [])),
      ...(cursor !== undefined && { next: cursor }),
    };
  };

/**
 * DELETE …/devices/:id: by the answer it is signed out on every node. With `apps=end` so are the apps that would stay signed in
 * in that browser; with `browser=stays` an app ends only where it does not end with its browser.
 */
export const endDevice =
  (host: ApiHost): Middleware =>
  async (ctx) => {
    const { account, client } = holderOf(ctx);
    const id = String((ctx['params'] as Record<string, unknown>)['id']);
    const extent = extentIn(ctx);
    const { origin } = stateOf(ctx);
    // Another account's is as little there as one that never was.
    if (!(await host.signedIn.end(account, id, { reason: 'ended_by_app', by: client, origin }, extent))) {
      throw new Refused('not_found', 'there is no such device');
    }
    ctx.status = 204;
  };

const Choice = z.union([
  z.strictObject({ apps: z.literal('end').exactOptional() }),
  z.strictObject({ browser: z.literal('stays') }),
]);

/** Whoever mistypes it has neither more ended than they meant, nor less. @throws {TokenRefused} */
function extentIn(ctx: Context): Extent {
  const choice = Choice.safeParse({ ...ctx.query }).data;
  if (!choice) throw new TokenRefused(400, 'invalid_request', 'there is no more to say than apps=end or browser=stays');
  return { withLasting: 'apps' in choice, onlyLasting: 'browser' in choice };
}

/**
 * DELETE …/devices: everything; with `except=this` everything but the token's own sign-in, or the session that it ends
 * with, and not all of their device: see `endSeveral`.
 */
export const endDevices =
  (host: ApiHost): Middleware =>
  async (ctx) => {
    const { except, ...others } = ctx.query;
    // Whoever mistypes what is to stay does not lose it.
    if (except === undefined ? ctx.search !== '' : except !== 'this' || Object.keys(others).length > 0) {
      throw new TokenRefused(400, 'invalid_request', 'there is no other parameter than except=this');
    }
    const family = holderOf(ctx);
    const { origin } = stateOf(ctx);
    const kept = except === undefined ? undefined : isLasting(family) ? family.id : family.session;
    await host.accounts.signOut(family.account, {
      reason: 'ended_by_app',
      by: family.client,
      origin,
      ...(kept !== undefined && { kept }),
    });
    ctx.status = 204;
  };

/** The device that the token's app is on: itself, or the browser that it ends with. */
async function deviceOf(host: ApiHost, ctx: Context): Promise<string | undefined> {
  const family = holderOf(ctx);
  if (isLasting(family) || family.session === undefined) return family.onDevice;
  return (await host.sessions.get(family.session))?.device;
}

const inJson = (device: DescribedDevice, isThis: boolean, texts: Texts) => ({
  id: device.id,
  kind: device.kind,
  name: device.ownName ?? nameOfDevice(texts, device, device.app),
  this: isThis,
  browser: device.agent.name,
  system: device.agent.system,
  form: device.agent.form,
  country: device.place.country,
  city: device.place.city,
  first_seen: device.firstSeen,
  last_active: device.lastActive,
  signed_in: device.signedIn,
  methods: device.methods,
  apps: device.apps.map(({ id, client, name, since, lastActive }) => ({
    id,
    client_id: client,
    name,
    since,
    last_active: lastActive,
  })),
});
