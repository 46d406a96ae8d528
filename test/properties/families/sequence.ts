import fc from 'fast-check';
import { appNames, type AppChoice } from './apps.ts';
import { endings } from './endings.ts';
import { wishes, type Wish } from './wishes.ts';

/**
 * What is done, as data: it can be written down, kept, and done again. Numbers choose among what there is when their
 * turn comes.
 */
export type Deed =
  | {
      readonly do: 'refresh';
      readonly of: number;
      /** How many generations before the newest known one. */
      readonly back: number;
      readonly as: 'owner' | 'stranger' | 'another app';
      readonly wish?: Wish | undefined;
      readonly times: number;
      /** Milliseconds after which the sender has gone away. */
      readonly lost?: number | undefined;
    }
  | { readonly do: 'redeem'; readonly of: number; readonly times: number; readonly lost?: number | undefined }
  | { readonly do: 'revoke'; readonly of: number; readonly token: 'access' | 'refresh'; readonly back: number }
  | { readonly do: 'look'; readonly of: number; readonly token: 'access' | 'refresh'; readonly back: number }
  | { readonly do: 'authorize'; readonly app: AppChoice; readonly device: number }
  | { readonly do: 'end'; readonly of: number; readonly how: string };

export type Step =
  | { readonly step: 'sign in'; readonly app: AppChoice; readonly device: number; readonly pages: boolean }
  | {
      readonly step: 'together';
      readonly deeds: readonly Deed[];
      /** A node that is killed meanwhile. */
      readonly kill?: { readonly node: number; readonly after: number } | undefined;
    }
  | { readonly step: 'wait'; readonly seconds: number }
  | { readonly step: 'set the clocks back'; readonly seconds: number }
  /** From then on the clock of one node is as far behind the others'. */
  | { readonly step: 'one clock is behind'; readonly node: number; readonly seconds: number }
  /** The key of the tokens, and as long until it is in use. */
  | { readonly step: 'rotate the keys'; readonly seconds: number }
  | { readonly step: 'open the account again' };

export type Sequence = readonly Step[];

/** One of how many moments a node is killed in: to start another one takes a second of a processor. */
const killOneOf = 60;

const few = (most: number) => fc.nat({ max: most });
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const seldom = <T>(one: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: one - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const lost = seldom(12, fc.integer({ min: 1, max: 12 }));
const app = fc.constantFrom<AppChoice[]>(...appNames, 'its own');
const token = fc.constantFrom('access' as const, 'refresh' as const);
/** Seconds, around what clocks may be apart, and up to an hour. */
const setBackBy = fc.constantFrom(1, 30, 31, 61, 600, 3600);
/** Mostly the newest one, and the one before. */
const back = fc.oneof(often(6, fc.constant(0)), often(4, fc.constant(1)), often(1, few(4)));

const refresh = fc.record({
  do: fc.constant('refresh' as const),
  of: few(4),
  back,
  as: fc.oneof(
    often(12, fc.constant('owner' as const)),
    often(4, fc.constant('stranger' as const)),
    often(1, fc.constant('another app' as const)),
  ),
  times: fc.oneof(often(3, fc.constant(1)), often(2, fc.integer({ min: 2, max: 6 }))),
  wish: seldom(5, fc.constantFrom(...wishes)),
  lost,
});

/** An old one, with a wish that is refused by itself, mostly: whichever of the two is looked at first, it was used. */
const refreshBeyond = fc.record({
  do: fc.constant('refresh' as const),
  of: few(4),
  back: fc.constant(2),
  as: fc.constantFrom('owner' as const, 'stranger' as const),
  times: fc.constant(1),
  wish: fc.constantFrom(...(['too wide a scope', 'the API', 'an API that nobody has'] as const)),
});

const deed: fc.Arbitrary<Deed> = fc.oneof(
  often(10, refresh),
  often(1, fc.record({ do: fc.constant('redeem' as const), of: few(4), times: fc.integer({ min: 1, max: 4 }), lost })),
  often(2, fc.record({ do: fc.constant('revoke' as const), of: few(4), token, back })),
  often(2, fc.record({ do: fc.constant('look' as const), of: few(4), token, back })),
  often(1, fc.record({ do: fc.constant('authorize' as const), app, device: few(2) })),
  often(
    2,
    fc.record({
      do: fc.constant('end' as const),
      of: few(4),
      how: fc.constantFrom(...endings.map(({ name }) => name)),
    }),
  ),
);

const signIn = fc.record({
  step: fc.constant('sign in' as const),
  app,
  device: few(2),
  pages: fc.oneof(often(19, fc.constant(false)), often(1, fc.constant(true))),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  often(3, signIn),
  often(
    10,
    fc.record({
      step: fc.constant('together' as const),
      deeds: fc.array(deed, { minLength: 1, maxLength: 5 }),
      kill: seldom(killOneOf, fc.record({ node: few(2), after: few(15) })),
    }),
  ),
  often(
    4,
    fc.record({
      step: fc.constant('wait' as const),
      // Around every end that something has: windows, the minute, access tokens, codes, idle and absolute ends.
      seconds: fc.oneof(
        often(6, fc.constantFrom(1, 2, 9, 10, 11, 29, 30, 31)),
        often(2, fc.constantFrom(59, 60, 61, 300, 301, 599, 600, 3600, 3661)),
        often(1, fc.constantFrom(86_399, 86_400, 172_800, 259_200)),
      ),
    }),
  ),
  often(2, fc.record({ step: fc.constant('set the clocks back' as const), seconds: setBackBy })),
  often(
    1,
    fc.record({
      step: fc.constant('one clock is behind' as const),
      node: few(2),
      seconds: fc.constantFrom(0, 2, 5, 30, 31),
    }),
  ),
  often(1, fc.constant({ step: 'rotate the keys' as const, seconds: 61 })),
  often(2, fc.constant({ step: 'open the account again' as const })),
);

const one = (deed: Deed): Step => ({ step: 'together', deeds: [deed] });
const byOwner = (of: number, back: number): Step => one({ do: 'refresh', of, back, as: 'owner', times: 1 });

/** What chance seldom brings together, after anything else: an old token with a wish, and a retry by an earlier clock. */
const last: fc.Arbitrary<Sequence> = fc.oneof(
  often(3, fc.constant([])),
  often(
    1,
    refreshBeyond.map((deed) => [byOwner(deed.of, 0), byOwner(deed.of, 0), one(deed)]),
  ),
  often(
    1,
    fc
      .tuple(few(4), setBackBy)
      .map(([of, seconds]) => [byOwner(of, 0), { step: 'set the clocks back' as const, seconds }, byOwner(of, 1)]),
  ),
);

/** Any sequence: somebody signs in, and then things happen. */
export const sequences: fc.Arbitrary<Sequence> = fc
  .tuple(fc.array(signIn, { minLength: 1, maxLength: 3 }), fc.array(step, { minLength: 2, maxLength: 9 }), last)
  .map((parts) => parts.flat());
