import { generateSync } from 'otplib';
import { openOwn } from './account-pages.ts';
import type { Person, Screen } from './person.ts';
import type { Postern } from './postern.ts';

/** An authenticator app on somebody's phone: what it was given, and what it shows. */
export interface Authenticator {
  /** The code of now, or of a time step before or after it. */
  code(steps?: number): string;
}

/** Scans the page that sets an app up. */
export function scan(screen: Pick<Screen, 'links' | 'title'>): Authenticator {
  const link = screen.links.find((href) => href.startsWith('otpauth://'));
  const secret = link && new URL(link).searchParams.get('secret');
  if (!secret) throw new Error(`nothing to scan on "${screen.title}"`);
  return { code: (steps = 0) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 }) };
}

/** A code that is not the app's, now and in the minutes around. */
export function wrongCode(app: Authenticator): string {
  const right = new Set([-2, -1, 0, 1, 2].map((steps) => app.code(steps)));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.has(code)) ?? '';
}

/** The recovery codes that a page shows. */
export const codesOn = ({ html }: Screen): string[] =>
  [...html.matchAll(/<li>((?:[0-9a-z]{6}-){3}[0-9a-z]{6})<\/li>/g)].map(([, code = '']) => code);

/**
 * Somebody sets up an authenticator app on the pages of their account. The code that this takes is used up: the next one
 * is there half a minute later.
 */
export async function setUpApp(
  postern: Pick<Postern, 'issuer'>,
  person: Person,
  email: string,
): Promise<{ readonly phone: Authenticator; readonly recoveryCodes: string[] }> {
  const page = await openOwn(postern, person, '/account/security/apps', email);
  const phone = scan(page);
  const done = await person.submit(page, '/apps', { code: phone.code() });
  if (done.status !== 200) throw new Error(`not set up: "${done.title}"`);
  return { phone, recoveryCodes: codesOn(done) };
}
