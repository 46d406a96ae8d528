import type { Memories, Session } from '../devices/index.ts';
import { levelOf, type Factors } from '../factors/index.ts';

/**
 * Whether a sign-in may see its account, on the account's pages or by its API: where second factors are asked for, one that
 * proved less does not, whatever the app asks for that it began in.
 * @param amr     what it proved
 * @param session that it is, or that it began in
 */
export async function hasProvenEnough(
  { factors, memories }: { readonly factors: Pick<Factors, 'next'>; readonly memories: Pick<Memories, 'stillHolds'> },
  account: string,
  amr: readonly string[],
  { device = '', doubtful, sparedBy }: Pick<Session, 'device' | 'doubtful' | 'sparedBy'>,
): Promise<boolean> {
  const spared = sparedBy !== undefined && (await memories.stillHolds(device, sparedBy));
  const step = await factors.next({ account, level: levelOf(amr), doubtful, spared });
  return step.is === 'enough' || (step.is === 'enrol' && step.until !== undefined);
}
