import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { kinds, presentClient, type Client } from '../../clients/index.ts';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { AdminClientPage, ClientFacts, RulesShown } from '../pages/index.ts';
import { formHere, goTo, isRecentSignIn, ownOf, show } from '../signed-in/index.ts';
import { clientPath } from './clients.ts';
import type { AdminHost } from './host.ts';
import { personOf } from './person.ts';
import { patchOf, problemsIn, RulesForm, typedOf, type Rules } from './rules-form.ts';

/** A client, and what was declared about its sign-ins. */
interface Found {
  readonly client: Client;
  readonly declared: Rules;
}

/** GET /admin/clients/:id: what it is, and its rules. */
export const showClient =
  (host: AdminHost): Middleware =>
  async (ctx) => {
    const done = z.enum(['saved']).safeParse(ctx.query['done']).data;
    showPage(host, ctx, await clientIn(host, ctx), done && { done });
  };

/** GET /admin/clients/:id/change: whoever gets here has just signed in, and may change it. */
export const toClient =
  (host: AdminHost): Middleware =>
  async (ctx) =>
    goTo(ctx, clientPath((await clientIn(host, ctx)).client));

/** POST /admin/clients/:id: changes its rules, and nothing else of it. */
export const changeClient =
  (host: AdminHost): Middleware =>
  async (ctx) => {
    const found = await clientIn(host, ctx);
    const { client, declared } = found;
    if (!kinds[client.kind].people) throw new Refused('not_found', 'a client without people has no such rules');
    const typed = formOf(ctx, RulesForm);
    if (whyFixed(client)) return showPage(host, ctx, found, {}, 409);
    const again = (problems: Pick<RulesShown, 'errors' | 'alert'>): void =>
      showPage(host, ctx, found, { typed, ...problems }, 400);
    // Whoever saves a form puts all its rules in place of those that are there: not unseen those of somebody else.
    const isSeen = (rules: Rules): boolean => typed.seen === sealOf(host, rules);
    if (!isSeen(declared)) return again({ alert: { is: 'changed' } });
    const read = patchOf(typed);
    if ('errors' in read) return again(read);
    try {
      const actor = { account: ownOf(ctx).account.id };
      const { origin } = stateOf(ctx);
      const madeFrom = ({ refresh }: { readonly refresh?: Rules }): boolean => isSeen(refresh);
      await host.clients.update(client.id, { refresh: read.patch }, { actor, origin, madeFrom });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'invalid_request') return again(problemsIn(error));
      if (error.code !== 'conflict') throw error;
      // Somebody else has saved it at this moment, or a file has taken it over.
      const now = await clientIn(host, ctx);
      const isChanged = error.detail['reason'] === 'changed-meanwhile';
      if (isChanged) return showPage(host, ctx, now, { typed, alert: { is: 'changed' } }, 400);
      return showPage(host, ctx, now, {}, 409);
    }
    goTo(ctx, `${clientPath(client)}?done=saved`);
  };

/** @throws {Refused} not_found */
async function clientIn({ clients }: AdminHost, ctx: Context): Promise<Found> {
  const id = String((ctx['params'] as Record<string, unknown>)['id']);
  const client = await clients.show(id);
  return { client, declared: (await clients.get(id))?.declaration.refresh };
}

/** Why nothing of a client can be changed here. */
function whyFixed({ declaredBy }: Client): 'file' | 'postern' | undefined {
  return declaredBy === 'admin' ? undefined : declaredBy;
}

/** What a form was made from, without saying it. */
const sealOf = ({ digest }: AdminHost, declared: Rules): string =>
  digest('admin-rules', JSON.stringify(declared ?? {}));

function showPage(
  host: AdminHost,
  ctx: Context,
  { client, declared }: Found,
  { done, ...problems }: Partial<Pick<RulesShown, 'typed' | 'errors' | 'alert'>> & Pick<AdminClientPage, 'done'> = {},
  status = 200,
): void {
  const why = whyFixed(client) ?? (isRecentSignIn(host, ownOf(ctx).session) ? undefined : ('sign-in' as const));
  const rules: RulesShown = {
    typed: typedOf(declared),
    set: typedOf(declared),
    usual: host.clients.usualRefresh(client.kind, declared?.absolute),
    now: client.refresh,
    ...problems,
  };
  show(
    host,
    ctx,
    {
      kind: 'admin-client',
      person: personOf(ownOf(ctx).account),
      facts: factsOf(client, host.clock.now()),
      ...(kinds[client.kind].people && {
        rules,
        ...(why
          ? { why, ...(why === 'sign-in' && { change: `${clientPath(client)}/change` }) }
          : { form: { ...formHere(host, ctx), hidden: { seen: sealOf(host, declared) } } }),
      }),
      ...(done && { done }),
    },
    status,
  );
}

/** What the page tells of a client: no hash of a secret, and nothing that nobody looks for. */
function factsOf(client: Client, now: number): ClientFacts {
  const { refresh: _rules, jwks: _keys, texts: _texts, accent: _accent, ...facts } = presentClient(client, now);
  return facts;
}
