import { expect, test } from '@jest/globals';
import { expectSound } from '../bad-input/invariants.ts';
import { sendRaw } from '../bad-input/raw.ts';
import { signInRequest } from '../support/apps.ts';
import { givenScene } from './scene.ts';

const stage = givenScene();

/** Nearly all that a request may have in its head. */
const room = 12_000;
const fill = (part: string): string => part.repeat(Math.floor(room / part.length));

/** What a parser that tries every way to read it does not finish: old Koa's own among them (CVE-2025-25200). */
const values = {
  spaces: `a${fill(' ')}b`,
  'tabs and spaces': `a${fill('\t ')}b`,
  commas: fill(','),
  'commas with spaces': fill(' , '),
  semicolons: fill(';'),
  'parameters without values': fill(';q='),
  'halves of quotes': fill('"\\'),
  slashes: fill('*/'),
  dashes: `en${fill('-a')}`,
  dots: fill('1.'),
  brackets: fill('['),
  colons: fill('::'),
  parentheses: fill('(('),
  names: fill('a=a; '),
};
const names = [
  'Accept',
  'Accept-Language',
  'Accept-Encoding',
  'Authorization',
  'Content-Type',
  'Cookie',
  'DPoP',
  'Forwarded',
  'Host',
  'If-Modified-Since',
  'If-None-Match',
  'Origin',
  'Range',
  'Referer',
  'User-Agent',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Forwarded-Proto',
];

test.each(Object.entries(values))('%s in any header take no time to read', async (_what, value) => {
  const { postern, app } = stage;
  const { url } = signInRequest(postern, app);
  for (const name of names) {
    for (const target of [`${url.pathname}${url.search}`, '/account', '/userinfo', '/health/live']) {
      const answer = await sendRaw(postern.issuer, { target, headers: [`${name}: ${value}`] });
      expectSound(answer, `${name} at ${target}`);
      expect([name, target, answer.took < 1000]).toEqual([name, target, true]);
    }
  }
});
