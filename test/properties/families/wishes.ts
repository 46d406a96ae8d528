import { api, jwtApi, type AppUnderTest } from './apps.ts';

/** What a refresh asks for beside new tokens. */
export const wishes = ['less', 'too wide a scope', 'the API', 'the API with JWTs', 'an API that nobody has'] as const;
export type Wish = (typeof wishes)[number];

/** What the access token of an answer is good for. */
export interface Granted {
  readonly scope: string;
  readonly forUserinfo: boolean;
}

/** What a wish is at the token endpoint (RFC 6749 §6, RFC 8707 §2.2). */
export function fieldsOf(
  { scope }: Pick<AppUnderTest, 'scope'>,
  wish: Wish | undefined,
): Readonly<Record<string, string>> {
  switch (wish) {
    case undefined:
      return {};
    case 'less':
      return { scope: 'openid' };
    case 'too wide a scope':
      return { scope: `${scope} ${scope.includes('read') ? 'write' : 'profile'}` };
    case 'the API':
      return { resource: api };
    case 'the API with JWTs':
      return { resource: jwtApi };
    case 'an API that nobody has':
      return { resource: 'https://nowhere.example.com' };
  }
}

/** What it gets. @returns undefined when it goes beyond what was granted at the sign-in */
export function grantedOf(
  { scope, apis }: Pick<AppUnderTest, 'scope' | 'apis'>,
  wish: Wish | undefined,
): Granted | undefined {
  const { resource } = fieldsOf({ scope }, wish);
  if (wish === 'too wide a scope' || (resource !== undefined && !apis.includes(resource))) return undefined;
  // What is about the person alone is for userinfo, whatever API was granted too.
  if (wish === 'less') return { scope: 'openid', forUserinfo: true };
  return apis.length > 0 ? { scope: 'read', forUserinfo: false } : { scope, forUserinfo: true };
}
