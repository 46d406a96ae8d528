import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { addApp, type App } from './apps.ts';
import { startNodes, type Nodes } from './nodes.ts';
import { startPostern, type Postern, type StoreProfile } from './postern.ts';
import { somebody, type Somebody } from './somebody.ts';
import { timeInHand, type Time } from './time.ts';

/** Milliseconds that it takes at most to start or to stop what a suite runs on, databases and several nodes included. */
const limit = 60_000;

/**
 * What the tests of a suite find there. It is made before the first of them, after whatever the suite was given in the
 * lines above, and ended after the last.
 * @returns what stands for it, so that it has its name from the beginning: to look into it too early is an error
 */
export const given = <T extends object>(make: () => Promise<T>, end?: (made: T) => unknown): T =>
  around(beforeAll, afterAll, make, end);

/** The same, where each test finds one of its own: it is made before each of them, and ended after it. */
export const givenEach = <T extends object>(make: () => Promise<T>, end?: (made: T) => unknown): T =>
  around(beforeEach, afterEach, make, end);

function around<T extends object>(
  before: typeof beforeAll,
  after: typeof afterAll,
  make: () => Promise<T>,
  end?: (made: T) => unknown,
): T {
  let made: T | undefined;
  before(async () => {
    // Nobody is left with the one of the test before, where this one cannot be made.
    made = undefined;
    made = await make();
  }, limit);
  if (end) {
    after(async () => {
      if (made) await end(made);
    }, limit);
  }
  return standIn(() => {
    if (!made) throw new Error('not made yet: it is there in the tests of its suite, and in the hooks below it');
    return made;
  });
}

const standIn = <T extends object>(now: () => T): T =>
  new Proxy({} as T, {
    get: (_, name) => Reflect.get(now(), name) as unknown,
    has: (_, name) => Reflect.has(now(), name),
    ownKeys: () => Reflect.ownKeys(now()),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(now(), name),
  });

interface Settings {
  /** As on the command line: `name=value`. A function where they need something that was given to the suite before. */
  readonly settings?: readonly string[] | (() => readonly string[]);
  /** Settings that are secrets. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Milliseconds. */
  readonly sweepEvery?: number;
}

/** Postern on a profile, as `startPostern` starts it, with the time in hand. */
export function onPostern(
  profile: StoreProfile,
  { settings = [], ...options }: Settings = {},
): { readonly postern: Postern; readonly time: Time } {
  // The first to be taken and the first to be given back: also where what comes after it fails.
  const time = given(
    async () => timeInHand(),
    (taken) => taken.restore(),
  );
  const postern = given(
    () => startPostern(profile, typeof settings === 'function' ? settings() : settings, options),
    (started) => started.stop(),
  );
  return { postern, time };
}

/** Postern in processes of its own, as `startNodes` starts it. */
export const onNodes = (...nodes: Parameters<typeof startNodes>): Nodes =>
  given(
    () => startNodes(...nodes),
    (started) => started.stop(),
  );

/** An app that is registered, as `addApp` does it. */
export const givenApp = (postern: Pick<Postern, 'rooms'>, declaration: Parameters<typeof addApp>[1]): App =>
  given(() => addApp(postern, declaration));

/** Somebody with an account, at this address. */
export const givenAccount = (postern: Pick<Postern, 'rooms'>, email: string): Somebody =>
  given(() => somebody(postern, email));
