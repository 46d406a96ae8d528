import { nothingThere } from '../expired.ts';
import type { ExpiredPage } from '../pages/index.ts';
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

/** Where a sign-in begins: of one that is over, the page says so there too, whatever it answers. */
export const beginningPath = (uid: string): string => `/interaction/${encodeURIComponent(uid)}`;
