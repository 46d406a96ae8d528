import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import type { Brand } from '../../src/brand/index.ts';
import { createPages } from '../../src/web/pages/index.ts';
import { samples } from './samples.ts';

export interface Preview {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves every sample at /<name> on a free loopback port. `?theme=` is the browser's affair, `?ui_locales=` ours. */
export async function startPreview(brand: Brand = { name: 'Postern' }, port = 0): Promise<Preview> {
  const pages = createPages({ issuer: 'http://localhost:3000', brand });
  const app = new Koa();
  app.use(pages.assets);
  app.use((ctx) => {
    const sample = samples.find(({ name }) => `/${name}` === ctx.path);
    if (sample) {
      const uiLocales = ctx.query['ui_locales'];
      pages.render(ctx, sample.page, { ...sample.options, ...(typeof uiLocales === 'string' && { uiLocales }) });
    }
  });
  const server: Server = app.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

// By hand: `node test/pages/preview.ts [port]` shows the pages until Ctrl-C.
if (import.meta.main) {
  const { url } = await startPreview({ name: 'Postern' }, Number(process.argv[2] ?? 4000));
  process.stdout.write(samples.map(({ name }) => `${url}/${name}\n`).join(''));
}
