import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { longestName, type SignedInDevice } from '../../devices/index.ts';
import { Refused } from '../../errors.ts';
import { formOf } from '../middleware/form.ts';
import type { DevicePage } from '../pages/index.ts';
import { shownAs } from './devices.ts';
import { doneIn } from './done.ts';
import type { AccountHost } from './host.ts';
import { forgetPath } from './forget-factor.ts';
import { commonOf, formHere, formTo, goTo, ownOf, show } from './own.ts';

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
    const { name } = formOf(ctx, z.object({ name: z.string().max(1000).default('') }));
    const device = await deviceIn(host, ctx);
    if (device?.kind !== 'browser') return goTo(ctx, '/account/devices');
    // The record follows the sign-in in a moment; a name needs it now.
    if (!device.device) await host.devices.note(device.sessions[0]);
    try {
      await host.devices.rename(device.id, ownOf(ctx).account.id, name);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'invalid_request') throw error;
      return showPage(host, ctx, { typed: name, errors: { name: 'unfit' } }, 400);
    }
    goTo(ctx, `/account/devices/${device.id}?done=renamed`);
  };

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
    ...(described.kind === 'browser' && { form: formHere(host, ctx) }),
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
