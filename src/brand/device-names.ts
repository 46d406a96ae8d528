import type { Texts } from './texts.ts';

/** What a device looks like from outside. */
export interface Looks {
  /** What sends its requests, and on which system. */
  readonly agent: { readonly name?: string; readonly system?: string };
  /** `country`: ISO 3166-1 alpha-2. */
  readonly place: { readonly country?: string; readonly city?: string };
}

/** A device in the reader's words: `Firefox on Windows, near Hamburg`. @param app the app's name, where it is one */
export function nameOfDevice({ text, language }: Texts, { agent, place }: Looks, app?: string): string {
  const program = app ?? agent.name;
  const { system } = agent;
  const device =
    program && system ? text('device.on', { program, system }) : (program ?? system ?? text('device.unknown'));
  if (place.city) return text('device.near', { device, place: place.city });
  const country = place.country && nameOfCountry(place.country, language);
  return country ? text('device.in', { device, place: country }) : device;
}

/** A country in a language. @param code ISO 3166-1 alpha-2; of anything else nothing is said */
export function nameOfCountry(code: string, language: string): string | undefined {
  try {
    return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(code);
  } catch {
    return undefined;
  }
}
