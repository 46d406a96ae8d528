/** Two colours as `#rgb` or `#rrggbb`, for the light and the dark theme. With one given, the other is derived from it. */
export interface Accent {
  readonly light?: string;
  readonly dark?: string;
}

/** A text in one language for everybody, or by language tag (`en`, `de` …). */
export type Localised = string | Readonly<Record<string, string>>;

/** Our own texts replaced: key → plain text with the same {placeholders}. Keys are those of views/texts/en.ts. */
export type TextOverrides = Readonly<Record<string, Localised>>;

/** How an installation presents itself. */
export interface Brand {
  readonly name: string;
  /**
   * An https URL, or the path of a local SVG, PNG, WebP or JPEG file, which is then served by us. It stands on a light
   * and on a dark page; an SVG can follow the theme by `@media (prefers-color-scheme: dark)`. Default: our own mark.
   */
  readonly logo?: string;
  readonly accent?: Accent;
  readonly texts?: TextOverrides;
}

/** How an app presents itself to people. All of it comes from whoever registered the app, so none of it is trusted. */
export interface ClientBrand {
  readonly name: string;
  /** http(s) URL of a square picture. Without one, the first letter of the name is shown. */
  readonly logo?: string;
  readonly homepage?: string;
  readonly termsUrl?: string;
  readonly privacyUrl?: string;
  /** Takes the place of the installation's colours on pages that are about this app. */
  readonly accent?: Accent;
  /** Goes before the installation's texts on pages that are about this app. */
  readonly texts?: TextOverrides;
}
