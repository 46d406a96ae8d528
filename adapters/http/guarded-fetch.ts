import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';

/** What of `fetch` an outgoing request of Postern's may use. */
export interface GuardedInit {
  readonly method?: string | undefined;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: string | URLSearchParams | null | undefined;
  readonly signal?: AbortSignal | null | undefined;
}

/**
 * A `fetch` for addresses that a client's owner chose (jwks_uri, logout URIs).
 *
 * It goes to public addresses only, refused before a connection is made and judged by the address that the name has at
 * that moment, so that neither a name that points inside nor one that changes (DNS rebinding) reaches a private service
 * (CVE-2020-10770, CVE-2026-1180). It follows no redirect.
 *
 * @param allowLoopback development only: apps run on the same machine
 */
export function guardedFetch(allowLoopback: boolean): (url: string | URL, init?: GuardedInit) => Promise<Response> {
  return async (url, { method = 'GET', headers, body, signal } = {}) => {
    const target = new URL(url);
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
    if (target.protocol !== 'https:' && !allowLoopback) throw new Error(`only https is asked: ${target.origin}`);
    // Loaded with the first request: it takes memory that most installations never need.
    const { useAgent } = await import('request-filtering-agent');
    const agent = useAgent(target.href, allowLoopback ? { allowIPAddressList: ['127.0.0.0/8', '::1/128'] } : {});
    return new Promise((resolve, reject) => {
      const outgoing = send(target, {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        agent,
        ...(signal && { signal }),
      });
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => resolve(toResponse(incoming)));
      outgoing.end(body == null ? undefined : String(body));
    });
  };
}

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const status = incoming.statusCode ?? 502;
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>), { status, headers });
}
