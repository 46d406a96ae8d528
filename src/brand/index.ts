/** How an installation looks and speaks: its name and colours, the languages and the texts. Pages and letters use it. */
export type { Accent, Brand, ClientBrand, Localised, TextOverrides } from './brand.ts';
export { nameOfCountry, nameOfDevice, type Looks } from './device-names.ts';
export { contrast, isColour, shadesOf, surfaces } from './colours.ts';
export type { Shades } from './colours.ts';
export { chooseLanguage, directionOf, knownLanguages, nameOfLanguage } from './languages.ts';
export { loadTemplates } from './templates.ts';
export type { Templates } from './templates.ts';
export { placeholders, problemsOf, textsIn } from './texts.ts';
export type { TextArguments, TextKey, TextPart, Texts } from './texts.ts';
