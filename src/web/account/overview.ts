import type { Middleware } from 'koa';
import { isAdmin } from '../../admins/index.ts';
import { accountClient, adminHome } from '../../own-clients.ts';
import { askToSignIn, ownOf, show } from '../signed-in/index.ts';
import { doneIn } from './done.ts';
import { signOutPath } from './end-device.ts';
import type { AccountHost } from './host.ts';
import { commonOf } from './own.ts';

/** GET /account: who you are, and the rooms. */
export const showOverview =
  (host: AccountHost): Middleware =>
  (ctx) => {
    show(host, ctx, {
      kind: 'account',
      ...commonOf(host, ctx),
      another: accountClient.switch,
      signOut: signOutPath(ctx),
      ...(isAdmin(ownOf(ctx).account) && { admin: adminHome }),
      ...doneIn(ctx),
    });
  };

/** GET /account/switch: the chooser, as apps have it. */
export const switchAccount =
  (host: AccountHost): Middleware =>
  (ctx) => {
    askToSignIn(host, ctx, accountClient.home, { prompt: 'select_account' });
  };
