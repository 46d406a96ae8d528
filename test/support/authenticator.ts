import { generateSync } from 'otplib';
import type { Screen } from './person.ts';

/** An authenticator app on somebody's phone: what it was given, and what it shows. */
export interface Authenticator {
  /** The code of now, or of a time step before or after it. */
  code(steps?: number): string;
}

/** Scans the page that sets an app up. */
export function scan(screen: Screen): Authenticator {
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
