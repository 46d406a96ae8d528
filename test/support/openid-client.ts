import { allowInsecureRequests, discovery, None, type ClientAuth, type Configuration } from 'openid-client';
import type { Postern } from './postern.ts';

/** openid-client as an app has it: it learns everything from discovery. Over http, because the issuer is loopback. */
export const connect = (
  { issuer }: Pick<Postern, 'issuer'>,
  client: string,
  auth: ClientAuth = None(),
  metadata: Readonly<Record<string, string>> = {},
): Promise<Configuration> =>
  // An app must opt into http; production never is.
  discovery(new URL(issuer), client, { ...metadata }, auth, { execute: [allowInsecureRequests] });
