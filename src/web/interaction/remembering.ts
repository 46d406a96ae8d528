import type { Context } from 'koa';
import type { Seconds } from '../../clock.ts';
import type { MemoryWish } from '../../devices/index.ts';
import { canBeSpared, type FactorKind } from '../../factors/index.ts';
import { interactionOf } from './details.ts';
import type { InteractionHost } from './host.ts';
import { deviceIdIn } from './judge.ts';
import { ruleOf } from './proceed.ts';

/** How long this browser can be spared the factor, in seconds. Not by a code for the day on which nothing else is there. */
export function rememberedFor(host: InteractionHost, ctx: Context, factor: FactorKind): Seconds {
  const { client } = interactionOf(ctx);
  const isOffered = factor !== 'recovery-code' && canBeSpared(host.factors.ruleFor(ruleOf(client)));
  return isOffered ? host.memories.limitFor(client.rememberFactorFor) : 0;
}

/** Looked up before the factor is proven: what changes meanwhile makes the wish void. */
export const memoryFor = async (
  host: InteractionHost,
  ctx: Context,
  account: string,
  factor: FactorKind,
): Promise<MemoryWish | undefined> =>
  rememberedFor(host, ctx, factor) === 0 ? undefined : host.memories.wish(account, deviceIdIn(host, ctx, account));
