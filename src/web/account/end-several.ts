import type { Middleware } from 'koa';
import { stateOf } from '../../provider/index.ts';
import { stayOwn } from '../known-browsers.ts';
import { formHere, goTo, ownOf, show } from '../signed-in/index.ts';
import { unlessAway } from '../unless-away.ts';
import { leave } from './end-device.ts';
import type { AccountHost } from './host.ts';
import { commonOf } from './own.ts';

/** GET /account/end/others and /account/end/everywhere: asks. */
export const askToEnd =
  (host: AccountHost, what: 'others' | 'everywhere'): Middleware =>
  (ctx) => {
    show(host, ctx, {
      kind: 'end',
      ...commonOf(host, ctx),
      form: formHere(host, ctx),
      what,
      back: '/account/devices',
    });
  };

/** POST: by the answer nothing is signed in any more but this browser, or not even that. */
export const endSeveral =
  (host: AccountHost, what: 'others' | 'everywhere'): Middleware =>
  async (ctx) => {
    const { account, session } = ownOf(ctx);
    const { origin } = stateOf(ctx);
    // Not its device: whoever planted the browser's cookie and knows the password has a session of the same one.
    const kept = what === 'others' ? { kept: session.id } : {};
    const signOuts = await host.accounts.signOut(account.id, { reason: 'ended_by_owner', origin, ...kept });
    if (what === 'everywhere') {
      // They come in here again, and who was put out by this and knows the password would keep them out of it.
      await stayOwn(host, ctx, { id: account.id, signOuts }).catch(unlessAway);
      return leave(host, ctx);
    }
    goTo(ctx, '/account/devices?done=others');
  };
