import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import type { Middleware } from 'koa';
import { shadesOf } from '../../brand/index.ts';
import type { Accent, Shades } from '../../brand/index.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** A logo is an SVG from elsewhere: opened by itself it must not run what it may hold. */
const forOthers = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox";
/** A worker's own policy: it loads nothing and asks nobody. No worker starts in a sandbox (CSP 3 §6.3.2). */
const forScripts = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Bytes: a logo is on every page and kept in memory. */
const largestLogo = 512 * 1024;

interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** Changes with the body. */
  readonly version: string;
}

export interface Assets {
  /** The address of a file of views/assets, which changes with its content, so that it can be cached for ever. */
  url(name: string): string;
  /** The address of the style sheet with these colours, or undefined where they are ours. */
  accentUrl(accent: Accent | undefined): string | undefined;
  readonly middleware: Middleware;
}

/**
 * The files that pages need, in memory. A folder is one file: those in it, in the order of their names.
 * @param more files from elsewhere, by the name under which they are served
 * @param logo path of the installation's own logo, served as `brand` with its extension
 * @throws {Error} when the logo cannot be read, is no picture by its name, or is larger than 512 KiB
 */
export function createAssets(
  directory: URL,
  logo: string | undefined,
  more: Readonly<Record<string, URL>> = {},
): Assets {
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(directory)) assets.set(name, assetOf(name, contentOf(new URL(name, directory))));
  for (const [name, file] of Object.entries(more)) assets.set(name, assetOf(name, readFileSync(file)));
  if (logo !== undefined) assets.set(logoName(logo), readLogo(logo));

  return {
    url(name) {
      const asset = assets.get(name);
      if (!asset) throw new TypeError(`no asset ${name}`);
      return `/assets/${name}?v=${asset.version}`;
    },

    accentUrl(accent) {
      const shades = shadesOf(accent);
      return shades && `/assets/accent-${shades.light.accent.slice(1)}-${shades.dark.accent.slice(1)}.css`;
    },

    middleware: async (ctx, next) => {
      const name = /^\/assets\/([\w.-]+)$/.exec(ctx.path)?.[1];
      const asset = name === undefined ? undefined : (assets.get(name) ?? accentAsset(name));
      if (!asset || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) {
        await next();
        return;
      }

      ctx.status = 200;
      ctx.set('Content-Type', asset.type);
      ctx.set('X-Content-Type-Options', 'nosniff');
      ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
      ctx.set('Content-Security-Policy', asset.type.startsWith('text/javascript') ? forScripts : forOthers);
      ctx.set('ETag', `"${asset.version}"`);
      const current = ctx.query['v'] === asset.version;
      ctx.set('Cache-Control', current ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
      if (ctx.fresh) ctx.status = 304;
      else ctx.body = asset.body;
    },
  };
}

/** The name under which the installation's own logo is served. */
export const logoName = (path: string): string => `brand${extname(path).toLowerCase()}`;

/** @throws {Error} when it cannot be read, is no picture by its name, or is larger than 512 KiB */
export function readLogo(path: string): Asset {
  const body = readFileSync(path);
  if (body.length > largestLogo) throw new Error(`the logo ${path} is larger than ${largestLogo / 1024} KiB`);
  return assetOf(path, body);
}

function contentOf(file: URL): Buffer {
  if (!statSync(file).isDirectory()) return readFileSync(file);
  const parts = readdirSync(file).toSorted();
  return Buffer.concat(parts.map((part) => readFileSync(new URL(`${file.href}/${part}`))));
}

function assetOf(name: string, body: Buffer): Asset {
  const type = types[extname(name).toLowerCase()];
  if (type === undefined) throw new Error(`${name} is none of ${Object.keys(types).join(', ')}`);
  return { type, body, version: createHash('sha256').update(body).digest('base64url').slice(0, 16) };
}

/** Two colours in the name make a style sheet: nothing is looked up, and nothing but colours can get into it. */
function accentAsset(name: string): Asset | undefined {
  const [, light, dark] = /^accent-([0-9a-f]{6})-([0-9a-f]{6})\.css$/.exec(name) ?? [];
  const shades = shadesOf({ light: `#${light ?? ''}`, dark: `#${dark ?? ''}` });
  if (!shades) return undefined;
  const rule = ({ accent, onAccent }: Shades): string => `:root{--accent:${accent};--on-accent:${onAccent}}`;
  const css = `${rule(shades.light)}\n@media (prefers-color-scheme:dark){${rule(shades.dark)}}\n`;
  return assetOf(name, Buffer.from(css));
}
