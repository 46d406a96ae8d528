import { addApp, post, type App } from '../support/apps.ts';
import type { Postern } from '../support/postern.ts';

type Place = Pick<Postern, 'issuer' | 'rooms'>;

/** What the admin API answered. */
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { error?: string; error_description?: string };
}

export const adminApiOf = ({ issuer }: Pick<Postern, 'issuer'>): string => `${issuer}/api/admin`;

/** A program that an admin lets administer, with these scopes of the admin API, or with all. */
export const addProgram = (place: Place, scopes?: readonly string[], more = {}): Promise<App> =>
  addApp(place, { kind: 'machine', apis: [adminApiOf(place)], ...(scopes && { scopes }), ...more });

export const everything = 'clients:read clients:write apis:read apis:write';

/** A token that a program has for itself. */
export async function tokenOf(place: Place, program: App, scope = everything, more = {}): Promise<string> {
  const fields = { grant_type: 'client_credentials', resource: adminApiOf(place), scope };
  const { status, body } = await post(place, '/token', fields, { ...program.headers, ...more });
  if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`);
  return String(body['access_token']);
}

/**
 * Asks the admin API.
 * @param body JSON where it is an object, else sent as it is
 */
export async function ask(
  place: Pick<Postern, 'issuer'>,
  token: string | undefined,
  method: string,
  path: string,
  body?: object | string,
  more: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const response = await fetch(`${adminApiOf(place)}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Said['body'],
  };
}
