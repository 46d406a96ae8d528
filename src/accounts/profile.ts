import { z } from 'zod';
import { Refused } from '../errors.ts';
import { hasUnseen } from '../unseen.ts';

/** A postal address as OpenID Connect names its parts (OIDC Core §5.1.1). */
export interface PostalAddress {
  readonly formatted?: string;
  readonly street_address?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly postal_code?: string;
  readonly country?: string;
}

/** What an account says about its person, and passes on as it was said. None of it opens anything. */
export interface Profile {
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly middleName?: string;
  readonly nickname?: string;
  readonly preferredUsername?: string;
  readonly profile?: string;
  readonly picture?: string;
  readonly website?: string;
  readonly gender?: string;
  readonly birthdate?: string;
  readonly zoneinfo?: string;
  readonly locale?: string;
  readonly phone?: string;
  readonly address?: PostalAddress;
}

const sized = (longest: number) => z.string().trim().min(1).max(longest);

const line = sized(100).refine((value) => !hasUnseen(value), { error: 'has a control or half character in it' });

/** Parts of an address may have several lines (OIDC Core §5.1.1). */
const lines = sized(500).refine((value) => !hasUnseen(value.replaceAll('\n', '')), {
  error: 'has a control or half character in it',
});

/** Apps show it as a picture or a link: no scheme in which an address runs as a script. */
const webUrl = z.url({ protocol: /^https?$/, error: 'must be an https or http URL' }).max(1000);

const birthdate = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$/, {
  error: 'must be YYYY-MM-DD, 0000-MM-DD or YYYY',
});

const zoneinfo = z
  .string()
  .regex(/^[A-Za-z]/)
  .refine((name) => works(() => new Intl.DateTimeFormat('en', { timeZone: name })), {
    error: 'must be the name of a time zone, as in Europe/Paris',
  });

const locale = z
  .string()
  .refine((tag) => works(() => Intl.getCanonicalLocales(tag)), { error: 'must be a language, as in de or fr-CA' });

const phone = z.string().regex(/^\+[1-9]\d{4,14}$/, { error: 'must be as in +15551234567 (E.164)' });

const address = z.strictObject({
  formatted: lines.exactOptional(),
  street_address: lines.exactOptional(),
  locality: line.exactOptional(),
  region: line.exactOptional(),
  postal_code: line.exactOptional(),
  country: line.exactOptional(),
});

/** The standard claims (OIDC Core §5.1) that are said and not found out, and where an account keeps them. */
const standard = {
  name: ['name', line],
  given_name: ['givenName', line],
  family_name: ['familyName', line],
  middle_name: ['middleName', line],
  nickname: ['nickname', line],
  preferred_username: ['preferredUsername', line],
  profile: ['profile', webUrl],
  picture: ['picture', webUrl],
  website: ['website', webUrl],
  gender: ['gender', line],
  birthdate: ['birthdate', birthdate],
  zoneinfo: ['zoneinfo', zoneinfo],
  locale: ['locale', locale],
  phone_number: ['phone', phone],
  address: ['address', address],
} as const satisfies Record<string, readonly [keyof Profile, z.ZodType]>;

const Claims = z.strictObject(
  Object.fromEntries(Object.entries(standard).map(([claim, [, schema]]) => [claim, schema.optional()])),
);

/**
 * A profile from standard claims, by their names.
 * @throws {Refused} invalid_request when one is unknown, or is not as the standard says
 */
export function profileFrom(claims: Readonly<Record<string, unknown>>): Profile {
  const result = Claims.safeParse(claims);
  if (!result.success) {
    const wrong = result.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
    throw new Refused('invalid_request', wrong.join('; '));
  }
  const checked: Readonly<Record<string, unknown>> = result.data;
  return Object.fromEntries(
    Object.entries(standard).flatMap(([claim, [field]]) =>
      checked[claim] === undefined ? [] : [[field, checked[claim]]],
    ),
  );
}

/** A profile as standard claims; what is not in it is undefined. */
export const claimsOfProfile = (profile: Profile): Record<string, unknown> =>
  Object.fromEntries(Object.entries(standard).map(([claim, [field]]) => [claim, profile[field]]));

function works(tries: () => unknown): boolean {
  try {
    tries();
    return true;
  } catch {
    return false;
  }
}
