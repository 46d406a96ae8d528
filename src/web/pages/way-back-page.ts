import type { ClientBrand } from '../../brand/index.ts';
import type { ForClient } from './page-parts.ts';

/** A page in between that goes on by itself, and has a link for where the browser does not (private-use schemes). */
export interface ContinuePage {
  readonly kind: 'continue';
  readonly client: ClientBrand;
  /** https, http, or a private-use scheme with a dot in it (RFC 8252 §7.1). Anything else is a TypeError. */
  readonly url: string;
}

/** response_mode=form_post (OAuth 2.0 Form Post Response Mode): posts itself, by a button where scripts are off. */
export interface FormPostPage extends ForClient {
  readonly kind: 'form-post';
  /** http(s) URL, or a path of this origin. Anything else is a TypeError. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type WayBackPages = ContinuePage | FormPostPage;
