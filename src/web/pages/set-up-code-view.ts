import { nameOfCountry, type TextKey, type Texts } from '../../brand/index.ts';
import type { OtherSetUp, SetUpCodePage } from './factor-page.ts';
import { inputs, type Draft } from './fields.ts';
import { listOf } from './names.ts';
import type { View } from './shown.ts';
import { durationOf, momentOf } from './times.ts';

const names = {
  passkey: 'set-up-app.passkey',
  app: 'set-up-passkey.app',
  sms: 'set-up-code.sms',
  email: 'set-up-code.email',
} as const satisfies Record<OtherSetUp['to'], TextKey>;

/** Links to what else can be set up. */
export const linksTo = (others: readonly OtherSetUp[] = [], { text }: Texts): NonNullable<View['links']> =>
  others.map(({ to, url }) => ({ text: text(names[to]), url }));

/** What a page that sets something up begins with: who requires it, and what it is. */
export function introTo(
  { required, client }: Pick<SetUpCodePage, 'required' | 'client'>,
  said: NonNullable<View['intro']>,
  brand: string,
  { parts }: Texts,
): NonNullable<View['intro']> {
  if (!required) return said;
  const who = required.by === 'app' && client ? client.name : brand;
  return [...parts(`set-up.required.${required.what}`, { who }), { text: ' ', name: false }, ...said];
}

/** The page that adds a phone or codes by e-mail: first a button that sends a code, then the field for it. */
export function setUpCodeView(page: SetUpCodePage, brand: string, texts: Texts): View {
  const { text, parts, language } = texts;
  const { factor: by, sent, again, email, until } = page;
  return {
    heading: parts(by === 'sms' ? 'set-up-phone.title' : 'set-up-email.title'),
    intro:
      sent === undefined
        ? introTo(page, parts(by === 'sms' ? 'set-up-phone.text' : 'set-up-email.text', { email }), brand, texts)
        : parts(`factor.${by}.sent`, { ending: sent }),
    ...inputs(draftsOf(page, texts), alertOf(page, texts)),
    buttons: again ? [{ text: text(`factor.${by}.again`, { ending: sent ?? '' }), form: again }] : [],
    links: [
      ...(page.other === undefined ? [] : [{ text: text('set-up-phone.other'), url: page.other }]),
      ...linksTo(page.others, texts),
    ],
    ...(until !== undefined && { note: text('set-up-app.until', { when: momentOf(until, language) }) }),
  };
}

function draftsOf({ factor: by, sent, number, numbers, errors }: SetUpCodePage, texts: Texts): Draft[] {
  const { text } = texts;
  if (sent !== undefined) {
    const error = errors?.code && text(`factor.${errors.code}`);
    const label = text(`factor.${by}.code`);
    const draft = { name: 'code', type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' } as const;
    return [{ ...draft, label, required: true, error }];
  }
  if (by === 'email') return [];
  const error = errors?.number && text(`set-up-phone.${errors.number}`);
  const draft = { name: 'number', type: 'tel', autocomplete: 'tel', inputmode: 'tel', required: true } as const;
  return [{ ...draft, label: text('set-up-phone.number'), value: number, ...hintOf(numbers, texts), error }];
}

/** More countries than these are no help to who looks for their own. */
const fewCountries = 5;

/** How a number begins here, and whose are taken. */
function hintOf(numbers: SetUpCodePage['numbers'], { text, language }: Texts): Pick<Draft, 'hint'> {
  const { countries = [], callingCode } = numbers ?? {};
  if (callingCode === undefined) return {};
  const example = text('set-up-phone.hint', { code: `+${callingCode}` });
  if (countries.length > fewCountries) return { hint: example };
  const names = countries.map((country) => nameOfCountry(country, language) ?? country);
  const whose = text('set-up-phone.countries', { count: countries.length, countries: listOf(names, language) });
  return { hint: `${whose} ${example}` };
}

function alertOf(
  { factor: by, sent, undelivered, errors, wait = 0 }: SetUpCodePage,
  { text, language }: Texts,
): string | undefined {
  if (errors?.form === 'pause') return text('factor.pause', { wait: durationOf(wait, language) });
  if (errors?.form === 'refused') return text(by === 'sms' ? 'set-up-phone.refused' : 'factor.refused');
  // Beside another number that was typed since, it would say that of that one.
  if (undelivered !== undefined && !errors?.number) return text(`factor.${by}.undelivered`, { ending: undelivered });
  // Without a field for it no code is good any more: a wrong one was the last try.
  return sent === undefined && errors?.code ? text('factor.late') : undefined;
}
