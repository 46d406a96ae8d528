import { loopbackHosts, parseExactly } from './urls.ts';

/** Kinds of clients that people are sent back to. */
export type RedirectedKind = 'web' | 'spa' | 'native';

/** Schemes that act in the browser instead of leading somewhere. Their names have no dot: said apart for the message. */
const acting = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'about:',
  'blob:',
  'filesystem:',
  'view-source:',
]);

/**
 * What is wrong with a redirect URI; words that complete "it …", or undefined when it may be registered.
 *
 * What is registered is compared as text, character by character (RFC 9700 §4.1.3), so there are no patterns; the one
 * exception is the port of a native app's loopback address, which is free (RFC 8252 §7.3).
 *
 * @param httpLoopback whether a web app or SPA may be on http at a loopback address: in development only, because
 *   anything on a person's machine may listen there
 */
export function redirectUriProblem(uri: string, kind: RedirectedKind, httpLoopback: boolean): string | undefined {
  if (acting.has(/^[^:]*:/.exec(uri.replace(/[^\x21-\x7e]/g, ''))?.[0].toLowerCase() ?? '')) {
    return 'has a scheme that runs or shows something instead of leading to an app';
  }
  const { url, problem } = parseExactly(uri);
  if (!url) return problem;
  if (uri.includes('#')) return 'has a fragment (RFC 6749 §3.1.2)';
  // Nothing matches patterns; who writes one believes that something does.
  if (uri.includes('*')) return 'has a *, and redirect URIs are compared exactly: name each one';
  switch (url.protocol) {
    case 'https:':
      return kind === 'native' && loopbackHosts.has(url.hostname) ? 'is https at a loopback address' : undefined;
    case 'http:':
      return kind === 'native' ? nativeHttpProblem(url) : webHttpProblem(url, httpLoopback);
    default:
      return kind === 'native' ? privateUseProblem(url) : 'is not https';
  }
}

const webHttpProblem = ({ hostname }: URL, httpLoopback: boolean): string | undefined =>
  httpLoopback && loopbackHosts.has(hostname) ? undefined : 'is not https';

/** RFC 8252 §7.3, and §8.3: `localhost` may be resolved to another machine, or not listened to by the app. */
function nativeHttpProblem({ hostname }: URL): string | undefined {
  if (hostname === 'localhost') return 'is at localhost: use 127.0.0.1 or [::1] (RFC 8252 §8.3)';
  return loopbackHosts.has(hostname) ? undefined : 'is http somewhere else than at 127.0.0.1 or [::1]';
}

/** RFC 8252 §7.1: a domain of the app's maker, reversed, so that two makers do not take the same scheme. */
function privateUseProblem({ protocol, pathname, host }: URL): string | undefined {
  if (!/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(protocol)) {
    return 'has a private-use scheme that is not a reversed domain like com.example.app';
  }
  return pathname.startsWith('/') || host ? undefined : 'has no / after its scheme';
}
