import type { Ephemera } from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import { randomId } from '../ids.ts';
import type { Digest } from '../keys/index.ts';

const kind = 'factor-set-up';
/** As long as somebody needs to find the phone and install an app on it. */
const kept: Seconds = 3600;

/** Apps that are being set up: the id that one will have, so that its seed is the same when the page is loaded again. */
export interface SetUps {
  /**
   * The set-up of this place; begins one where there is none.
   * @param place the sign-in or the session that it belongs to, and what was proven there: a seed is shown nowhere else
   */
  of(place: string): Promise<string>;
  end(place: string): Promise<void>;
}

export function createSetUps({ ephemera, digest }: { readonly ephemera: Ephemera; readonly digest: Digest }): SetUps {
  const keyOf = (place: string): string => digest(kind, place);
  return {
    async of(place) {
      const id = randomId();
      if (await ephemera.putIfAbsent(kind, keyOf(place), id, kept)) return id;
      return (await ephemera.get(kind, keyOf(place))) ?? this.of(place);
    },
    end: (place) => ephemera.remove(kind, keyOf(place)),
  };
}
