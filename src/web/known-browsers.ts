import type { Context } from 'koa';
import type { Browsers, Device, Devices } from '../devices/index.ts';
import { stateOf } from '../provider/index.ts';

/** What is needed to tell whether an account knows a browser. */
export interface KnownBrowsers {
  readonly devices: Pick<Devices, 'idOf' | 'get'>;
  readonly browsers: Pick<Browsers, 'isOwn'>;
}

/**
 * The device that an account is in this browser: only where it has signed in there before, and the browser proves that. Who
 * has planted its cookie, or has a copy of it, would have as many guesses more, and use up what the owner has there.
 */
export async function ownDevice(
  { devices, browsers }: KnownBrowsers,
  ctx: Context,
  account: string,
): Promise<Device | undefined> {
  const { browser = '', accounts: proof } = stateOf(ctx);
  const [device, isOwn] = await Promise.all([
    devices.get(devices.idOf(account, browser)),
    browsers.isOwn(browser, proof, account),
  ]);
  return isOwn && device?.account === account ? device : undefined;
}

/**
 * The device that an account is in this browser, where it has proven a second factor in it before. Not where only its
 * password was given: that, where an app asks for no more, would make as many browsers known as somebody likes who guesses
 * the rest.
 */
export async function browserWithFactor(
  host: KnownBrowsers,
  ctx: Context,
  account: string,
): Promise<string | undefined> {
  const device = await ownDevice(host, ctx, account);
  return device?.factors?.length ? device.id : undefined;
}
