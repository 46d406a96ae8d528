/** What is behind each of the engine's models. */
import type { Adapter } from 'oidc-provider';
import { ephemeralAdapter } from '../../../adapters/oidc.ts';
import type { Store } from '../../../adapters/store.ts';
import type { Clients } from '../../clients/index.ts';
import type { Clock, Seconds } from '../../clock.ts';
import type { Keys } from '../../keys/index.ts';
import type { Families, Revocations } from '../../tokens/index.ts';
import { asEngineStep } from '../failures.ts';
import { createJwtTokens } from './jwt-tokens.ts';
import { currentRequest } from '../request.ts';
import type { UseOf } from '../sender.ts';
import { isProofGood, type ProofRooms } from '../sign-in.ts';
import { accessTokens, clientTokens } from './access-tokens.ts';
import { codeStorage } from './codes.ts';
import { grantStorage } from './grants.ts';
import { interactionStorage } from './interactions.ts';
import { pushedRequestIds, pushedRequestStorage } from './pushed-requests.ts';
import { refreshTokenStorage } from './refresh-tokens.ts';

/** How long the store keeps a used code beyond its life, in seconds: as long as the tokens that a replay must end. */
const codesKept = 3600;

export type Storage = ReturnType<typeof createStorage>;

export function createStorage(
  rooms: ProofRooms & {
    readonly issuer: string;
    readonly store: Pick<Store, 'ephemera' | 'ephemeraRun' | 'removalsLast'>;
    readonly clock: Clock;
    readonly keys: Pick<Keys, 'digest' | 'epoch' | 'publishedKey'>;
    readonly clients: Pick<Clients, 'find' | 'findApi'>;
    readonly families: Families;
    readonly revocations: Revocations;
    readonly useOf: UseOf;
  },
) {
  const { families, revocations, clients, clock, keys, useOf } = rooms;
  const { ephemera } = rooms.store;
  // An ephemeron of another epoch is not found: none of them is in a backup, and what ended since may not live again.
  const hash = (id: string): string => keys.digest('engine', `${keys.epoch}\0${id}`);
  const pushed = pushedRequestIds(keys.digest, hash);
  const plain = (kind: string): Adapter => ephemeralAdapter({ ephemera, kind, hash });
  const jwts = createJwtTokens({
    issuer: rooms.issuer,
    keys,
    accountOf: async (family) => (await families.get(family))?.account,
  });
  // One made anew under an old id inherits no tokens: that of before may have been revoked while it was not there.
  const was = (one: { readonly createdAt: Seconds } | undefined, since: Seconds): boolean =>
    one !== undefined && one.createdAt <= since;
  const apiLives = async (id: string, since: Seconds): Promise<boolean> => was(await clients.findApi(id), since);
  const clientLives = async (id: string, since: Seconds): Promise<boolean> => was(await clients.find(id), since);

  const ofPeople = accessTokens({ stored: plain('access-token'), families, jwts, apiLives });
  const ofClients = clientTokens({
    stored: plain('client-token'),
    removalsLast: rooms.store.removalsLast,
    revocations,
    jwts,
    hash,
    clientLives,
    apiLives,
    clock,
  });
  const storages: Record<string, () => Adapter> = {
    AccessToken: () => ofPeople.storage,
    ClientCredentials: () => ofClients.storage,
    AuthorizationCode: () => codeStorage(plain('code'), families, codesKept),
    Grant: () => grantStorage(plain('grant'), families, clients),
    Interaction: () => interactionStorage(plain('interaction'), pushed, (proof) => isProofGood(rooms, proof)),
    PushedAuthorizationRequest: () =>
      pushedRequestStorage(
        ephemeralAdapter({ ephemera, kind: 'pushed-request', hash: pushed.keyOf }),
        rooms.store,
        pushed,
      ),
    RefreshToken: () =>
      refreshTokenStorage({
        families,
        clock,
        policyOf: async (id) => (await clients.find(id))?.refresh,
        useNow: (family) => useOf(currentRequest(), family),
      }),
  };

  return {
    /** The engine's `adapter`. */
    adapter(model: string): Adapter {
      const storage = storages[model]?.();
      if (!storage) throw new Error(`nothing keeps the engine's ${model}`);
      return guarded(storage);
    },
    /** Access tokens of people, living ones only. */
    findAccessToken: ofPeople.find,
    /** Access tokens of clients for themselves, living ones only. */
    findClientToken: ofClients.find,
    issueClientToken: ofClients.issue,
  };
}

/** Every look-up and write of the engine's, with what goes wrong in the engine's own form. */
const guarded = (storage: Adapter): Adapter => ({
  upsert: (...given) => asEngineStep(() => storage.upsert(...given)),
  find: (id) => asEngineStep(() => storage.find(id)),
  findByUid: (uid) => asEngineStep(() => storage.findByUid(uid)),
  findByUserCode: (code) => asEngineStep(() => storage.findByUserCode(code)),
  consume: (id) => asEngineStep(() => storage.consume(id)),
  destroy: (id) => asEngineStep(() => storage.destroy(id)),
  revokeByGrantId: (id) => asEngineStep(() => storage.revokeByGrantId(id)),
});
