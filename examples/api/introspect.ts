/**
 * An API with opaque access tokens: it asks the issuer about each (RFC 7662).
 * One more request is the price; that a token stops working the moment it is revoked is what it buys.
 */
import { createServer } from 'node:http';
import { discover } from './discovery.ts';
import { notesApi, type CheckToken } from './notes.ts';

export interface IntrospectionSettings {
  readonly issuer: string;
  /** This API's resource indicator. */
  readonly resource: string;
  /** The client that the API is itself, only to ask. */
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Checks access tokens by asking the issuer, as a client with client_secret_basic. */
export function byIntrospection({ issuer, resource, clientId, clientSecret }: IntrospectionSettings): CheckToken {
  // Both parts are form-encoded before they are joined (RFC 6749 §2.3.1).
  const encoded = [clientId, clientSecret].map((part) => new URLSearchParams({ '': part }).toString().slice(1));
  const authorization = `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
  let endpoint: string | undefined;

  return async (token) => {
    endpoint ??= (await discover(issuer)).introspection_endpoint;
    const body = new URLSearchParams({ token, token_type_hint: 'access_token' });
    const signal = AbortSignal.timeout(5000);
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization },
      body,
      redirect: 'error',
      signal,
    });
    if (!response.ok) throw new Error(`introspection answered ${response.status}`);
    const claims = (await response.json()) as Partial<Record<string, string | string[] | boolean>>;

    if (claims['active'] !== true) return undefined;
    // A refresh token is active too, but has no token_type: one that leaked must not open an API.
    if (String(claims['token_type']).toLowerCase() !== 'bearer') return undefined;
    // What an app got for another API must not work here (RFC 9700 §2.3).
    if (![claims['aud']].flat().includes(resource)) return undefined;
    const subject = claims['sub'] ?? claims['client_id'];
    return typeof subject === 'string' ? { subject, scopes: String(claims['scope'] ?? '').split(' ') } : undefined;
  };
}

if (import.meta.main) {
  const { ISSUER = 'http://localhost:3000', CLIENT_ID, CLIENT_SECRET, ORIGINS = '', PORT = '4000' } = process.env;
  const { RESOURCE = `http://localhost:${PORT}` } = process.env;
  if (!CLIENT_ID || !CLIENT_SECRET) throw new Error('CLIENT_ID and CLIENT_SECRET are needed: see README.md');
  const settings = { issuer: ISSUER, resource: RESOURCE, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
  const server = createServer(notesApi(RESOURCE, ORIGINS.split(','), byIntrospection(settings)));
  server.listen(Number(PORT), 'localhost', () => console.log(`The API is at ${RESOURCE}/notes`));
}
