import { z } from 'zod';
import type { Ephemera } from '../../../adapters/store.ts';
import type { Seconds } from '../../clock.ts';
import type { Digest } from '../../keys/index.ts';
import { BrowserFacts } from '../../provider/index.ts';
import { signalActions, signalKinds } from '../../risk/index.ts';

/** What somebody has proven in a sign-in. */
const Proven = z.object({
  /** The account that they say to be. */
  account: z.string(),
  /** How often it had been signed out everywhere at that moment: one more, and nothing of this counts any more. */
  signOuts: z.number(),
  /** RFC 8176. */
  methods: z.array(z.string()).readonly(),
  /** Whether the browser stays signed in after its window was closed. */
  remember: z.boolean(),
  /** When the first factor was proven, in seconds since the epoch: a second one makes it no younger, nor does waiting. */
  provenAt: z.number(),
  /** Id of the session of an earlier sign-in in which that was, where this one only proves more. It counts no longer than that. */
  earlier: z.string().exactOptional(),
  browser: BrowserFacts.exactOptional(),
  /** Whether it is so unlike before as what was seen when the first factor was proven says. */
  verdict: z
    .object({
      signals: z.array(z.object({ kind: z.enum(signalKinds), from: z.string(), to: z.string() })).readonly(),
      action: z.enum(signalActions),
    })
    .readonly()
    .exactOptional(),
  /** The kind of second factor that was proven, and whether it was added only now: its owner is told of that anyway. */
  factor: z.string().exactOptional(),
  added: z.boolean().exactOptional(),
  /** Whether recovery codes came with that factor, and were shown. */
  codesShown: z.boolean().exactOptional(),
  /** That the browser is to be spared the second factor from now on, as it was wished before it was proven. */
  memory: z.object({ signOuts: z.number(), factorChanges: z.number(), count: z.number() }).readonly().exactOptional(),
});
export type Proven = Readonly<z.output<typeof Proven>>;

/** As long as somebody needs to find their phone. */
const kept: Seconds = 600;
const kind = 'half-proven';

/**
 * Sign-ins whose first factor was proven and whose second was not. Such a one is no session, and nothing takes it for
 * one (CVE-2025-64103): only the steps that ask for the second factor find it, by the sign-in it belongs to.
 */
export interface HalfProven {
  keep(interaction: string, proven: Proven): Promise<void>;
  of(interaction: string): Promise<Proven | undefined>;
}

export function createHalfProven(options: { readonly ephemera: Ephemera; readonly digest: Digest }): HalfProven {
  const { ephemera, digest } = options;
  const keyOf = (interaction: string): string => digest(kind, interaction);
  return {
    keep: (interaction, proven) => ephemera.put(kind, keyOf(interaction), JSON.stringify(proven), kept),
    async of(interaction) {
      const found = await ephemera.get(kind, keyOf(interaction));
      // What an older node kept may lack what counts now: the sign-in begins again.
      return found === undefined ? undefined : Proven.safeParse(JSON.parse(found)).data;
    },
  };
}
