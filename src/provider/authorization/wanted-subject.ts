import { errors, interactionPolicy, type Interaction, type KoaContextWithOIDC } from 'oidc-provider';
import type Provider from 'oidc-provider';
import type { Digest } from '../../keys/index.ts';
import { subjectFor } from '../subjects.ts';

/** Why a sign-in is asked for where the app wants somebody else than is there. */
export const otherSubject = 'other_subject';

/**
 * Asks for a sign-in until it is the person whom the request names: by an ID token (`id_token_hint`) or by a `sub` in the
 * claims parameter, of either kind. The app must never be given another one's tokens for that (OIDC Core §3.1.2.2,
 * §5.5.1). The engine reads the hint when a request comes in, and knows nothing of it any more when the pages are done:
 * whoever signed in there was the one that the app got.
 */
export function wantedSubjectCheck(digest: Digest): interactionPolicy.Check {
  const { Check } = interactionPolicy;
  return new Check(
    otherSubject,
    'the requested subject could not be obtained',
    'login_required',
    async (ctx) => {
      const { session, client } = ctx.oidc;
      const wanted = await subjectWantedBy(ctx);
      if (wanted === undefined || !client) return Check.NO_NEED_TO_PROMPT;
      const is = session?.accountId === undefined ? undefined : subjectFor(digest, session.accountId, client);
      return is === wanted ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    },
    async (ctx) => ({ subject: await subjectWantedBy(ctx) }),
  );
}

/** The subject that a sign-in under way is for, where it is for a certain one and somebody else is there, or nobody. */
export function subjectWantedIn({ prompt }: Pick<Interaction, 'prompt'>): string | undefined {
  const { subject } = prompt.details;
  return typeof subject === 'string' ? subject : undefined;
}

interface Claims {
  readonly id_token?: { readonly sub?: { readonly value?: unknown } | null };
  readonly userinfo?: { readonly sub?: { readonly value?: unknown } | null };
}

/** The subject that a request is for, where it is for a certain one. */
export async function subjectWantedBy(ctx: KoaContextWithOIDC): Promise<string | undefined> {
  const { id_token: idToken, userinfo } = ctx.oidc.claims as Claims;
  const named = [await hintedSubject(ctx), idToken?.sub?.value, userinfo?.sub?.value].filter(
    (one) => one !== undefined,
  );
  const [wanted] = named;
  if (named.some((one) => one !== wanted)) throw new errors.InvalidRequest('the request names several subjects');
  // What no subject can be is one that nobody is.
  return wanted === undefined || typeof wanted === 'string' ? wanted : '';
}

/**
 * The subject of the ID token that a request came with. Validated once more when the pages are done: what the interaction
 * keeps of the request is its parameters.
 */
export async function hintedSubject(ctx: KoaContextWithOIDC): Promise<unknown> {
  const { entities, params, client, provider } = ctx.oidc;
  const hint = params?.['id_token_hint'];
  if (typeof hint !== 'string' || !client) return undefined;
  const { IdTokenHint: read } = entities as { IdTokenHint?: { payload: { sub?: unknown } } };
  const { payload } = read ?? (await validate(provider, hint, client));
  return payload.sub;
}

async function validate(provider: Provider, hint: string, client: unknown): Promise<{ payload: { sub?: unknown } }> {
  const { IdToken } = provider as unknown as {
    IdToken: { validate(token: string, client: unknown): Promise<{ payload: { sub?: unknown } }> };
  };
  try {
    return await IdToken.validate(hint, client);
  } catch {
    throw new errors.InvalidRequest('could not validate id_token_hint');
  }
}
