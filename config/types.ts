import { isIP } from 'node:net';
import { z } from 'zod';

export const port = () => z.int().min(1).max(65_535);
export const seconds = (least: number, most: number) => z.int().min(least).max(most);

/** A text that `check` finds nothing wrong with; what it finds completes "must …". */
const text = (check: (value: string) => string | undefined) =>
  z.string().check(({ value, issues }) => {
    const message = check(value);
    if (message) issues.push({ code: 'custom', message, input: value });
  });

/** A URL with one of these schemes. Hosts are not looked at: MongoDB's URLs may name several, which URL cannot read. */
export const url = (...schemes: readonly string[]) =>
  text((value) => {
    const scheme = schemes.find((known) => value.toLowerCase().startsWith(`${known}://`));
    if (scheme && /^[^\s]+$/.test(value.slice(scheme.length + 3))) return undefined;
    return `be a URL that begins with ${schemes.map((known) => `${known}://`).join(' or ')}`;
  });

export const colour = () =>
  text((value) => (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value) ? undefined : 'be a colour like #0a5 or #00aa55'));

export const ipAddress = () =>
  text((value) => (value === 'localhost' || isIP(value) ? undefined : 'be an IP address or localhost'));

/** An address, or addresses with the same first bits: `10.0.0.0/8`. */
export const network = () =>
  text((value) => {
    const [address = '', bits, ...rest] = value.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    const right =
      isIP(address) && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= most));
    return right ? undefined : 'be IP addresses or networks like 10.0.0.0/8';
  });

/** An issuer (RFC 8414 §2) that is an origin of its own. */
export const origin = () =>
  text((value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return 'be a URL like https://id.example.com';
    // Apps compare the issuer character by character, and `__Host-` cookies are for a whole origin.
    if (parsed.origin === value) return undefined;
    return `be an origin, without path, slash at the end or capitals: ${parsed.origin}`;
  });

/** `id:key` entries, as the key room reads them. No message holds a value. */
export const masterKeys = () =>
  text((value) => {
    const ids = value.split(',').map((entry) => /^([\w-]{1,32}):[\w-]{43}$/.exec(entry.trim())?.[1]);
    if (ids.includes(undefined)) return 'be id:key, the key 32 random bytes in base64url; several separated by commas';
    return new Set(ids).size === ids.length ? undefined : 'have a different id for each key';
  });

export const mailAddress = () =>
  text((value) => {
    const bare = /^[^\r\n<>]*<([^<>]*)>$/.exec(value)?.[1] ?? value;
    // No line break and no second address: a header could be smuggled in by either.
    if (/^[^\s<>@,;]+@[^\s<>@,;]+$/.test(bare)) return undefined;
    return 'be an address like no-reply@example.com or Example <no-reply@example.com>';
  });

export const logo = () =>
  text((value) => {
    const remote = /^[a-z]{2,}:/i.test(value);
    if (remote ? /^https:\/\//i.test(value) : /\.(svg|png|webp|jpe?g)$/i.test(value)) return undefined;
    return 'be an https URL or the path of an SVG, PNG, WebP or JPEG file';
  });
