import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { isEnrolled, type AuthenticatorApp } from '../../factors/index.ts';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { formHere, formTo, goTo, ownOf, show } from '../signed-in/index.ts';
import { doneIn } from './done.ts';
import { forgetPath } from './forget-factor.ts';
import type { AccountHost } from './host.ts';
import { passwordPath } from './no-password.ts';
import { mayAddFirstOnly, nowProven } from './now-proven.ts';
import { askAnew, commonOf, isLastFactor, isOwnerStill, securityPath } from './own.ts';
import { shownPasskey } from './passkeys.ts';
import { showCodes } from './recovery-codes.ts';
import { sentCodesOf } from './sent-codes.ts';

/** GET /account/security: how one signs in. */
export const showSecurity =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const { account } = ownOf(ctx);
    const [record, spared] = await Promise.all([host.factors.get(account.id), host.memories.list(account.id)]);
    show(host, ctx, {
      kind: 'security',
      ...commonOf(host, ctx),
      password: passwordPath,
      ...(account.password === undefined && { noPassword: true }),
      email: '/account/email',
      passkeys: (record?.passkeys ?? []).map(shownPasskey),
      ...(host.factors.passkeys.hasRoom(record) && { addPasskey: `${securityPath}/passkeys` }),
      apps: (record?.apps ?? []).map((app) => ({
        addedAt: app.addedAt,
        ...(app.usedAt !== undefined && { usedAt: app.usedAt }),
        remove: `${securityPath}/apps/${app.id}/remove`,
      })),
      ...(host.factors.apps.hasRoom(record) && { add: `${securityPath}/apps` }),
      ...sentCodesOf(host, ctx, record),
      ...(isEnrolled(record) && {
        recovery: { left: record?.recovery?.left.length ?? 0, remake: `${securityPath}/recovery-codes` },
      }),
      others: '/account/end/others',
      spared: spared.map(({ device, until }) => ({
        device: { ...(device.name !== undefined && { name: device.name }), agent: device.agent, place: device.place },
        until,
        form: formTo(host, ctx, forgetPath(device.id)),
      })),
      ...doneIn(ctx),
    });
  };

/** GET /account/security/apps: sets up an authenticator app. */
export const showSetUp =
  (host: AccountHost): Middleware =>
  (ctx) =>
    askForCode(host, ctx);

/** POST /account/security/apps: its first code enrols it. */
export const submitSetUp =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const short = z.string().max(60).default('');
    const { code, adds } = formOf(ctx, z.object({ code: short, adds: short }));
    const { account } = ownOf(ctx);
    const done = `${securityPath}?done=factor-added`;
    // Reload sends the form once more that was answered with the codes: a new QR code would be scanned as well.
    if ((await host.factors.get(account.id))?.apps.some((app) => app.id === adds)) return goTo(ctx, done);
    if (code.trim() === '') return askForCode(host, ctx, 'missing');
    const place = placeOf(ctx);
    const id = await host.factorSetUps.of(place);
    const enrolment = await host.factors.apps.add(
      account.id,
      { id, code, first: mayAddFirstOnly(ctx) },
      stateOf(ctx).origin,
      isOwnerStill(host, ctx),
    );
    if (enrolment.is === 'ended') return askAnew(host, ctx);
    if (enrolment.is === 'wrong') return askForCode(host, ctx, 'wrong');
    if (enrolment.is === 'full') return goTo(ctx, securityPath);
    await host.factorSetUps.end(place);
    await nowProven(host, ctx, 'app', ['otp']);
    if (!enrolment.codes) return goTo(ctx, done);
    showCodes(host, ctx, enrolment.codes, done);
  };

/** GET /account/security/apps/:id/remove: asks. */
export const askToRemoveApp =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    if (!(await appIn(host, ctx))) return goTo(ctx, securityPath);
    show(host, ctx, {
      kind: 'end',
      ...commonOf(host, ctx),
      form: formHere(host, ctx),
      back: securityPath,
      what: 'factor',
      last: await isLastFactor(host, ctx),
    });
  };

/** POST /account/security/apps/:id/remove */
export const removeApp =
  (host: AccountHost): Middleware =>
  async (ctx) => {
    const app = await appIn(host, ctx);
    if (app) await host.factors.apps.remove(ownOf(ctx).account.id, app.id, stateOf(ctx).origin);
    goTo(ctx, `${securityPath}?done=factor-removed`);
  };

async function askForCode(host: AccountHost, ctx: Context, error?: 'missing' | 'wrong'): Promise<void> {
  const { account } = ownOf(ctx);
  const id = await host.factorSetUps.of(placeOf(ctx));
  show(
    host,
    ctx,
    {
      kind: 'set-up-app',
      ...commonOf(host, ctx),
      form: { ...formHere(host, ctx), hidden: { adds: id } },
      ...(await host.factors.apps.setupOf(account.id, id, account.email)),
      ...(error && { errors: { code: error } }),
    },
    error ? 400 : 200,
  );
}

/**
 * A set-up belongs to one proof of who is there in one session: its seed is shown after no other. Whoever finds the browser open
 * may have copied it, and would have every code of the app that the owner sets up later on.
 */
function placeOf(ctx: Context): string {
  const { id, generation } = ownOf(ctx).session;
  return `session\0${id}\0${generation}`;
}

/** @throws {Refused} not_found for what never was and for another account's alike */
async function appIn(host: AccountHost, ctx: Context): Promise<AuthenticatorApp | undefined> {
  const id = String((ctx['params'] as Record<string, unknown>)['id']);
  if (!/^[\w-]{22}$/.test(id)) throw new Refused('not_found', 'there is no such page');
  const record = await host.factors.get(ownOf(ctx).account.id);
  return record?.apps.find((app) => app.id === id);
}
