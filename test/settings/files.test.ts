import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { command } from '../support/command.ts';
import { Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

/** Lets a command look at a file of settings. */
const withSettings = async (text: string, ...args: string[]) => {
  const config = folder.write('settings.yaml', text);
  return command([...args, '--config', config, '--data', folder.path]);
};

const app = '{ id: a, name: A, kind: spa, redirectUris: [https://a.example/cb], logout: none }';

const mistakes: readonly (readonly [setting: string, settings: string, says: RegExp])[] = [
  ['brand.logo', 'brand: { logo: logo.svg }', /there is no file .*logo\.svg/],
  ['brand.logo', 'brand: { logo: large.png }', /larger than 512 KiB/],
  ['brand.texts', 'brand: { texts: { sign-in.titel: Hi } }', /"sign-in\.titel"; did you mean sign-in\.title\?/],
  ['brand.texts', 'brand: { texts: { sign-in.title: "Hi {nobody}" } }', /"sign-in\.title" cannot use \{nobody\}/],
  ['brand.texts', 'brand: { texts: { sign-in.title: { it: Ciao } } }', /the languages are en, de, fr, es/],
  ['placesFile', 'placesFile: places.mmdb', /there is no file .*places\.mmdb/],
  ['placesFile', 'placesFile: words.txt', /words\.txt is not a list of places/],
  ['risk.badNetworksFile', 'risk: { badNetworksFile: networks.txt }', /there is no file .*networks\.txt/],
  ['risk.badNetworksFile', 'risk: { badNetworksFile: words.txt }', /words\.txt, line 1/],
  ['risk.badNetworksFile', 'risk: { badNetworksFile: . }', /is no file/],
  ['clientsFile', 'clientsFile: apps.yaml', /there is no file .*apps\.yaml/],
  ['clientsFile', 'clientsFile: clients.yaml', /clients\[0\]: .*logout: is not known/],
];

test.each(mistakes)('%s: what stops the start is told by config check: %s', async (setting, settings, says) => {
  folder.write('words.txt', 'no network');
  folder.write('large.png', 'x'.repeat(513 * 1024));
  folder.write('clients.yaml', `clients:\n  - ${app}\n`);

  const told = JSON.parse((await withSettings(settings, 'config', 'check', '--json')).stdout) as { problems: unknown };
  expect(told).toMatchObject({
    ok: false,
    problems: [{ setting, message: expect.stringMatching(says), mend: expect.stringMatching(/\w/) }],
  });

  const check = await withSettings(settings, 'config', 'check');
  expect(check).toMatchObject({ code: 1, stdout: '' });
  const start = await withSettings(settings, 'start');
  expect(start).toMatchObject({ code: 1, stdout: '' });
  expect(start.stderr).toBe(check.stderr);
  expect(start.stderr).toContain(`\n  ${setting}: `);
});

test('all of it is told at once', async () => {
  const all = 'brand: { logo: logo.svg, texts: { sign-in.titel: Hi } }\nplacesFile: p.mmdb\nclientsFile: c.yaml\n';
  const { stderr } = await withSettings(all, 'config', 'check');
  expect(stderr).toMatch(/^4 settings are not right:/);
});

test('files that can be used are right, and a logo elsewhere is not looked at', async () => {
  folder.write('networks.txt', '198.51.100.0/24');
  folder.write('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  folder.write('clients.yaml', `clients:\n  - ${app.replace(', logout: none', '')}\n`);
  const files = 'risk: { badNetworksFile: networks.txt }\nclientsFile: clients.yaml\n';
  for (const logo of ['logo.svg', 'https://cdn.example/logo.svg']) {
    const { code, stdout } = await withSettings(`brand: { logo: "${logo}" }\n${files}`, 'config', 'check');
    expect([code, stdout]).toEqual([0, expect.stringContaining('The settings are right')]);
  }
});
