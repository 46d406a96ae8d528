import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { StoreUnavailable, type Documents } from '../../adapters/store.ts';
import { loadSettings } from '../../config/index.ts';
import { lasting, migrations, openStoreOf, ringOf } from '../../src/rooms/index.ts';
import { createAudit } from '../../src/audit/index.ts';
import { examine, restore } from '../../src/backup/index.ts';
import { raiseEpoch } from '../../src/keys/index.ts';
import { account, addApp, signIn, userinfo } from '../support/apps.ts';
import { testClock } from '../support/clock.ts';
import { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { timeInHand } from '../support/time.ts';
import { place, type Place } from './place.ts';

const email = 'ann@example.com';

/** Restores as the command does, on a store whose writes fail from one on. */
async function cutOff(here: Place, file: string, epoch: number, after: number): Promise<void> {
  const { settings } = loadSettings({}, here.environment, here.directory);
  const clock = testClock();
  const store = await openStoreOf(settings, { clock, warn: () => undefined });
  try {
    const backup = await examine(file, {
      issuer: here.issuer,
      ring: await ringOf(settings),
      collections: lasting,
      migrations,
    });
    const documents = failing(store.documents, after);
    await restore(backup, {
      documents,
      collections: lasting,
      migrations,
      audit: createAudit({ documents, clock }),
      clock,
      epoch,
      raise: () => raiseEpoch(settings.data, epoch),
    });
  } finally {
    await store.close();
  }
}

function failing(documents: Documents, after: number): Documents {
  let writes = 0;
  const counted =
    <A extends unknown[], R>(step: (...given: A) => Promise<R>) =>
    (...given: A): Promise<R> => {
      writes += 1;
      return writes > after ? Promise.reject(new StoreUnavailable('the power is gone')) : step(...given);
    };
  return {
    get: documents.get.bind(documents),
    find: documents.find.bind(documents),
    due: documents.due.bind(documents),
    insert: counted(documents.insert.bind(documents)),
    replace: counted(documents.replace.bind(documents)),
    remove: counted(documents.remove.bind(documents)),
  };
}

describe.each(availableProfiles())('on %s', (profile) => {
  test('a restore that was cut off, wherever, leaves a store that nothing starts on until it is done again', async () => {
    await using here = await place(profile);
    const file = join(here.directory, 'backup.gz');
    const { token, app } = await here.running(async (postern) => {
      await account(postern, email);
      const spa = await addApp(postern, { kind: 'spa', firstParty: true });
      const { access } = await signIn(postern, new Person(), spa, email);
      expect((await here.command('backup', file)).code).toBe(0);
      return { token: access, app: spa };
    });

    let epoch = 2;
    for (const after of [1, 2, 5, 10, 15, 20]) {
      await expect(cutOff(here, file, epoch, after)).rejects.toThrow('the power is gone');
      epoch += 1;
      await expect(here.running(() => Promise.resolve())).rejects.toThrow(
        /was not finished: run "postern restore" again/,
      );
      expect((await here.command('account', 'list')).stderr).toMatch(/was not finished/);
      expect((await here.command('backup', `${file}.2`)).stderr).toMatch(/was not finished/);
    }

    // Without --replace: there is nothing left to lose.
    const done = await here.command('restore', file, '--yes', '--json');
    expect(done.code).toBe(0);
    await here.running(async (postern) => {
      expect((await userinfo(postern, token)).status).toBe(401);
      expect((await signIn(postern, new Person(), app, email)).answer.status).toBe(200);
    });
  }, 120_000);
});

test('a node that ran on, seen by nobody, answers for nothing any more', async () => {
  const time = timeInHand();
  try {
    await using here = await place('sqlite');
    const file = join(here.directory, 'backup.gz');
    await here.running(async (postern) => {
      await account(postern, email);
      const app = await addApp(postern, { kind: 'spa', firstParty: true });
      const person = new Person();
      const { access } = await signIn(postern, person, app, email);
      expect((await here.command('backup', file)).code).toBe(0);
      expect((await userinfo(postern, access)).status).toBe(200);
      await cutOff(here, file, 2, 1000);
      time.forward(16);
      expect((await userinfo(postern, access)).status).toBe(503);
      expect((await fetch(new URL('/authorize?client_id=x', postern.issuer))).status).toBe(503);
    });
  } finally {
    time.restore();
  }
}, 60_000);
