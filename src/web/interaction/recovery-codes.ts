import type { Context, Middleware } from 'koa';
import { isRecent } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formTo, interactionOf, show } from './details.ts';
import type { Proven } from './half-proven.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { beginAgain, codesStep, isProvenStill, nextStep, proceed, provenSoFar } from './proceed.ts';

/** The recovery codes that came with the first factor. Reload cannot show them again, and leads to the step after them. */
export function showCodes(host: InteractionHost, ctx: Context, codes: readonly string[]): void {
  const { client, path } = interactionOf(ctx);
  const page = { kind: 'recovery-codes', client: brandOf(client), codes, form: formTo(host, ctx, 'go-on') } as const;
  show(host, ctx, page, 200, { address: `${path}/${codesStep}` });
}

/** GET …/set-up/codes: for who has seen codes in this sign-in, and has not said yet that they are kept. */
export const askWhetherKept =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    if (!(await withCodes(host, ctx))) return;
    const forms = { form: formTo(host, ctx, 'go-on'), remake: formTo(host, ctx, codesStep) };
    show(host, ctx, { kind: 'codes-shown', client: brandOf(interactionOf(ctx).client), ...forms });
  };

/** POST …/set-up/codes: new ones, for who has not kept those; the former ones are void. */
export const remakeCodes =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const proven = await withCodes(host, ctx);
    if (!proven) return;
    // As for all that outlives a sign-in: who finds it open has proven nothing.
    if (!isRecent(proven.provenAt, host.clock.now())) return beginAgain(ctx, 'late');
    const codes = await host.factors.remakeCodes(proven.account, stateOf(ctx).origin, isProvenStill(host, proven));
    if (codes) showCodes(host, ctx, codes);
    else beginAgain(ctx);
  };

/** What was proven in a sign-in that has shown codes, and needs nothing more; everybody else goes on to what they need. */
async function withCodes(host: InteractionHost, ctx: Context): Promise<Proven | undefined> {
  const proven = await provenSoFar(host, ctx);
  if (!proven) return undefined;
  if (proven.codesShown && (await nextStep(host, ctx, proven)).is === 'enough') return proven;
  await proceed(host, ctx, proven);
  return undefined;
}
