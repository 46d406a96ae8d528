import type { Context, Middleware } from 'koa';
import type { DescribedDevice, SignedInDevice } from '../../devices/index.ts';
import type { DeviceShown } from '../pages/index.ts';
import { ownOf, show } from '../signed-in/index.ts';
import { doneIn } from './done.ts';
import type { AccountHost } from './host.ts';
import { commonOf } from './own.ts';

/** Devices of one page. */
const pageSize = 50;

/** GET /account/devices: where the account is signed in, this device first. */
export const showDevices =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { account, session } = ownOf(ctx);
    const after = typeof ctx.query['after'] === 'string' ? ctx.query['after'] : undefined;
    const { devices, cursor } = await host.signedIn.list(account.id, { after, limit: pageSize });
    const here = after === undefined ? await host.signedIn.find(account.id, session.device ?? '') : undefined;
    const others = devices.filter(({ id }) => id !== session.device);
    const listed = [...(typeof here === 'object' ? [here] : []), ...others];
    const shown = await Promise.all(listed.map((device) => describe(host, ctx, device)));
    const alone = shown.length <= 1 && cursor === undefined && after === undefined;
    show(host, ctx, {
      kind: 'devices',
      ...commonOf(host, ctx),
      devices: shown.flatMap((device) => device ?? []),
      ...(cursor !== undefined && { more: `/account/devices?after=${encodeURIComponent(cursor)}` }),
      ...(!alone && { others: '/account/end/others', everywhere: '/account/end/everywhere' }),
      ...doneIn(ctx),
    });
  };

/** A device as pages show it. @returns undefined for an app that is registered no more: nothing of it is good */
export async function describe(
  host: AccountHost,
  ctx: Context,
  device: SignedInDevice,
): Promise<DeviceShown | undefined> {
  const described = await host.signedIn.describe(device);
  return described && shownAs(ctx, described);
}

export function shownAs(ctx: Context, { id, kind, ownName, apps, ...described }: DescribedDevice): DeviceShown {
  return {
    ...described,
    url: `/account/devices/${id}`,
    ...(ownName !== undefined && { name: ownName }),
    current: id === ownOf(ctx).session.device,
    apps: kind === 'browser' ? [...new Set(apps.map(({ name }) => name))] : [],
  };
}
