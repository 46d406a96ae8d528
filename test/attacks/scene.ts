import type { ClientDeclaration } from '../../src/clients/index.ts';
import { account, callback, redeem, signInRequest, walk, type Answer } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { startPostern, type Postern, type StoreProfile } from '../support/postern.ts';
import { given } from '../support/suite.ts';

/** Where an attack takes place: a running Postern, an app, and somebody with an account. */
export interface Scene {
  readonly postern: Postern;
  /** The app's client_id. */
  readonly app: string;
  /** The owner's address; the password is the one of all test accounts. */
  readonly owner: string;
  /** The owner's account id. */
  readonly account: string;
}

/** Sets the scene. The app is a third-party SPA unless told otherwise. */
export async function scene(
  options: {
    readonly profile?: StoreProfile;
    readonly settings?: readonly string[];
    readonly environment?: NodeJS.ProcessEnv;
    readonly app?: Partial<ClientDeclaration>;
  } = {},
): Promise<Scene> {
  const postern = await startPostern(options.profile ?? 'sqlite', options.settings, {
    ...(options.environment && { environment: options.environment }),
  });
  const owner = 'owner@example.com';
  return {
    postern,
    app: await addApp(postern, options.app),
    owner,
    account: await account(postern, owner),
  };
}

/** The scene of a suite. @param options as of `scene` */
export const givenScene = (options?: Parameters<typeof scene>[0]): Scene =>
  given(
    () => scene(options),
    ({ postern }) => postern.stop(),
  );

export async function addApp({ rooms }: Postern, more: Partial<ClientDeclaration> = {}): Promise<string> {
  const { client } = await rooms.clients.add({ name: 'Notes', kind: 'spa', redirectUris: [callback], ...more });
  return client.id;
}

/** Signs somebody in to the app and redeems the code. */
export async function signedIn(
  { postern, app, owner }: Scene,
  person: Person,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const request = signInRequest(postern, app, more);
  const door = await walk(person, request, owner);
  return redeem(postern, app, door, request.verifier);
}

/** The cookie header of everything a person's browser holds, for requests that `Person` would not send. */
export const cookiesOf = ({ cookies }: Person): string =>
  [...cookies].map(([key, { value }]) => `${key.split(';')[0]}=${value}`).join('; ');

/** The value of a cookie in a person's browser, by its name. */
export const cookieOf = ({ cookies }: Person, name: string): string | undefined =>
  [...cookies].find(([key]) => key.split(';')[0] === name)?.[1].value;

/** What a page shows, without the places at which long addresses may break. */
export const shownOn = ({ html }: Screen): string => html.replaceAll('<wbr>', '');
