import type { Client as EngineClient } from 'oidc-provider';
import type { Digest } from '../keys/index.ts';

/**
 * The subject by which a client with pairwise subjects knows an account (OIDC Core §8.1): the same within its sector,
 * another one elsewhere, and with nothing in it that leads back to the account for who has not our key.
 */
export const pairwiseSubject = (digest: Digest, account: string, client: EngineClient): string =>
  digest('pairwise', `${String(client['sectorIdentifier'])}\0${account}`);

/** The subject by which a client knows an account. */
export const subjectFor = (digest: Digest, account: string, client: EngineClient): string =>
  client.subjectType === 'pairwise' ? pairwiseSubject(digest, account, client) : account;

/**
 * The `sid` by which a client knows a session: of no use to any other client, and nothing leads from it to the session
 * for who has not our key.
 */
export const sidOf = (digest: Digest, session: string, client: string): string =>
  digest('sid', `${session}\0${client}`).slice(0, 22);
