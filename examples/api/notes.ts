import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** Checks an access token. Resolves undefined for one that is not good here, and throws when that cannot be known. */
export type CheckToken = (token: string) => Promise<Access | undefined>;

export interface Access {
  /** Whom it acts for: the `sub` of a person, or of a program that acts for itself. */
  readonly subject: string;
  readonly scopes: readonly string[];
}

/**
 * The API: GET …/notes needs the scope notes:read, POST …/notes needs notes:write and writes down when it was called.
 *
 * @param resource its resource indicator (RFC 8707), such as https://api.example.com/v1: also where it is
 * @param origins  web origins whose scripts may call it (CORS)
 */
export function notesApi(resource: string, origins: readonly string[], check: CheckToken): RequestListener {
  const path = `${new URL(resource).pathname.replace(/\/$/, '')}/notes`;
  const notes = new Map<string, readonly string[]>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin, authorization } = request.headers;
    response.setHeader('vary', 'Origin');
    // Without Allow-Credentials: no cookie counts here.
    if (origin !== undefined && origins.includes(origin)) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-allow-headers', 'Authorization');
      response.setHeader('access-control-expose-headers', 'WWW-Authenticate');
    }
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (request.url?.split('?')[0] !== path) return send(response, 404, { error: 'not_found' });
    const scope = request.method === 'GET' ? 'notes:read' : request.method === 'POST' ? 'notes:write' : undefined;
    if (scope === undefined) return send(response, 405, { error: 'method_not_allowed' });

    // A token in a query or a body ends up in logs and histories: only the header counts (RFC 9700 §4.3.2).
    const token = /^Bearer ([\w.~+/-]{1,8192}=*)$/i.exec(authorization ?? '')?.[1];
    const access = token === undefined ? undefined : await check(token);
    if (!access) return refuse(response, 401, authorization === undefined ? undefined : 'invalid_token', scope);
    if (!access.scopes.includes(scope)) return refuse(response, 403, 'insufficient_scope', scope);

    const mine = notes.get(access.subject) ?? [];
    if (scope === 'notes:read') return send(response, 200, { subject: access.subject, notes: mine });
    notes.set(access.subject, [...mine, `Written at ${new Date().toISOString()}`].slice(-20));
    send(response, 201, { subject: access.subject, notes: notes.get(access.subject) });
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      // Neither a yes, nor a refusal that the app would take as final.
      send(response, 503, { error: 'temporarily_unavailable' });
    });
  };
}

/** RFC 6750 §3: a request that shows no token is told no error. */
function refuse(response: ServerResponse, status: number, error: string | undefined, scope: string): void {
  const reason = error === undefined ? '' : ` error="${error}",`;
  response.setHeader('www-authenticate', `Bearer${reason} scope="${scope}"`);
  send(response, status, { error: error ?? 'unauthorized' });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
