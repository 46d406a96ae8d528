import type { JWK } from 'jose';
import type { Clock, Seconds } from '../clock.ts';
import { allSeries, type Keyring } from './keyring.ts';
import { activeOf, phaseOf, turningPoints } from './phase.ts';
import { isOfSeries, type Key, type Series } from './record.ts';

/** What an engine is made with. It cannot be told of a change afterwards. */
export interface EngineKeys {
  /** Keys that sign the engine's short-lived cookies, the one in use first. */
  readonly cookieKeys: readonly string[];
  /** Private signing keys. Of each algorithm the one in use comes first, and it is the first that the engine signs with. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

/** What of the keys the engine needs, as of now. */
export function livingEngineKeys(keyring: Keyring, clock: Clock) {
  let made:
    { readonly from: readonly Key[]; readonly since: Seconds; readonly until: Seconds; keys: EngineKeys } | undefined;

  function engineKeys(): EngineKeys {
    const now = clock.now();
    const { keys: all } = keyring;
    if (made?.from === all && now >= made.since && now < made.until) return made.keys;
    const until = Math.min(...turningPoints(all).filter((point) => point > now));
    const keys = {
      cookieKeys: inOrder({ purpose: 'cookie' }, all, now).map(({ secret }) => secret.toString('base64url')),
      jwks: {
        keys: allSeries
          .filter(({ purpose }) => purpose === 'signing')
          .flatMap((series) => inOrder(series, all, now))
          .flatMap(({ jwks }) => jwks?.private ?? []),
      },
    };
    // A point at which nothing changed for the engine must not cost it a new one.
    const same = made && JSON.stringify(made.keys) === JSON.stringify(keys);
    made = { from: all, since: now, until, keys: same && made ? made.keys : keys };
    return made.keys;
  }

  const keyOf = (kid: unknown): Key | undefined => keyring.keys.find(({ jwks }) => jwks && jwks.public.kid === kid);

  const isShown = (key: Key): boolean =>
    ['next', 'active', 'published'].includes(phaseOf(key, keyring.keys, clock.now()));

  return {
    engineKeys,

    isPublished(kid: unknown): boolean {
      const key = keyOf(kid);
      return key !== undefined && isShown(key);
    },

    async publishedKey(kid: unknown): Promise<JWK | undefined> {
      await keyring.fresh();
      if (!keyOf(kid)) await keyring.lookForUnknown();
      const key = keyOf(kid);
      return key && isShown(key) ? key.jwks?.public : undefined;
    },
  };
}

/** The keys of a series that are good for anything, the one in use first. */
function inOrder(series: Series, all: readonly Key[], now: Seconds): Key[] {
  const active = activeOf(series, all, now);
  const others = all.filter((key) => isOfSeries(key, series) && key !== active && phaseOf(key, all, now) !== 'over');
  return [active, ...others];
}
