import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { duration, parse, presentClient, type Outcome } from '../../../clients/index.ts';
import type { ApiHost } from '../host.ts';
import { bodyOf } from '../json-body.ts';
import { idIn, tellAdded } from './address.ts';
import { changeBy } from './caller.ts';
import { pageOf } from './page.ts';

const Rotation = z.strictObject({
  /** For how long the secret of before stays good beside the new one. */
  keepOld: duration(0, 400 * 24 * 3600).exactOptional(),
});

/** A client without the hashes of its secrets; with a secret only in the answer to what made it. */
const shown = ({ clock }: ApiHost, { client, secret }: Outcome) => ({
  ...presentClient(client, clock.now()),
  ...(secret !== undefined && { secret }),
});

/** GET …/clients */
export const listClients =
  (host: ApiHost): Middleware =>
  async (ctx) => {
    const { page, ...more } = await pageOf(ctx, host.clients.list);
    ctx.body = { clients: page.map((client) => shown(host, { client })), ...more };
  };

/** GET …/clients/:id */
export const showClient =
  (host: ApiHost): Middleware =>
  async (ctx) => {
    ctx.body = shown(host, { client: await host.clients.show(idIn(ctx)) });
  };

/** POST …/clients: the body is the declaration, and nothing in it but what may be declared is taken. */
export const addClient =
  (host: ApiHost): Middleware =>
  async (ctx) => {
    const added = await host.clients.add(bodyOf(ctx), changeBy(ctx));
    tellAdded(ctx, host.issuer, 'clients', added.client.id);
    ctx.body = shown(host, added);
  };

/** PATCH …/clients/:id: by the answer every node goes by it. */
export const changeClient =
  (host: ApiHost): Middleware =>
  async (ctx) => {
    ctx.body = shown(host, await host.clients.update(idIn(ctx), bodyOf(ctx), changeBy(ctx)));
  };

/** POST …/clients/:id/secrets */
export const addSecret =
  (host: ApiHost): Middleware =>
  async (ctx: Context) => {
    const { keepOld } = parse(Rotation, bodyOf(ctx), 'the secret cannot be made');
    const made = await host.clients.rotateSecret(idIn(ctx), keepOld, changeBy(ctx));
    ctx.status = 201;
    ctx.body = shown(host, made);
  };

/** DELETE …/clients/:id: by the answer nothing that was issued to it is good. */
export const removeClient =
  (host: ApiHost): Middleware =>
  async (ctx) => {
    await host.clients.remove(idIn(ctx), changeBy(ctx));
    ctx.status = 204;
  };
