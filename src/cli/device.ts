import { Argument, type Command } from 'commander';
import { nameOfDevice, textsIn } from '../brand/index.ts';
import { standsAlone, type DescribedDevice, type SignedIn } from '../devices/index.ts';
import { withApp } from './open.ts';
import { print, printJson, printTable, time } from './print.ts';
import { readParts } from './read-all.ts';
import type { SharedOptions } from './settings.ts';
import { accountOf } from './who.ts';

interface EndOptions extends SharedOptions {
  readonly all?: true;
  readonly except?: string;
  readonly withApps?: true;
  readonly browserStays?: true;
}

export function register(program: Command): void {
  const device = program.command('device').description('Where people are signed in');
  device
    .command('list <account>')
    .description('List where an account is signed in: browsers, and apps that stay signed in by themselves')
    .action((who: string, options: SharedOptions) => list(who, options));
  device
    .command('end <account>')
    .addArgument(new Argument('[device]', 'its id, or that of an app on it; one that begins with - goes after --'))
    .description('Sign a device out, or one app on it: when this says so it is dead on every node')
    .option('--with-apps', 'of a browser: with the apps that would stay signed in there by themselves')
    .option('--browser-stays', 'of an app: only what stays signed in by itself, and not what ends with its browser')
    .option('--all', 'everything of the account')
    .option('--except <device>', 'everything of the account but this device')
    .action((who: string, id: string | undefined, options: EndOptions) => end(who, id, options));
}

function list(who: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ accounts, signedIn }) => {
    const devices = await everyDevice(signedIn, (await accountOf(accounts, who)).id);
    if (options.json) return printJson(devices.map(present));
    if (devices.length === 0) return print(`${who} is signed in nowhere.`);
    printTable(
      ['ID', 'DEVICE', 'LAST ACTIVE', 'FIRST SEEN', 'SIGNED IN BY'],
      devices.flatMap((device) => [
        [device.id, nameOf(device), time(device.lastActive), time(device.firstSeen), device.methods.join(' ')],
        ...(device.kind === 'browser' ? device.apps : []).map(({ id, name, lastActive, since }) => [
          `  ${id}`,
          `  ${name}`,
          time(lastActive),
          time(since),
          '',
        ]),
      ]),
    );
  });
}

function end(who: string, id: string | undefined, options: EndOptions): Promise<void> {
  const { all, except, withApps = false, browserStays = false } = options;
  if ([id, all, except].filter((one) => one !== undefined).length !== 1) {
    throw new Error('Say which device by its id (see postern device list), or --all, or --except <device>.');
  }
  if ((withApps && browserStays) || ((withApps || browserStays) && id === undefined)) {
    throw new Error('--with-apps is for one browser, --browser-stays for one app: name it by its id.');
  }
  return withApp(options, async ({ accounts, signedIn }) => {
    const { id: account, email } = await accountOf(accounts, who);
    const reason = 'ended_by_admin';
    if (id !== undefined) {
      const extent = { withLasting: withApps, onlyLasting: browserStays };
      const found = await signedIn.end(account, id, { reason }, extent);
      if (!found) throw new Error(`${who} has no ${browserStays ? 'app' : 'device'} ${id}`);
    } else {
      // What is not there cannot be kept: whoever mistypes it would end everything.
      if (except !== undefined) await requireDevice(signedIn, account, except, who);
      await accounts.signOut(account, { reason, ...(except !== undefined && { kept: except }) });
    }
    if (options.json) return printJson({ account, ended: id ?? (except === undefined ? 'all' : 'others') });
    if (id !== undefined) return print(`${id} is signed out.`);
    print(except === undefined ? `${email} is signed out everywhere.` : `${email} is signed out everywhere else.`);
  });
}

/** @throws {Error} where an id names no device that is signed in by itself */
async function requireDevice(signedIn: SignedIn, account: string, id: string, who: string): Promise<void> {
  const device = await signedIn.find(account, id);
  if (typeof device !== 'object') throw new Error(`${who} is signed in on no device ${id}`);
  if (device.kind === 'app' && !standsAlone(device)) {
    throw new Error(`${id} is an app that ends with its browser: name the browser`);
  }
}

/** Those that are there still when they are described. */
const everyDevice = (signedIn: SignedIn, account: string): Promise<DescribedDevice[]> =>
  readParts(async (from) => {
    const { devices, cursor } = await signedIn.list(account, { limit: 200, ...from });
    const described = await Promise.all(devices.map(signedIn.describe));
    return { rows: described.flatMap((device) => device ?? []), next: cursor };
  });

const english = textsIn('en');

const nameOf = (device: DescribedDevice): string => device.ownName ?? nameOfDevice(english, device, device.app);

const present = (device: DescribedDevice) => ({ name: nameOf(device), ...device });
