import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { longestName, standsAlone, type SignedInDevice } from '../../devices/index.ts';
import { Refused } from '../../errors.ts';
import { formOf } from '../middleware/form.ts';
import type { DevicePage } from '../pages/index.ts';
import { formHere, formTo, goTo, ownOf, show } from '../signed-in/index.ts';
import { shownAs } from './devices.ts';
import { doneIn } from './done.ts';
import type { AccountHost } from './host.ts';
import { forgetPath } from './forget-factor.ts';
import { commonOf } from './own.ts';

/** The id in the path. */
export const idIn = (ctx: Context): string => String((ctx['params'] as Record<string, unknown>)['id']);

/**
 * The device of this path.
 * @returns undefined when it has been signed out
 * @throws {Refused} not_found for another account's as for one that never was: who asks learns nothing
 */
export async function deviceIn(host: AccountHost, ctx: Context): Promise<SignedInDevice | undefined> {
  const found = await host.signedIn.find(ownOf(ctx).account.id, idIn(ctx));
  if (found === undefined) throw new Refused('not_found', 'there is no such device');
  return found === 'ended' ? undefined : found;
}

/** GET /account/devices/:id */
export const showDevice =
  (host: AccountHost): Middleware =>
  (ctx) =>
    showPage(host, ctx, {});

/** POST /account/devices/:id: gives it a name. */
export const renameDevice =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { name } = formOf(ctx, z.object({ name: z.string().default('') }));
    const device = await deviceIn(host, ctx);
    if (!device || !hasName(device)) return goTo(ctx, '/account/devices');
    try {
      await rename(host, ctx, device, name);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'invalid_request') throw error;
      return showPage(host, ctx, { typed: name.slice(0, 200), errors: { name: 'unfit' } }, 400);
    }
    goTo(ctx, `/account/devices/${device.id}?done=renamed`);
  };

/** An app in a browser is found by that one's name. */
const hasName = (device: SignedInDevice): boolean => device.kind === 'browser' || standsAlone(device);

async function rename(host: AccountHost, ctx: Context, device: SignedInDevice, name: string): Promise<void> {
  const { account } = ownOf(ctx);
  if (device.kind === 'app') {
    const since = Math.min(...device.families.map(({ createdAt }) => createdAt));
    return host.appNames.rename(device.id, account.id, name, since);
  }
  // The record follows the sign-in in a moment; a name needs it now.
  if (!device.device) await host.devices.note(device.sessions[0]);
  await host.devices.rename(device.id, account.id, name);
}

async function showPage(
  host: AccountHost,
  ctx: Context,
  more: Pick<DevicePage, 'typed' | 'errors'>,
  status = 200,
): Promise<void> {
  const device = await deviceIn(host, ctx);
  const described = device && (await host.signedIn.describe(device));
  if (!described) return goTo(ctx, '/account/devices');
  const page: DevicePage = {
    kind: 'device',
    ...commonOf(host, ctx),
    device: shownAs(ctx, described),
    ...(hasName(device) && { form: formHere(host, ctx) }),
    longestName,
    apps: described.apps.map(({ id, name, since }) => ({ name, since, end: `/account/devices/${id}/end` })),
    end: `/account/devices/${described.id}/end`,
    ...(await sparedOn(host, ctx, described.id)),
    ...doneIn(ctx),
    ...more,
  };
  show(host, ctx, page, status);
}

/** Until when a device of the account is spared the second factor, and the form that ends that. */
async function sparedOn(host: AccountHost, ctx: Context, id: string): Promise<Pick<DevicePage, 'spared'>> {
  const { account } = ownOf(ctx);
  const found = (await host.memories.list(account.id)).find(({ device }) => device.id === id);
  return found ? { spared: { until: found.until, form: formTo(host, ctx, forgetPath(id)) } } : {};
}
