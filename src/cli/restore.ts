import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Settings } from '../../config/index.ts';
import { examine, isEmpty, restore as putBack, type Backup } from '../backup/index.ts';
import { createAudit } from '../audit/index.ts';
import { systemClock } from '../clock.ts';
import { existingRing, leastEpoch, parseMasterKeys, raiseEpoch, requireEpoch, type Ring } from '../keys/index.ts';
import { runningNodes } from '../nodes.ts';
import { agree } from './agree.ts';
import { print, printJson, time } from './print.ts';
import { settingsFor, type SharedOptions } from './settings.ts';

interface RestoreOptions extends SharedOptions {
  readonly replace?: true;
  readonly yes?: true;
}

export function register(program: Command): void {
  program
    .command('restore <file>')
    .description(
      'Put a backup in place of what the store holds; everybody is signed out, and all nodes must be stopped',
    )
    .option('--replace', 'also where the store is not empty: what is in it is gone')
    .option('-y, --yes', 'do it without asking')
    .action((file: string, options: RestoreOptions) => restore(resolve(file), options));
}

async function restore(file: string, options: RestoreOptions): Promise<void> {
  const { settings } = settingsFor(options);
  const { lasting: collections, migrations, openStoreOf } = await import('../rooms/index.ts');
  const clock = systemClock;
  const tell = (...lines: string[]): void => void process.stderr.write(`${lines.join('\n')}\n`);
  const ring = await ringHere(settings);
  // To its end, before the store is even opened.
  const backup = await examine(file, { issuer: settings.issuer, ring, collections, migrations });

  const store = await openStoreOf(settings, { clock, warn: (message) => tell(`warning: ${message}`) });
  try {
    const { documents } = store;
    const [running] = await runningNodes(documents, clock.now());
    if (running) {
      throw new Error(
        `A node runs on this store: process ${running.pid} on ${running.host}, seen at ${time(running.seenAt)} UTC. ` +
          'Stop all nodes first. (One that crashed counts as running for a minute.)',
      );
    }
    const { least, restoringSince } = await leastEpoch(documents);
    // The epoch that nodes ran with is the one to go beyond: with an older one at hand it could not be known.
    if (restoringSince === undefined) await requireEpoch(documents, ring.epoch);
    const nothingToLose = restoringSince !== undefined || (await isEmpty(documents, collections));
    if (!nothingToLose && !options.replace) {
      throw new Error('The store is not empty. With --replace everything in it is replaced by the backup.');
    }
    tell(...consequence(backup, nothingToLose));
    if (!(await agree('Restore it?', options.yes))) {
      process.exitCode = 1;
      return tell('Nothing was done.');
    }
    // Later than any epoch that a token can have been made in.
    const epoch = 1 + Math.max(ring.epoch, backup.header.epoch, least - 1);
    const report = (error: unknown): void => tell(`warning: ${error instanceof Error ? error.message : String(error)}`);
    const leftOut = await putBack(backup, {
      documents,
      collections,
      migrations,
      audit: createAudit({ documents, clock, report }),
      clock,
      epoch,
      raise: () => (settings.masterKey === undefined ? raiseEpoch(settings.data, epoch) : Promise.resolve()),
    });
    for (const [collection, id] of leftOut) {
      tell(`warning: ${collection} ${id} was left out: it changed during the backup, and another took its place.`);
    }
    if (settings.risk.newDevice === 'block') {
      tell(
        'risk.newDevice is block: nobody who was here before is let in, as no browser is known any more; start with factor for a while.',
      );
    }
    const setting = settings.masterKey === undefined ? undefined : `POSTERN_EPOCH=${epoch}`;
    if (options.json)
      return printJson({ documents: backup.documents, epoch, leftOut, ...(setting && { set: setting }) });
    print(`${backup.documents} documents were restored, and everybody is signed out.`);
    if (setting) print('', `Set ${setting} on every node: none starts with an older epoch.`);
  } finally {
    await store.close();
  }
}

/** The master keys and the epoch. None is made here: a new key would open nothing. */
async function ringHere({ masterKey, epoch, data }: Settings): Promise<Ring> {
  if (masterKey !== undefined) return { masters: parseMasterKeys(masterKey), epoch: epoch ?? 1 };
  const ring = await existingRing(data);
  if (ring) return ring;
  throw new Error(
    `There is no master key: put the keys/ring.json that was kept beside the backup into ${data}, or set POSTERN_MASTER_KEY.`,
  );
}

const consequence = ({ header, documents }: Backup, nothingToLose: boolean): string[] => [
  `The backup of ${header.issuer} was made at ${time(header.madeAt)} UTC and holds ${documents} documents.`,
  ...(nothingToLose ? [] : ['EVERYTHING that the store holds now is replaced by it.']),
  'Everybody is signed out, and what was changed since then is undone: passwords, suspended accounts, clients, secrets.',
  'No node may run until it is finished. None has been seen for a minute; one that reaches no database is not seen.',
];
