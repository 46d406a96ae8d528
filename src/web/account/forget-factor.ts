import type { Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import { goTo, ownOf } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';
import { securityPath } from './own.ts';

/** Where a device is made to forget the second factor. */
export const forgetPath = (id: string): string => `/account/devices/${id}/forget`;

/**
 * POST /account/devices/:id/forget: by the answer the second factor is asked for there. Without a recent sign-in: it only
 * asks for more, and must be quick to find for who has lost a laptop.
 */
export const forgetFactor =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const id = String((ctx['params'] as Record<string, unknown>)['id']);
    // Somebody else's is left alone, and looks the same.
    await host.memories.forget(ownOf(ctx).account.id, id, stateOf(ctx).origin);
    goTo(ctx, `${securityPath}?done=forgotten`);
  };
