import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { scopesOfClaims } from '../../accounts/index.ts';
import type { Asked } from '../../consents/index.ts';
import { Refused } from '../../errors.ts';
import { isOidcScope } from '../../clients/index.ts';
import { canBeImpersonated, claimsWithin, stateOf } from '../../provider/index.ts';
import { apisIn } from '../apis.ts';
import { formOf } from '../middleware/form.ts';
import type { ConsentPage } from '../pages/index.ts';
import { formTo, interactionOf, show } from './details.ts';
import { finish } from './finish.ts';
import { brandOf, type InteractionHost } from './host.ts';

/** What the engine found missing, or all that is asked where the app wants to ask anew. */
const Missing = z.object({
  missingOIDCScope: z.array(z.string()).default([]),
  missingOIDCClaims: z.array(z.string()).default([]),
  missingResourceScopes: z.record(z.string(), z.array(z.string())).default({}),
});

/** GET: what the app gets, in words. */
export const showConsent =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { interaction, client } = interactionOf(ctx);
    const accountId = signedInAccount(ctx);
    const [account, before, asked] = await Promise.all([
      host.accounts.get(accountId),
      host.consents.find(accountId, client),
      askedIn(host, ctx),
    ]);
    if (!account) throw new Refused('not_found', 'the account is gone');
    const page: ConsentPage = {
      kind: 'consent',
      client: brandOf(client),
      form: formTo(host, ctx, 'consent'),
      account: {
        email: account.email,
        ...(account.name && { name: account.name }),
        ...(account.phone && { phone: account.phone }),
      },
      // An app may ask for claims one by one: nobody gives any away unseen.
      scopes: [...new Set([...asked.scopes, ...scopesOfClaims(asked.claims)])],
      apis: await apisIn(host.clients, asked.resources),
      more: before !== undefined && hasMissing(ctx),
      returnsTo: String(interaction.params['redirect_uri']),
      eachTime: canBeImpersonated(client.kind === 'native', interaction.params['redirect_uri']),
      another: `/interaction/${interaction.uid}/accounts`,
    };
    show(host, ctx, page);
  };

/** POST …/consent: remembers what was allowed, or tells the app that it was not. */
export const decideConsent =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { decision } = formOf(ctx, z.object({ decision: z.enum(['allow', 'deny']) }));
    const { client, interaction } = interactionOf(ctx);
    // Consent is given where it was asked: no other page's form says yes to what nobody was shown.
    if (interaction.prompt.name !== 'consent') throw new Refused('conflict', 'nobody is asked to consent now');
    const account = signedInAccount(ctx);
    const { origin } = stateOf(ctx);
    if (decision === 'deny') {
      await host.audit.record(
        host.audit.newEvent({ kind: 'consent.refused', outcome: 'refused', account, client: client.id, origin }),
      );
      return finish(host, ctx, { error: 'access_denied', error_description: 'the person said no' });
    }
    await host.consents.give(account, client, await askedIn(host, ctx), origin);
    return finish(host, ctx, { consent: {} });
  };

function signedInAccount(ctx: Context): string {
  const account = interactionOf(ctx).interaction.session?.accountId;
  if (account === undefined) throw new Refused('invalid_request', 'nobody is signed in');
  return account;
}

const missingOf = (ctx: Context): z.infer<typeof Missing> =>
  Missing.parse(interactionOf(ctx).interaction.prompt.details);

function hasMissing(ctx: Context): boolean {
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = missingOf(ctx);
  return missingOIDCScope.length + missingOIDCClaims.length + Object.keys(missingResourceScopes).length > 0;
}

async function askedIn(host: InteractionHost, ctx: Context): Promise<Asked> {
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = missingOf(ctx);
  if (hasMissing(ctx)) {
    return { scopes: missingOIDCScope, claims: missingOIDCClaims, resources: missingResourceScopes };
  }
  const { interaction, client } = interactionOf(ctx);
  const { scope, resource, claims } = interaction.params;
  const scopes = typeof scope === 'string' ? scope.split(' ') : [];
  const apis = await Promise.all(
    [resource ?? []].flat().map(async (one) => (typeof one === 'string' ? host.clients.findApi(one) : undefined)),
  );
  return {
    scopes: scopes.filter(isOidcScope),
    claims: claimsWithin(client, claimsIn(claims)),
    resources: Object.fromEntries(
      apis.flatMap((api) =>
        api ? [[api.id, api.scopes.map(({ name }) => name).filter((name) => scopes.includes(name))]] : [],
      ),
    ),
  };
}

const Requested = z.record(z.string(), z.unknown()).nullish();
const ClaimsParameter = z.object({ id_token: Requested, userinfo: Requested });

/** The claims that a request asks for one by one (OIDC Core §5.5). The engine has checked its form. */
function claimsIn(parameter: unknown): string[] {
  if (typeof parameter !== 'string') return [];
  const { id_token: idToken, userinfo } = ClaimsParameter.parse(JSON.parse(parameter));
  return Object.keys({ ...idToken, ...userinfo });
}
