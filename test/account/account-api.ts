import { addApp, redeem, signInRequest, walk, type App, type SignedIn } from '../support/apps.ts';
import type { Person } from '../support/person.ts';
import type { Postern, StoreProfile } from '../support/postern.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

/** A browser that the API calls "Chrome on Windows"; that of a person is "Firefox on Linux" unless told otherwise. */
export const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** A device as the API lists it. */
export interface Listed {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly this: boolean;
  readonly apps: readonly { readonly id: string; readonly client_id: string; readonly name: string }[];
}

/** The account API, as apps name the resource. */
export const accountApiOf = ({ issuer }: Pick<Postern, 'issuer'>): string => `${issuer}/api/account`;

/** Postern on a profile, two apps that call the account API for their users and one beside them, and what is asked there. */
export function onAccountApi(profile: StoreProfile) {
  const { postern } = onPostern(profile);
  const keeper = given(() => addApp(postern, { kind: 'spa', name: 'Device Keeper', apis: [accountApiOf(postern)] }));
  const pocket = given(() =>
    addApp(postern, {
      kind: 'web',
      name: 'Pocket Keeper',
      apis: [accountApiOf(postern)],
      refresh: { survivesSignOut: true },
    }),
  );
  const notes = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  const call = async (method: string, path: string, token?: string, more: Readonly<Record<string, string>> = {}) => {
    const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...more };
    const response = await fetch(`${accountApiOf(postern)}${path}`, { method, headers });
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body };
  };
  const list = async (token: string): Promise<Listed[]> => {
    const { body } = await call('GET', '/devices', token);
    return body['devices'] as Listed[];
  };

  /** A person signs in to an app, which gets a token for the API. */
  async function signInFor(
    person: Person,
    app: App,
    email: string,
    scope = 'devices:read devices:end',
  ): Promise<SignedIn> {
    const resource = accountApiOf(postern);
    const more = { scope: `openid ${scope}`, resource };
    const request = signInRequest(postern, app.id, more);
    const screen = await walk(person, request, email);
    const answer = await redeem(postern, app.id, screen, request.verifier, app.headers, { resource });
    const text = (name: string): string => (typeof answer.body[name] === 'string' ? answer.body[name] : '');
    return {
      screen,
      answer,
      verifier: request.verifier,
      access: text('access_token'),
      refresh: text('refresh_token'),
      idToken: text('id_token'),
    };
  }

  return { postern, keeper, pocket, notes, call, list, signInFor };
}
