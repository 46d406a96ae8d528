/**
 * The edge where addresses from elsewhere become links. Escaping does not help against `javascript:` and `data:`, so
 * nothing but what is named here passes, however it is written: URLs are parsed as the browser does it, never matched.
 */

/** An absolute http(s) URL without credentials, in normal form; undefined for anything else. */
export function safeUrl(value: string | undefined): string | undefined {
  const url = parse(value);
  return url && isWeb(url) ? url.href : undefined;
}

/** An http(s) URL, or a path of this origin; undefined for anything else. */
export function safeLink(value: string | undefined): string | undefined {
  return safeUrl(value) ?? safePath(value);
}

const nowhere = 'http://nowhere.invalid';

/** A path of this origin with its query. `//host`, `/\host` and `/<tab>/host` lead elsewhere and do not pass. */
export function safePath(value: string | undefined): string | undefined {
  const url = value?.startsWith('/') ? parse(value, nowhere) : undefined;
  if (url?.origin !== nowhere || url.username || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search + url.hash;
}

/**
 * An address of an app: http(s), or a private-use scheme, which has a dot in it (RFC 8252 §7.1): so never `javascript:`,
 * `data:`, `file:` and their like; undefined for anything else.
 */
export function safeAppUrl(value: string | undefined): string | undefined {
  const url = parse(value);
  return url && (isWeb(url) || url.protocol.includes('.')) ? url.href : undefined;
}

/**
 * Where a browser may be sent with the answer for an app.
 * @throws {TypeError} for what is no address of an app
 */
export function redirectTarget(value: string): string {
  const url = safeAppUrl(value);
  if (url === undefined) throw new TypeError('not an address to send a browser to');
  return url;
}

/**
 * A host as a Content-Security-Policy can name it (CSP3 §2.3.1): no IPv6 address, and none of the `;` and `,` that URLs
 * allow in a host and that would begin a directive of the address's own.
 */
const hostSource = /^[\w.-]+$/;

/** What img-src has to name for this picture: its origin, or the scheme where a policy cannot name the host. */
export function imageSource(value: string): string | undefined {
  const url = parse(value);
  if (!url) return undefined;
  return hostSource.test(url.hostname) ? url.origin : url.protocol;
}

/**
 * What form-action has to name so that a form's answer may redirect to this address.
 *
 * Chromium applies form-action to every redirect that follows a form, those of the app from its callback to wherever it
 * lives included (tried with 153), and where that is nobody told us. So it is the scheme and not the origin; on an http
 * host, which is a loopback one, any port of it.
 */
export function formSource(value: string): string | undefined {
  const url = parse(value);
  if (!url) return undefined;
  return url.protocol === 'http:' && hostSource.test(url.hostname) ? `http://${url.hostname}:*` : url.protocol;
}

/** The host that somebody would see in the address bar, or the private-use scheme. */
export function hostOf(value: string): string | undefined {
  const url = parse(value);
  if (!url) return undefined;
  return isWeb(url) ? url.host : url.protocol.slice(0, -1);
}

const isWeb = (url: URL): boolean =>
  (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';

const parse = (value: string | undefined, base?: string): URL | undefined =>
  (value === undefined ? undefined : URL.parse(value, base)) ?? undefined;
