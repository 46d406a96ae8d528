import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { Refused } from '../../errors.ts';
import { routes, stateOf } from '../../provider/index.ts';
import { needsCookies, sentNoCookie } from '../cookieless.ts';
import { formOf } from '../middleware/form.ts';
import { languagesFor } from '../middleware/language.ts';
import { scopeOf } from './form.ts';
import { everybodyHere, signOut, signOutAll } from './everybody.ts';
import type { ConfirmingHost } from './host.ts';
import { askingAnew, requestFields, requestIn, sendOn, wayBackOf } from './request.ts';
import { goodbyePath, stayedPath } from './signed-out.ts';

const Confirmation = z.object({
  csrf: z.string().max(100).default(''),
  /** Id of the session that the page was about. */
  session: z.string().max(100).default(''),
  /** Absent where the person stays. */
  logout: z.enum(['yes', 'all']).optional(),
  ...requestFields,
});

/** POST /session/end/confirm: by the answer the session is ended, or every one of this browser. */
export const confirmSignOut =
  (host: ConfirmingHost): Middleware =>
  async (ctx) => {
    const form = formOf(ctx, Confirmation);
    if (!isOurs(host, ctx, form)) return;
    const request = await requestIn(host, form);
    const { client } = request;
    const here = await everybodyHere(host, ctx);
    const whom = here.find(({ session }) => session.id === form.session);
    // Signed out in another tab meanwhile. Who is signed in now is not who this page was about.
    if (!whom) return sendOn(host, ctx, askingAnew(request));
    const those = form.logout === undefined ? [] : form.logout === 'all' ? here : [whom];
    await (form.logout === 'all' ? signOutAll : signOut)(host, ctx, those);
    const left = here.filter((one) => !those.includes(one));
    const page = form.logout === undefined ? stayedPath(client) : goodbyePath(left);
    sendOn(host, ctx, wayBackOf(request) ?? page, client);
  };

/** Logout CSRF: the form was given to this browser, for this session. Else it says so, and leads to a form that holds. */
function isOurs(host: ConfirmingHost, ctx: Context, { csrf, session }: z.infer<typeof Confirmation>): boolean {
  try {
    host.csrf.verify(ctx, scopeOf(session), csrf);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { requestId } = stateOf(ctx).origin;
    stateOf(ctx).failure = error;
    const next = { to: 'try-again', url: routes.end_session } as const;
    host.pages.render(
      ctx,
      sentNoCookie(ctx)
        ? needsCookies(ctx, { next })
        : { kind: 'error', reason: 'foreign-form', reference: requestId, next },
      { status: error.status, ...languagesFor(ctx) },
    );
    return false;
  }
}
