import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { isInBrowserToo, standsAlone, type AppOnDevice, type SignedInDevice } from '../../devices/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { placeSession } from '../middleware/session.ts';
import type { EndPage } from '../pages/index.ts';
import { signedOutPath } from '../sign-out/index.ts';
import { formHere, goTo, ownOf, show } from '../signed-in/index.ts';
import { deviceIn, idIn } from './device.ts';
import { describe } from './devices.ts';
import type { AccountHost } from './host.ts';
import { commonOf } from './own.ts';

/** What is ticked: of a browser its other apps too, of an app only what goes on without its browser. */
const Extent = z.object({ apps: z.string().optional(), browser: z.string().optional() });

/** Where this device is signed out. */
export const signOutPath = (ctx: Context): string => `/account/devices/${ownOf(ctx).session.device ?? ''}/end`;

/** GET /account/devices/:id/end: asks. */
export const askToEndDevice =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const device = await deviceIn(host, ctx);
    const about = device && (await aboutOf(host, ctx, device));
    if (!about) return goTo(ctx, device ? '/account/devices' : '/account/devices?done=ended');
    show(host, ctx, { kind: 'end', ...commonOf(host, ctx), form: formHere(host, ctx), ...about });
  };

/** POST /account/devices/:id/end: by the answer it is signed out, on every node. */
export const endDevice =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { account, session } = ownOf(ctx);
    const id = idIn(ctx);
    const { apps, browser } = formOf(ctx, Extent);
    // Somebody else's is not there.
    await deviceIn(host, ctx);
    const isThis = id === session.device;
    const reason = isThis ? 'signed_out' : 'ended_by_owner';
    const extent = { withLasting: apps === 'yes', onlyLasting: browser === 'stays' };
    await host.signedIn.end(account.id, id, { reason, origin: stateOf(ctx).origin }, extent);
    if (isThis) return leave(host, ctx);
    goTo(ctx, '/account/devices?done=ended');
  };

/** This browser is signed out: its cookie points to nothing. */
export function leave(host: AccountHost, ctx: Context): void {
  placeSession(host, ctx);
  goTo(ctx, signedOutPath);
}

async function aboutOf(
  host: AccountHost,
  ctx: Context,
  device: SignedInDevice,
): Promise<Pick<EndPage, 'what' | 'back' | 'app' | 'device' | 'stay' | 'inBrowser'> | undefined> {
  if (device.kind === 'browser') {
    const shown = await describe(host, ctx, device);
    if (!shown) return undefined;
    const stay = await host.signedIn.namesLeftBy(device);
    return {
      what: shown.current ? 'this' : 'device',
      device: shown,
      back: shown.url,
      ...(stay.length > 0 && { stay }),
    };
  }
  const client = await host.clients.find(device.families[0].client);
  if (!client) return undefined;
  const browser = await browserOf(host, ctx, device);
  const shown = browser && (await describe(host, ctx, browser));
  return {
    what: 'app',
    app: client.name,
    ...(shown && { device: shown }),
    ...(isInBrowserToo(device) && { inBrowser: true }),
    back: shown?.url ?? `/account/devices/${device.id}`,
  };
}

/** The browser that an app ends with. */
async function browserOf(host: AccountHost, ctx: Context, app: AppOnDevice): Promise<SignedInDevice | undefined> {
  const { session } = app.families[0];
  if (standsAlone(app) || session === undefined) return undefined;
  const device = (await host.sessions.get(session))?.device;
  const found = device && (await host.signedIn.find(ownOf(ctx).account.id, device));
  return typeof found === 'object' ? found : undefined;
}
