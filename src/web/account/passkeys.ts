import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { deviceName, longestName } from '../../devices/index.ts';
import { Refused } from '../../errors.ts';
import type { Passkey } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { PasskeyShown } from '../pages/index.ts';
import { formHere, goTo, ownOf, show } from '../signed-in/index.ts';
import { doneIn } from './done.ts';
import type { AccountHost } from './host.ts';
import { mayAddFirstOnly, nowProven } from './now-proven.ts';
import { askAnew, commonOf, isLastFactor, isOwnerStill, securityPath } from './own.ts';
import { showCodes } from './recovery-codes.ts';

/** Where one adds a passkey: told to password managers too (see `passkey-endpoints`). */
export const passkeysPath = `${securityPath}/passkeys`;

const Name = z.string().max(1000).default('');

/** A passkey as its owner sees it. */
export const shownPasskey = ({
  id,
  name,
  agent,
  addedAt,
  usedAt,
  synced,
  secondOnly,
  copiedAt,
}: Passkey): PasskeyShown => ({
  url: `${passkeysPath}/${id}`,
  ...(name !== undefined && { name }),
  agent,
  addedAt,
  ...(usedAt !== undefined && { usedAt }),
  synced,
  ...(secondOnly && { secondOnly }),
  ...(copiedAt !== undefined && { copiedAt }),
});

/** GET /account/security/passkeys: makes a passkey. */
export const showPasskeySetUp =
  (host: AccountHost): Middleware =>
  (ctx) =>
    askForPasskey(host, ctx);

/** POST /account/security/passkeys: enrols the one that was made. */
export const submitPasskeySetUp =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { credential: answer, name: typed } = formOf(
      ctx,
      z.object({ credential: z.string().max(15_000).default(''), name: Name }),
    );
    // One that was made is not lost for its name: it can be called something else later.
    const name = deviceName(typed) ?? '';
    const posted = { place: placeOf(ctx), answer, first: mayAddFirstOnly(ctx), ...(name !== '' && { name }) };
    const { account } = ownOf(ctx);
    const { origin } = stateOf(ctx);
    const enrolment = await host.factors.passkeys.add(account.id, posted, origin, isOwnerStill(host, ctx));
    if (enrolment.is === 'ended') return askAnew(host, ctx);
    if (enrolment.is === 'refused' || enrolment.is === 'late') return askForPasskey(host, ctx, enrolment.is);
    if (enrolment.is === 'full') return goTo(ctx, securityPath);
    await nowProven(host, ctx, 'passkey', enrolment.methods);
    const done = `${securityPath}?done=passkey-added`;
    if (!enrolment.codes) return goTo(ctx, done);
    showCodes(host, ctx, enrolment.codes, done);
  };

/** GET /account/security/passkeys/:id */
export const showPasskey =
  (host: AccountHost): Middleware =>
  (ctx) =>
    showOne(host, ctx, {});

/** POST /account/security/passkeys/:id: gives it a name. */
export const renamePasskey =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { name: typed } = formOf(ctx, z.object({ name: Name }));
    const name = deviceName(typed);
    if (name === undefined) return showOne(host, ctx, { typed, errors: { name: 'unfit' } }, 400);
    const passkey = await passkeyIn(host, ctx);
    if (!passkey) return goTo(ctx, securityPath);
    await host.factors.passkeys.rename(ownOf(ctx).account.id, passkey.id, name);
    goTo(ctx, `${passkeysPath}/${passkey.id}?done=renamed`);
  };

/** GET /account/security/passkeys/:id/remove: asks. */
export const askToRemovePasskey =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const passkey = await passkeyIn(host, ctx);
    if (!passkey) return goTo(ctx, securityPath);
    const back = `${passkeysPath}/${passkey.id}`;
    const asked = { kind: 'end', ...commonOf(host, ctx), form: formHere(host, ctx), back, what: 'passkey' } as const;
    show(host, ctx, { ...asked, last: await isLastFactor(host, ctx) });
  };

/** POST /account/security/passkeys/:id/remove */
export const removePasskey =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const passkey = await passkeyIn(host, ctx);
    if (passkey) await host.factors.passkeys.remove(ownOf(ctx).account.id, passkey.id, stateOf(ctx).origin);
    goTo(ctx, `${securityPath}?done=passkey-removed`);
  };

async function askForPasskey(host: AccountHost, ctx: Context, error?: 'refused' | 'late'): Promise<void> {
  const { account } = ownOf(ctx);
  if (!host.factors.passkeys.hasRoom(await host.factors.get(account.id))) return goTo(ctx, securityPath);
  const options = await host.factors.passkeys.create(placeOf(ctx), account);
  show(
    host,
    ctx,
    {
      kind: 'set-up-passkey',
      ...commonOf(host, ctx),
      ceremony: { does: 'create', form: formHere(host, ctx), options },
      longestName,
      ...(error && { errors: { passkey: error } }),
    },
    error ? 400 : 200,
  );
}

async function showOne(
  host: AccountHost,
  ctx: Context,
  more: { readonly typed?: string; readonly errors?: { readonly name: 'unfit' } },
  status = 200,
): Promise<void> {
  const passkey = await passkeyIn(host, ctx);
  if (!passkey) return goTo(ctx, securityPath);
  show(
    host,
    ctx,
    {
      kind: 'passkey',
      ...commonOf(host, ctx),
      passkey: shownPasskey(passkey),
      form: formHere(host, ctx),
      longestName,
      remove: `${passkeysPath}/${passkey.id}/remove`,
      ...doneIn(ctx),
      ...more,
    },
    status,
  );
}

/** A challenge belongs to one session. */
const placeOf = (ctx: Context): string => `session\0${ownOf(ctx).session.id}`;

/** @throws {Refused} not_found for what never was and for another account's alike */
async function passkeyIn(host: AccountHost, ctx: Context): Promise<Passkey | undefined> {
  const id = String((ctx['params'] as Record<string, unknown>)['id']);
  if (!/^[\w-]{22}$/.test(id)) throw new Refused('not_found', 'there is no such page');
  const record = await host.factors.get(ownOf(ctx).account.id);
  return record?.passkeys?.find((passkey) => passkey.id === id);
}
