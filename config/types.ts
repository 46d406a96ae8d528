import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';

export const port = () => z.int().min(1).max(65_535);
export const seconds = (least: number, most: number) => z.int().min(least).max(most);

/** How often something is done by itself, in seconds; 0 or never for not at all. */
export const interval = (least: number, most: number) =>
  z.union([
    z
      .int()
      .max(most)
      .refine((value) => value === 0 || value >= least)
      .describe(`a whole number from ${least} to ${most}, 0`),
    z.literal('never'),
  ]);

/** A text of some form, described in words that complete "must be …". */
const text = (form: string, hasForm: (value: string) => boolean) => z.string().refine(hasForm).describe(form);

/** An issuer (RFC 8414 §2). Apps compare it character by character, and `__Host-` cookies are for a whole origin. */
export const origin = () =>
  text('an origin like https://id.example.com, without path, slash at the end or capitals', (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    return ['http:', 'https:'].includes(parsed?.protocol ?? '') && parsed?.origin === value;
  });

/** A URL with one of these schemes. Hosts are not looked at: MongoDB's URLs may name several, which URL cannot read. */
export const url = (...schemes: readonly string[]) =>
  text(`a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`, (value) =>
    schemes.some((scheme) => value.startsWith(`${scheme}://`) && /^\S+$/.test(value.slice(scheme.length + 3))),
  );

export const ipAddress = () =>
  text('an IP address or localhost', (value) => value === 'localhost' || isIP(value) !== 0);

/** An address, or addresses with the same first bits: `10.0.0.0/8`. */
export const network = () =>
  text('a network like 10.0.0.0/8', (value) => {
    const [, address = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
    return isIP(address) !== 0 && Number(bits) <= (isIP(address) === 6 ? 128 : 32);
  });

/** Named for what is in it: a header that means something else would be taken away from every request but a proxy's. */
export const certificateHeader = () =>
  text('the name of a header for certificates, like x-client-cert', (value) =>
    /^(?=.*cert)[a-z][a-z0-9-]{1,63}$/i.test(value),
  );

/** `id:key` entries, as the key room reads them. */
export const masterKeys = () =>
  text('id:key, the key 32 random bytes in base64url; several separated by commas, each with its own id', (value) => {
    const ids = value.split(',').map((entry) => /^([\w-]{1,32}):[\w-]{43}$/.exec(entry.trim())?.[1]);
    return !ids.includes(undefined) && new Set(ids).size === ids.length;
  });

/** No line break and no second address: by either a header could be smuggled in. */
export const mailAddress = () =>
  text('an address like no-reply@example.com or Example <no-reply@example.com>', (value) => {
    const bare = /^[^\r\n<>]*<([^<>]*)>$/.exec(value)?.[1] ?? value;
    return /^[^\s<>@,;]+@[^\s<>@,;]+$/.test(bare);
  });

/** A domain name, in letters of any script. */
export const domain = () =>
  text('a domain like example.com', (value) => /^[^\s@/*%]+\.[^\s@/*%.]+$/.test(value) && domainToASCII(value) !== '');

/** A country by its two letters. */
export const country = () =>
  text('the two letters of a country, like DE (ISO 3166-1)', (value) => /^[A-Z]{2}$/.test(value));

/** What Twilio sends from: a number, the id of a messaging service, or a name of up to 11 letters and digits. */
export const twilioSender = () =>
  text('a number like +12125550123, the id of a messaging service (MG…) or a name of 11 letters at most', (value) =>
    /^(\+[1-9]\d{6,14}|MG[0-9a-f]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/.test(value),
  );

/** A secret of the Standard Webhooks specification. */
export const webhookSecret = () =>
  text('whsec_ and 24 to 64 random bytes in base64', (value) => {
    const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
    const { length } = Buffer.from(encoded, 'base64');
    return encoded.length % 4 === 0 && length >= 24 && length <= 64;
  });

export const colour = () =>
  text('a colour like #0a5 or #00aa55', (value) => /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value));

export const path = () => z.string().min(1).describe('a path');

export const logo = () =>
  text('an https URL or the path of an SVG, PNG, WebP or JPEG file', (value) =>
    /^[a-z]{2,}:/i.test(value) ? /^https:\/\//i.test(value) : /\.(svg|png|webp|jpe?g)$/i.test(value),
  );

/** Texts by key, each for all languages or one by language. */
export const texts = () =>
  z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).describe('texts by their key');
