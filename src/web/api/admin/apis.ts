import type { Middleware } from 'koa';
import type { ApiHost } from '../host.ts';
import { bodyOf } from '../json-body.ts';
import { idIn, tellAdded } from './address.ts';
import { changeBy } from './caller.ts';
import { pageOf } from './page.ts';

/** GET …/apis */
export const listApis =
  ({ clients: { apis } }: ApiHost): Middleware =>
  async (ctx) => {
    const { page, ...more } = await pageOf(ctx, apis.list);
    ctx.body = { apis: page, ...more };
  };

/** GET …/apis/:id */
export const showApi =
  ({ clients: { apis } }: ApiHost): Middleware =>
  async (ctx) => {
    ctx.body = await apis.show(idIn(ctx));
  };

/** POST …/apis: the body is the declaration. */
export const addApi =
  ({ clients: { apis }, issuer }: ApiHost): Middleware =>
  async (ctx) => {
    const added = await apis.add(bodyOf(ctx), changeBy(ctx));
    tellAdded(ctx, issuer, 'apis', added.id);
    ctx.body = added;
  };

/** PATCH …/apis/:id: by the answer every node goes by it. */
export const changeApi =
  ({ clients: { apis } }: ApiHost): Middleware =>
  async (ctx) => {
    ctx.body = await apis.update(idIn(ctx), bodyOf(ctx), changeBy(ctx));
  };

/** DELETE …/apis/:id: by the answer no token for it is good. */
export const removeApi =
  ({ clients: { apis } }: ApiHost): Middleware =>
  async (ctx) => {
    await apis.remove(idIn(ctx), changeBy(ctx));
    ctx.status = 204;
  };
