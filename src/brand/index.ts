export type { Accent, Brand, ClientBrand, Localised, TextOverrides } from './brand.ts';
