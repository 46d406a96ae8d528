import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Middleware } from 'koa';
import type { Audit, Event } from '../../audit/index.ts';
import type { Protection } from '../../protection/index.ts';
import { stateOf } from '../request.ts';

/**
 * Writes down what a request did that changed no record of its own: tokens issued and refused. From middleware, because
 * the engine's events wait for nobody; the answer waits for what is written here.
 */
export function recordActs(audit: Audit, protection: Pick<Protection, 'recordSome'>): Middleware {
  return async (ctx, next) => {
    await next();
    const engine = ctx as unknown as Partial<KoaContextWithOIDC>;
    const event = engine.oidc && actOf(engine as KoaContextWithOIDC, audit);
    if (!event) return;
    const writes = (stateOf(ctx).writes ??= []);
    // What could not be kept is not given out, and the record must not say that it was.
    const kept = Promise.all(writes);
    const write = kept.then(() =>
      event.kind === 'client.authentication_refused' ? protection.recordSome(event) : audit.record(event),
    );
    // What comes of it is settled with the request's other writes.
    write.catch(() => undefined);
    writes.push(write);
  };
}

function actOf(ctx: KoaContextWithOIDC, audit: Audit): Event | undefined {
  const { oidc, status } = ctx;
  const { origin, family, failure } = stateOf(ctx);
  const token = oidc.entities.AccessToken ?? oidc.entities.ClientCredentials;
  const error = failure?.message ?? 'unknown';
  const about = {
    origin,
    ...(oidc.client && { client: oidc.client.clientId }),
    ...(family && { family: family.id, account: family.account }),
  };
  const done = { ...about, outcome: 'done' as const };
  const refused = { ...about, outcome: 'refused' as const };

  // Refused before anything was looked at, and told already: what goes on while an attack does must not fill the record.
  if (status === 429) return undefined;
  switch (oidc.route) {
    case 'token': {
      const grantType = text(oidc.params?.['grant_type']);
      if (status === 401)
        return audit.newEvent({ ...refused, kind: 'client.authentication_refused', detail: { reason: error } });
      if (status !== 200 || !token)
        return audit.newEvent({ ...refused, kind: 'token.refused', detail: { grantType, error } });
      return oidc.entities.RotatedRefreshToken
        ? audit.newEvent({ ...done, kind: 'token.refreshed', detail: { generation: family?.generation ?? 0 } })
        : audit.newEvent({
            ...done,
            kind: 'token.issued',
            detail: {
              grantType,
              scope: token.scope ?? '',
              format: token.format ?? 'opaque',
              resource: text(token.aud),
            },
          });
    }
    case 'authorization':
    case 'resume': {
      const code = oidc.entities.AuthorizationCode;
      if (failure) return audit.newEvent({ ...refused, kind: 'authorization.refused', detail: { error } });
      return code
        ? audit.newEvent({
            ...done,
            kind: 'code.issued',
            ...(code.accountId && { account: code.accountId }),
            ...(oidc.session && { session: oidc.session.uid }),
            detail: { scope: code.scope ?? '' },
          })
        : undefined;
    }
    case 'pushed_authorization_request':
      if (status === 401)
        return audit.newEvent({ ...refused, kind: 'client.authentication_refused', detail: { reason: error } });
      return failure && audit.newEvent({ ...refused, kind: 'authorization.refused', detail: { error } });
    case 'introspection':
      if (status === 401)
        return audit.newEvent({ ...refused, kind: 'client.authentication_refused', detail: { reason: error } });
      return audit.newEvent({ ...done, kind: 'token.introspected', detail: { active: isActive(ctx.body) } });
    case 'revocation':
      if (status === 401)
        return audit.newEvent({ ...refused, kind: 'client.authentication_refused', detail: { reason: error } });
      return status === 200 && (token ?? oidc.entities.RefreshToken)
        ? audit.newEvent({ ...done, kind: 'token.revoked', detail: { format: token?.format ?? 'opaque' } })
        : undefined;
    default:
      return undefined;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const isActive = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'active' in body && body.active === true;
