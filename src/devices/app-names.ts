import { change, Duplicate, eachDue, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import type { Event } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Families } from '../tokens/index.ts';
import { deviceName } from './device.ts';

/** How long it is kept when the app is signed in there no more. */
const kept: Seconds = 400 * 24 * 3600;

/**
 * What outlives the sign-ins of an app on a device: what the person calls it, and when it was first there. Whether it is
 * signed in, its families say.
 */
export interface AppRecord extends Document {
  readonly account: string;
  readonly name?: string;
  /** Its first sign-in there. */
  readonly createdAt: Seconds;
  /** When it may go, unless it is signed in. */
  readonly removeAt: Seconds;
}

export const appCollection: Collection<AppRecord> = { name: 'appsOnDevices', due: ['removeAt'] };

export type AppNames = ReturnType<typeof createAppNames>;

/** Apps on devices by their id there, as they are remembered. */
export function createAppNames(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly families: Pick<Families, 'get' | 'list'>;
}) {
  const { documents, clock, families } = options;

  const get = (id: string): Promise<AppRecord | undefined> => documents.get(appCollection, id);

  /** It can be repeated after a crash, and said late. */
  async function note(id: string, account: string, at: Seconds): Promise<void> {
    if (await get(id)) return;
    await documents
      .insert(appCollection, { id, account, createdAt: at, removeAt: clock.now() + kept })
      .catch((error: unknown) => {
        if (!(error instanceof Duplicate)) throw error;
      });
  }

  return {
    get,

    /** As a listener of owed events: a sign-in that has ended by then is none to remember. */
    async noteSignIn({ kind, family: id, at }: Event): Promise<void> {
      const family = kind === 'family.started' && id !== undefined ? await families.get(id) : undefined;
      if (family?.onDevice !== undefined) await note(family.onDevice, family.account, at);
    },

    /**
     * Gives an app on a device a name, or none.
     * @param since its first sign-in there, as far as is known
     * @throws {Refused} invalid_request when the name cannot be taken, not_found
     */
    async rename(id: string, account: string, typed: string, since: Seconds): Promise<void> {
      const name = deviceName(typed);
      if (name === undefined) throw new Refused('invalid_request', 'the name is too long, or more than one line');
      // The record follows the sign-in in a moment; a name needs it now.
      await note(id, account, since);
      const renamed = await change(documents, appCollection, id, ({ name: before, ...app }) =>
        app.account !== account || (before ?? '') === name ? undefined : { ...app, ...(name && { name }) },
      );
      if (renamed?.account !== account) throw new Refused('not_found', 'there is no such device');
    },

    /** Forgets what has not been signed in for long. @returns how many records it handled */
    async sweep(): Promise<number> {
      const now = clock.now();
      return eachDue(documents, appCollection, 'removeAt', now, async (app) => {
        const [signedIn] = await families.list('onDevice', app.id, { limit: 1 });
        if (!signedIn) return documents.remove(appCollection, app);
        return (await documents.replace(appCollection, { ...app, removeAt: now + kept })) !== undefined;
      });
    },
  };
}
