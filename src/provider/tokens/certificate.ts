import { X509Certificate } from 'node:crypto';
import type { Context } from 'koa';

/**
 * Reads the certificate that a client has shown to the proxy before us (RFC 8705): PEM, percent-encoded, as nginx has it
 * in `$ssl_client_escaped_cert`. The edge has taken the header away from everybody but trusted proxies. Whether the
 * certificate may be trusted is no question here: it binds tokens to its key, and proves nobody's name.
 *
 * @returns undefined where there is none, or none that can be read
 */
export function clientCertificateIn(header: string | undefined) {
  return (ctx: Pick<Context, 'get'>): X509Certificate | undefined => {
    const value = header === undefined ? '' : ctx.get(header);
    // With a comma it is two: a proxy added its own to one that the client had sent, and the first would be believed.
    if (value === '' || value.includes(',')) return undefined;
    try {
      return new X509Certificate(decodeURIComponent(value));
    } catch {
      return undefined;
    }
  };
}
