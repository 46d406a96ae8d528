import type { Context, Middleware } from 'koa';
import type { Store } from '../../../adapters/store.ts';
import type { Audit } from '../../audit/index.ts';
import { apiScopesOf, kinds, type Client, type Clients } from '../../clients/index.ts';
import type { Seconds } from '../../clock.ts';
import { stateOf } from '../request.ts';
import { routes } from '../routes.ts';
import { settleWrites } from '../middleware/settle.ts';
import type { Storage } from '../storage/index.ts';
import { credentialFields, type Authenticate } from './credentials.ts';
import { formFor, type Form } from './form.ts';
import { sayYes } from './yes.ts';

const grantType = 'client_credentials';
const fields = new Set(['grant_type', 'resource', 'scope', ...credentialFields]);

interface Asked {
  readonly resource?: string;
  readonly scope: readonly string[];
}

interface Granted {
  readonly client: Client;
  readonly aud?: string;
  /** Absent: none was asked for. */
  readonly scope?: string;
  readonly ttl: Seconds;
}

/**
 * The client credentials grant (RFC 6749 §4.4): a client with its secret wants an opaque token for itself, for one API
 * or for none, and may have what it asks for.
 */
export function issueUsualTokens(rooms: {
  readonly authenticate: Authenticate;
  readonly clients: Pick<Clients, 'findApi'>;
  readonly storage: Pick<Storage, 'issueClientToken'>;
  readonly store: Pick<Store, 'writesTogether'>;
  readonly audit: Pick<Audit, 'newEvent' | 'record'>;
  readonly lifetimes: { readonly accessToken: Seconds };
}): Middleware {
  const { authenticate, clients, storage, store, audit, lifetimes } = rooms;

  return sayYes(grant, async (ctx, { client, aud, scope, ttl }) => {
    const state = stateOf(ctx);
    state.client = client.id;
    const about = {
      clientId: client.id,
      ttl,
      ...(aud !== undefined && { aud }),
      ...(scope !== undefined && { scope }),
    };
    const { token, kept } = storage.issueClientToken(about);
    const event = audit.newEvent({
      kind: 'token.issued',
      outcome: 'done',
      client: client.id,
      origin: state.origin,
      detail: { grantType, scope: scope ?? '', format: 'opaque', resource: aud ?? '' },
    });
    ctx.body = { access_token: token, expires_in: ttl, scope, token_type: 'Bearer' };
    // What could not be kept is not given out, and the record must not say that it was.
    await settleWrites(
      ctx,
      store.writesTogether ? [kept, audit.record(event)] : [kept.then(() => audit.record(event))],
    );
  });

  /** @throws {StoreUnavailable} */
  async function grant(ctx: Context): Promise<Granted | undefined> {
    // A proof of a key binds the token to it (RFC 9449 §5).
    if (ctx.headers['dpop'] !== undefined) return undefined;
    const form = await formFor(ctx, routes.token, fields);
    const asked = form && askedIn(form);
    const client = asked && (await authenticate(ctx, form));
    if (!client || !kinds[client.kind].grantTypes.includes(grantType)) return undefined;
    const { resource = client.defaultApi, scope } = asked;
    if (resource === undefined) {
      return scope.length === 0 ? { client, ttl: lifetimes.accessToken } : undefined;
    }
    const api = client.apis.includes(resource) ? await clients.findApi(resource) : undefined;
    if (api?.tokenFormat !== 'opaque') return undefined;
    const allowed = new Set(apiScopesOf(client, api).map(({ name }) => name));
    if (!scope.every((one) => allowed.has(one))) return undefined;
    return { client, aud: api.id, ttl: api.accessTokenLifetime, ...(scope.length > 0 && { scope: scope.join(' ') }) };
  }
}

/** What a form asks for (RFC 6749 §4.4.2, RFC 8707 §2). */
function askedIn(form: Form): Asked | undefined {
  if (form.get('grant_type') !== grantType) return undefined;
  const [resource, scope = ''] = [form.get('resource'), form.get('scope')];
  return { ...(resource !== undefined && { resource }), scope: scope === '' ? [] : [...new Set(scope.split(' '))] };
}
