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
  /** Those of which the app is told one, the least first. */
  readonly levels: readonly AuthenticationLevel[];
  /** The one that is asked for: the least that will do, or that is liked. */
  readonly wanted: AuthenticationLevel | undefined;
  /** The one less than which is of no use to the app. */
  readonly insists: AuthenticationLevel | undefined;
  /** Whether the app insists, and on none that there is. */
  readonly isUnmet: boolean;
}

interface RequestedAcr {
  readonly essential?: boolean;
  readonly value?: unknown;
  readonly values?: unknown;
}

const ClaimsParameter = z.object({ id_token: z.object({ acr: z.unknown().optional() }).nullish() });

const levelsIn = (names: readonly unknown[]): AuthenticationLevel[] =>
  authenticationLevels.filter((level) => names.includes(level));

/** What an authorization request wants, by its parameters. Their form was checked. */
export function wantedOf({ acr_values: acrValues, claims }: Readonly<Record<string, unknown>>): WantedLevel {
  const { id_token: idToken } = typeof claims === 'string' ? ClaimsParameter.parse(JSON.parse(claims)) : {};
  const { essential, value, values } = (idToken?.acr ?? {}) as RequestedAcr;
  const claimed = [value ?? [], values ?? []].flat();
  const liked = typeof acrValues === 'string' ? acrValues.split(' ') : undefined;
  if (essential !== true || claimed.length === 0) {
    // As the engine takes them: `acr_values` stands in place of the claim.
    const levels = levelsIn(liked ?? claimed);
    return { levels, wanted: levels[0], insists: undefined, isUnmet: false };
  }
  // OIDC Core says nothing of both at once, and the engine drops the claim: less than what the app insists on would do.
  // What is voluntary only chooses among what is essential.
  const levels = levelsIn(claimed);
  const [insists] = levels;
  const wanted = levels.find((level) => liked?.includes(level)) ?? insists;
  return { levels, wanted, insists, isUnmet: insists === undefined };
}

interface SignedIn {
  readonly amr?: readonly string[];
}

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
      const { levels } = wantedOf(this.params ?? {});
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
    const { session, client, params } = ctx.oidc;
    const { wanted, insists, isUnmet } = wantedOf(params ?? {});
    if (isUnmet) {
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
      wanted,
      insists,
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
