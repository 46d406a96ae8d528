import { errors, interactionPolicy, type KoaContextWithOIDC, type UnknownObject } from 'oidc-provider';
import type Provider from 'oidc-provider';
import { z } from 'zod';
import { authenticationLevels, levelOf, reaches, type AuthenticationLevel, type Factors } from '../../factors/index.ts';
import type { Devices, Memories } from '../../devices/index.ts';
import type { EngineClients } from '../overrides/clients.ts';
import { stateOf } from '../request.ts';
import { countsFor } from '../sign-in.ts';

/** What an app asks of a sign-in: OIDC Core §5.5.1.1 (`acr` as a claim), §3.1.2.1 and RFC 9470 §4 (`acr_values`). */
export interface WantedLevel {
  readonly levels: readonly AuthenticationLevel[];
  /** Whether it is of no use to the app without. */
  readonly essential: boolean;
  /** Whether the app named levels, and none that there is. */
  readonly unknown: boolean;
}

/** What the engine made of `acr_values` and the claims parameter. */
interface RequestedAcr {
  readonly essential?: boolean;
  readonly value?: unknown;
  readonly values?: unknown;
}

export function wantedIn(requested: RequestedAcr | null | undefined): WantedLevel {
  const named = [requested?.value ?? [], requested?.values ?? []].flat();
  const levels = authenticationLevels.filter((level) => named.includes(level));
  return {
    levels,
    essential: requested?.essential === true,
    unknown: named.length > 0 && levels.length === 0,
  };
}

const ClaimsParameter = z.object({ id_token: z.object({ acr: z.unknown().optional() }).nullish() });

/** What an authorization request wants, by its parameters. Its form was checked. */
export function wantedOf({ acr_values: values, claims }: Readonly<Record<string, unknown>>): WantedLevel {
  const { id_token: idToken } = typeof claims === 'string' ? ClaimsParameter.parse(JSON.parse(claims)) : {};
  const requested = (idToken?.acr ?? {}) as RequestedAcr;
  // As the engine takes them: `acr_values` stands in place of the claim.
  return wantedIn(typeof values === 'string' ? { values: values.split(' ') } : requested);
}

/** The least of the levels that will do. */
export const leastOf = ({ levels }: WantedLevel): AuthenticationLevel | undefined => levels[0];

interface SignedIn {
  readonly amr?: readonly string[];
}

const requestedAcr = ({ oidc }: KoaContextWithOIDC): RequestedAcr | undefined =>
  (oidc.claims as { id_token?: { acr?: RequestedAcr } }).id_token?.acr;

/**
 * The level that an app is told (`acr`): of those that it asked for, one that was reached (OIDC Core §5.5.1.1: an
 * essential one must match), else the one that it was.
 */
export function tellLevels(provider: Provider): void {
  const { prototype } = (provider as unknown as { OIDCContext: { prototype: object } }).OIDCContext;
  if (!Object.getOwnPropertyDescriptor(prototype, 'acr')?.get) throw new Error('oidc-provider tells no acr any more');
  Object.defineProperty(prototype, 'acr', {
    configurable: true,
    get(this: KoaContextWithOIDC['oidc']) {
      const { amr } = (this.session as SignedIn | undefined) ?? {};
      if (!amr) return undefined;
      const level = levelOf(amr);
      const { levels } = wantedIn((this.claims as { id_token?: { acr?: RequestedAcr } }).id_token?.acr);
      return levels.findLast((one) => reaches(level, one)) ?? level;
    },
  });
}

/**
 * Asks for the second factor where a session that is there has not proven one: because the installation or the app wants
 * one, or because this request does (step-up). Every way into an app passes here, whatever page the sign-in began on.
 */
export function secondFactorCheck(
  rooms: {
    readonly factors: Factors;
    readonly devices: Pick<Devices, 'idOf'>;
    readonly memories: Pick<Memories, 'stillHolds'>;
  },
  clients: () => EngineClients,
): interactionPolicy.Check {
  const { factors, devices, memories } = rooms;
  const { Check } = interactionPolicy;
  return new Check('second_factor', 'a second factor is required', 'login_required', async (ctx) => {
    const { session, client } = ctx.oidc;
    const wanted = wantedIn(requestedAcr(ctx));
    if (wanted.essential && wanted.unknown) {
      throw new errors.UnmetAuthenticationRequirements('none of the requested acr values is known here');
    }
    if (session?.accountId === undefined || !client) return Check.NO_NEED_TO_PROMPT;
    const { secondFactor, dangerouslyAllowOneFactor, rememberFactorFor } = clients().recordOf(client);
    const { doubtful, sparedBy } = countsFor(ctx);
    const device = devices.idOf(session.accountId, stateOf(ctx).browser ?? session.uid);
    const step = await factors.next({
      account: session.accountId,
      level: levelOf((session as SignedIn).amr ?? []),
      rule: secondFactor,
      oneFactorIsEnough: dangerouslyAllowOneFactor,
      wanted: leastOf(wanted),
      insists: wanted.essential,
      doubtful,
      spared: sparedBy !== undefined && (await memories.stillHolds(device, sparedBy, rememberFactorFor)),
    });
    const isBlocked = step.is === 'prove' || (step.is === 'enrol' && step.until === undefined);
    return isBlocked ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
  });
}

/** What tokens say of the sign-in they came from (RFC 9470 §6): an API may want a better or a newer one. */
export function tellSignIn({ oidc }: KoaContextWithOIDC, token: unknown): UnknownObject | undefined {
  const source = (oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken) as
    { readonly acr?: string; readonly authTime?: number; readonly accountId?: string } | undefined;
  if (!source || (token as { accountId?: string }).accountId !== source.accountId) return undefined;
  const { acr, authTime } = source;
  return { ...(acr !== undefined && { acr }), ...(authTime !== undefined && { auth_time: authTime }) };
}
