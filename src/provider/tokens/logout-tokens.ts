import type Provider from 'oidc-provider';
import type { Client as EngineClient } from 'oidc-provider';
import type { Digest } from '../../keys/index.ts';
import { randomId } from '../../ids.ts';
import { override } from '../overrides/install.ts';
import { sidOf } from '../subjects.ts';

interface LogoutToken {
  mask: object;
  set(claim: string, value: unknown): void;
  issue(options: { readonly use: 'logout' }): Promise<string>;
}

interface Classes {
  readonly Client: {
    prototype: { backchannelLogout(): Promise<void> };
    find(id: string): Promise<EngineClient | undefined>;
  };
  readonly IdToken: new (
    available: object,
    options: { readonly client: EngineClient; readonly ctx: undefined },
  ) => LogoutToken;
}

/** Signs a logout token; undefined where there is no such client any more. */
export type LogoutTokens = (logout: {
  readonly client: string;
  readonly account: string;
  readonly session: string;
}) => Promise<string | undefined>;

/**
 * Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4), made and signed by the engine as it makes ID tokens: the
 * client's algorithm and subject, good for two minutes. The engine's own sending is taken away: it would hold up the
 * sign-out, try once, and forget.
 */
export function logoutTokens(provider: Provider, digest: Digest): LogoutTokens {
  const { Client, IdToken } = provider as unknown as Classes;

  override(
    Client.prototype,
    'backchannelLogout',
    () => () => Promise.reject(new Error('apps are told of a sign-out by what goes out, and not by the engine')),
  );

  return async ({ client: id, account, session }) => {
    const client = await Client.find(id);
    if (!client) return undefined;
    const token = new IdToken({ sub: account }, { client, ctx: undefined });
    token.mask = { sub: null };
    token.set('jti', randomId());
    token.set('sid', sidOf(digest, session, id));
    token.set('events', { 'http://schemas.openid.net/event/backchannel-logout': {} });
    return token.issue({ use: 'logout' });
  };
}
