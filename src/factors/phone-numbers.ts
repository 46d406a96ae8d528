import type { CountryCode, PhoneNumberType } from 'libphonenumber-js/max';

/** Where a text message goes. */
export interface Destination {
  /** E.164. */
  readonly number: string;
  /**
   * The country's calling code and the next four digits: about what an operator has. Toll fraud sends to many numbers of
   * one who shares what each message costs.
   */
  readonly prefix: string;
}

/** Whose numbers are taken. */
export interface NumbersTaken {
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  /** Without a plus. */
  readonly callingCode?: string;
}

/**
 * Kinds of numbers that people have. What is sent to others can cost more, and who has the number earns by it (premium rate,
 * shared cost, personal numbers); or it reaches nobody (pagers, voicemail, toll-free and company-wide numbers).
 */
const own: ReadonlySet<PhoneNumberType | undefined> = new Set(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/** Digits behind the calling code that a prefix has. */
const prefixDigits = 4;

export type PhoneNumbers = ReturnType<typeof createPhoneNumbers>;

/**
 * Reads phone numbers as people type them.
 * @param countries those that messages are sent to, ISO 3166-1 alpha-2. Numbers without a calling code are of the first
 */
export function createPhoneNumbers(countries: readonly string[]) {
  return {
    /**
     * @returns `invalid` for what is no number that there can be; `elsewhere` for one of a country that nothing is sent to,
     *   or of none (satellites, international networks); `service` for one that is no person's own, as at premium rate
     */
    async read(typed: string): Promise<Destination | 'invalid' | 'elsewhere' | 'service'> {
      // Loaded with the first number: most installations send no messages. With the kinds of all numbers, which the smaller
      // `min` does not know.
      const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
      const defaultCountry = countries[0] as CountryCode | undefined;
      const found = parsePhoneNumberFromString(typed.normalize('NFKC').trim(), {
        extract: false,
        ...(defaultCountry && { defaultCountry }),
      });
      if (!found?.isValid() || found.ext !== undefined) return 'invalid';
      if (found.country === undefined || !countries.includes(found.country)) return 'elsewhere';
      if (!own.has(found.getType())) return 'service';
      const { number, countryCallingCode, nationalNumber } = found;
      return { number, prefix: `${countryCallingCode} ${nationalNumber.slice(0, prefixDigits)}` };
    },

    /** Which numbers are taken, and the calling code of the first country that has one: for an example. */
    async taken(): Promise<NumbersTaken> {
      const { getCountryCallingCode, isSupportedCountry } = await import('libphonenumber-js/max');
      const first = countries.find((country) => isSupportedCountry(country));
      return { countries, ...(first && { callingCode: getCountryCallingCode(first) }) };
    },
  };
}

/** What a page shows of a number: its last two digits. */
export const endingOf = (number: string): string => number.slice(-2);
