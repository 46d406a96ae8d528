import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addApp } from '../support/apps.ts';
import { terminal } from '../support/command.ts';
import { startPostern, type Postern } from '../support/postern.ts';

/** One API that is new each time, and what stands under clients. */
const fileOf = (api: string, client: string): string =>
  `apis: [{ id: 'https://${api}.example/', name: New }]\nclients:\n  - { ${client} }\n`;

const web = 'name: Shop, kind: web, redirectUris: [https://shop.example/callback]';

describe('a file that cannot be applied whole changes nothing, and says which client it is', () => {
  let postern: Postern;
  const { postern: run, json } = terminal(() => postern.directory);
  beforeAll(async () => {
    postern = await startPostern('sqlite');
    await addApp(postern, { kind: 'spa', id: 'board' });
    process.env['SHORT_SECRET'] = 'only-this-short';
  }, 60_000);
  afterAll(async () => {
    delete process.env['SHORT_SECRET'];
    await postern.stop();
  });

  async function applied(text: string) {
    const file = join(postern.directory, 'declared.yaml');
    await writeFile(file, text);
    return run('apply', '--yes', '--file', file);
  }

  test.each([
    [
      'a secret that is too short',
      `id: shop, ${web}, secretFrom: 'env:SHORT_SECRET'`,
      'client shop: the secret in env:SHORT_SECRET must be 32 to 200 printable ASCII characters without space',
    ],
    [
      'a client of another kind',
      `id: board, ${web}`,
      'client board is there as spa, and a kind cannot be changed: give the web one another id',
    ],
    [
      'an id of our own',
      `id: postern-account, ${web}`,
      "client postern-account is Postern's own: give yours another id",
    ],
  ])('%s', async (_what, client, message) => {
    const before = [await json('client', 'list'), await json('api', 'list')];
    const { code, stdout, stderr } = await applied(fileOf('half', client));
    expect([code, stdout, stderr.trim()]).toEqual([1, '', message]);
    expect([await json('client', 'list'), await json('api', 'list')]).toEqual(before);
  });

  test('a declared client is changed in its file, whatever is in it', async () => {
    process.env['LONG_SECRET'] = 'long-enough-to-be-a-secret-of-a-client';
    const { code } = await applied(fileOf('whole', `id: shop, ${web}, secretFrom: 'env:LONG_SECRET'`));
    delete process.env['LONG_SECRET'];
    expect(code).toBe(0);
    const { stderr } = await run('client', 'update', 'shop', '--name', 'Mine');
    expect(stderr.trim()).toBe('client shop is declared in a file: change it there, then run postern apply');
  });
});
