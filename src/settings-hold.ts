import { accessSync, constants, statSync } from 'node:fs';
import { SettingsRefused, type Problem, type Settings } from '../config/index.ts';
import { problemsOf } from './brand/index.ts';
import { parseClient, readDeclaredFile, usersOf } from './clients/index.ts';
import { ownDeclarations } from './own-clients.ts';
import { openBadNetworks } from './risk/index.ts';
import { readLogo } from './web/index.ts';
import { openPlaces } from './whereabouts/index.ts';

/**
 * Looks at what settings only name, or only its room can read: files, and texts in place of ours. A start looks before
 * anything is opened, and `postern config check` looks the same way: what it calls right does not stop the start.
 *
 * @returns what is wrong, each with how to mend it
 */
export async function problemsBehind(settings: Settings): Promise<Problem[]> {
  const { brand, placesFile, risk, clientsFile } = settings;
  const unfit = problemsOf(brand.texts);
  const found = [
    await inFile('brand.logo', isRemote(brand.logo) ? undefined : brand.logo, readLogo, {
      mend: 'give the path of an SVG, PNG, WebP or JPEG file that this user may read, or remove the setting',
    }),
    unfit.length > 0 && {
      setting: 'brand.texts',
      message: unfit.join('; '),
      mend: 'take keys of views/texts/en.ts, with the {placeholders} that are there, in a language that there is',
    },
    await inFile('placesFile', placesFile, openPlaces, {
      mend: 'name a file in MaxMind DB format that this user may read, or remove the setting',
    }),
    await inFile('risk.badNetworksFile', risk.badNetworksFile, (file) => openBadNetworks(file, () => undefined), {
      mend: 'name a file with one network a line that this user may read, or remove the setting',
    }),
    await inFile('clientsFile', clientsFile, (file) => readClients(settings, file), {
      mend: 'mend the file, or name the right one',
    }),
  ];
  return found.filter((problem) => problem !== undefined && problem !== false);
}

/** @throws {SettingsRefused} with everything that `problemsBehind` finds */
export async function refuseWhatDoesNotHold(settings: Settings): Promise<void> {
  const problems = await problemsBehind(settings);
  if (problems.length > 0) throw new SettingsRefused(problems);
}

const isRemote = (logo = ''): boolean => /^https:/i.test(logo);

const readClients = (settings: Settings, path: string) => {
  const surroundings = {
    development: settings.profile === 'development',
    clientCertificates: settings.clientCertificateHeader !== undefined,
    ownApis: usersOf(ownDeclarations(settings).apis),
  };
  return readDeclaredFile(path, (declaration) => parseClient(declaration, 'file', surroundings));
};

/** What is wrong with the file that a setting names, where it names one. */
async function inFile(
  setting: string,
  path: string | undefined,
  read: (path: string) => unknown,
  { mend }: { readonly mend: string },
): Promise<Problem | undefined> {
  if (path === undefined) return undefined;
  const unread = whyUnreadable(path);
  if (unread !== undefined) return { setting, message: unread, mend };
  try {
    await read(path);
    return undefined;
  } catch (error) {
    return { setting, message: error instanceof Error ? error.message : String(error), mend };
  }
}

function whyUnreadable(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return `${path} is no file`;
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read (${code ?? String(error)})`;
  }
}
