import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { signIn } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { accountApiOf, chrome, onAccountApi, type Listed } from './account-api.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, keeper, notes, list, signInFor } = onAccountApi(profile);

  test('the examples of docs/account-api.md work, and answer what they say', async () => {
    const page = readFileSync(new URL('../../docs/account-api.md', import.meta.url), 'utf8');
    const requests = [...page.matchAll(/```http\n(\w+) \/api\/account(\S*) HTTP\/1\.1\n([\s\S]*?)```/g)];
    expect(requests.map(([, method, path]) => `${method} ${path}`)).toEqual([
      'GET /devices',
      'DELETE /devices/<id>',
      'DELETE /devices?except=this',
      'DELETE /devices',
    ]);
    const { email } = await somebody(postern);
    const desk = postern.person(chrome);
    await signIn(postern, desk, notes, email);
    const { access } = await signInFor(postern.person(), keeper, email);
    const other = (await list(access)).find((device) => !device.this)?.id ?? '';
    const shapes: unknown[] = [];
    for (const [, method = '', path = '', lines = ''] of requests) {
      const headers = Object.fromEntries(
        lines
          .trim()
          .split('\n')
          .map((line) => line.replace('<access token>', access).split(/: (.*)/) as [string, string]),
      );
      const response = await fetch(`${accountApiOf(postern)}${path.replace('<id>', other)}`, { method, headers });
      shapes.push(method === 'GET' ? await response.json() : response.status);
    }
    expect(shapes.slice(1)).toEqual([204, 204, 204]);
    const [, documented = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const [said] = (JSON.parse(documented) as { devices: object[] }).devices;
    const answered = (shapes[0] as { devices: (Listed & object)[] }).devices.find((device) => device.this);
    expect(shapeOf(answered)).toEqual(shapeOf(said));
  });
});

/** The names of fields and the types of values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
