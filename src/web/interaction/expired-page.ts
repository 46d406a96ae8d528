import { nothingThere } from '../expired.ts';
import type { ExpiredPage, RenderOptions } from '../pages/index.ts';
import type { RequestState } from '../../provider/index.ts';
import { brandOf } from './host.ts';
import { wayBackTo, type Left } from './trail.ts';

/** The page about a sign-in that is no more, by what it has left. Answered 410. */
export function expiredPage(ctx: { readonly state: RequestState }, { client, finished }: Left): ExpiredPage {
  const next = wayBackTo(client);
  return {
    kind: 'expired',
    because: finished ? 'finished' : 'expired',
    ...(!finished && { reference: nothingThere(ctx, 'no sign-in is under way there') }),
    ...(client && { client: brandOf(client) }),
    ...(next && { next }),
  };
}

/** It may answer a form, or the engine: in another language it is what the sign-in's own address is answered with. */
export const inOtherLanguages = (uid: string): Pick<RenderOptions, 'languageLink'> => ({
  languageLink: (language) => `/interaction/${encodeURIComponent(uid)}?ui_locales=${language}`,
});
