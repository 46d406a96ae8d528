import type { Adapter, AdapterPayload } from 'oidc-provider';
import { proofIn, type Proof } from '../sign-in.ts';
import type { PushedRequestIds } from './pushed-requests.ts';

/** What of an interaction opens something. */
type Opening = AdapterPayload & { readonly session?: { readonly cookie?: string }; readonly parJti?: string };

/**
 * Interactions: sign-ins under way. The engine repeats in them the session's cookie and the id of a pushed request, and
 * both open something: the cookie is not kept, and of the id only its keyed hash.
 *
 * One in which somebody proved who they are, and did not go on yet, ends when the account is signed out everywhere, its
 * password is changed or everybody is signed out of the browser, and with the session that the proof was taken from: or
 * whoever knew the old password, had that session's cookie, or is the next one at the browser, could keep such a sign-in ready
 * and come in later.
 */
export function interactionStorage(
  stored: Adapter,
  pushed: PushedRequestIds,
  isGood: (proof: Proof) => Promise<boolean>,
): Adapter {
  return {
    ...stored,
    upsert(id, payload, expiresIn) {
      const { session, parJti } = payload as Opening;
      const kept = {
        ...payload,
        ...(session && { session: { ...session, cookie: '' } }),
        ...(parJti !== undefined && { parJti: pushed.keyOf(parJti) }),
      };
      return stored.upsert(id, kept, expiresIn);
    },
    async find(id) {
      const payload = (await stored.find(id)) as Opening | undefined;
      const login = payload?.result?.login;
      if (login && !(await isGood(proofIn(login)))) return undefined;
      const { parJti } = payload ?? {};
      return payload && parJti !== undefined ? { ...payload, parJti: pushed.lookUpOf(parJti) } : payload;
    },
  };
}
