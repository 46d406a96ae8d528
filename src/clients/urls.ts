/** Hosts that never leave the machine, as URL parsers write them. */
export const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const longest = 1000;

/** A URL, or why it is not taken: words that complete "it …". */
export type Parsed =
  { readonly url: URL; readonly problem?: never } | { readonly url?: never; readonly problem: string };

/**
 * Parses a URL that is written exactly as every parser understands it.
 *
 * Two parsers that disagree about a URL are how a code ends at another host, so whatever a parser would mend is
 * refused: capitals in scheme or host, `\` for `/`, dot segments, tabs, other spellings of an address, a default port.
 * Refused too: names and passwords (`https://bank.example@evil.example`), and what is not ASCII or is encoded without
 * need in a path (`%2e%2e`, `%5c`, `%0d%0a`).
 */
export function parseExactly(text: string): Parsed {
  if (text.length > longest) return { problem: `is longer than ${longest} characters` };
  if (!/^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/.test(text)) {
    return {
      problem: 'has a character that a URL must not have as it is (space, control, quote, backslash, non-ASCII)',
    };
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return { problem: 'has a % that encodes nothing' };
  const [path = ''] = text.split(/[?#]/, 1);
  if (/%([01][0-9a-f]|7f)/i.test(text) || /%(2e|2f|5c|25)/i.test(path)) {
    return { problem: 'encodes a control character, or a dot, slash, backslash or % in its path' };
  }
  const url = URL.parse(text);
  if (!url) return { problem: 'is not an absolute URL' };
  // Parsers take hosts with empty labels (`https://../`), which no name server knows and every one reads differently.
  const named = /^(\[[\da-f:]+\]|[\w-]+(\.[\w-]+)*)$/.test(url.hostname);
  if (!named && /^https?:$/.test(url.protocol)) return { problem: 'has no proper host' };
  if (url.username || url.password) return { problem: 'has a user name or password in it' };
  if (url.href !== text && url.href !== `${text}/`)
    return { problem: `is not in its plain form, which is ${url.href}` };
  return { url };
}

/** Which URLs beside redirect URIs a client may have, and what is wrong with others: words that complete "it …". */
export function webUrlProblem(
  text: string,
  allowed: { readonly http: 'everywhere' | 'loopback' | 'never' },
): string | undefined {
  // `javascript:` in a client's homepage is a script on our consent page.
  if (!/^https?:/i.test(text)) return 'is neither https nor http';
  const { url, problem } = parseExactly(text);
  if (!url) return problem;
  if (url.protocol === 'https:') return undefined;
  if (allowed.http === 'everywhere' || (allowed.http === 'loopback' && loopbackHosts.has(url.hostname)))
    return undefined;
  return 'is not https';
}

/** What is wrong with an origin that may call us from a browser (CORS); words that complete "it …". */
export function originProblem(text: string, allowed: { readonly http: 'loopback' | 'never' }): string | undefined {
  const problem = webUrlProblem(text, allowed);
  if (problem) return problem;
  const { origin } = new URL(text);
  return origin === text ? undefined : `is more than an origin, which is ${origin}`;
}
