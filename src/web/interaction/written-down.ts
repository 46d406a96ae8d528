import type { Context } from 'koa';
import type { Device } from '../../devices/index.ts';
import { isEnrolled, levelOf } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { isAtLeast } from '../../risk/index.ts';
import { interactionOf } from './details.ts';
import type { InteractionHost } from './host.ts';
import { detailOf, deviceIdIn, type Judged } from './judge.ts';

/**
 * Whether a second factor that is asked for because of what is unlike before was not proven: the app needs none. Then
 * nothing of this sign-in becomes a habit, or who has the password alone would make it one.
 */
export async function isDoubtful(host: InteractionHost, { account, methods, verdict }: Judged): Promise<boolean> {
  if (!isAtLeast(verdict.action, 'factor') || levelOf(methods) !== 'urn:postern:one-factor') return false;
  return isEnrolled(await host.factors.get(account));
}

/**
 * Writes down a sign-in that proved all that it had to, and what it was like. A session that only proves more began before.
 * @param how.spared whether the second factor was not asked for because the browser remembers it
 */
export async function writeDown(
  host: InteractionHost,
  ctx: Context,
  proven: Judged,
  { doubtful, spared }: { readonly doubtful: boolean; readonly spared: boolean },
): Promise<void> {
  const { account, factor, added = false, earlier, provenAt, verdict } = proven;
  const { origin } = stateOf(ctx);
  const id = deviceIdIn(host, ctx, account);
  const device = await host.devices.get(id);
  const back = device !== undefined && isBack(proven, device);
  if (earlier === undefined) {
    const told = doubtful && !back && (await host.risk.wasTold(account, verdict.signals));
    const more = {
      provenAt,
      ...(device && { device: id }),
      ...(spared && { spared }),
      ...(told && { told }),
      ...(back && { back }),
      ...(back && device.putOut && { putOut: true }),
      ...(factor !== undefined && { factor }),
    };
    const about = { account, client: interactionOf(ctx).client.id, origin, detail: { ...detailOf(proven), ...more } };
    await host.audit.record(host.audit.newEvent({ kind: 'account.signed_in', outcome: 'done', ...about }));
    if (doubtful && !told) await host.risk.noteTold(account, verdict.signals);
  }
  const isSettled = earlier === undefined || isAtLeast(verdict.action, 'factor');
  if (isSettled && !doubtful) await host.risk.note(account, origin);
  // Each recovery code has a letter of its own, and so has who came back.
  const told = added || back || factor === 'recovery-code';
  if (device) await host.devices.noteProof(id, { doubtful, factor, told, back }, origin);
}

/** Whether a sign-in is in a browser that its account had known before, and did not when it began. Its owner hears of it. */
function isBack({ earlier, provenAt, verdict }: Judged, { createdAt, doubtful = false }: Device): boolean {
  const isNew = verdict.signals.some(({ kind }) => kind === 'newDevice');
  return earlier === undefined && isNew && !doubtful && createdAt < provenAt;
}
