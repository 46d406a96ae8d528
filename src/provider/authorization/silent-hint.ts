import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Session } from '../../devices/index.ts';
import type { Digest } from '../../keys/index.ts';
import { asEngineStep } from '../failures.ts';
import { signedInHere, type SignedInHereRooms } from '../signed-in-here.ts';
import { subjectFor } from '../subjects.ts';
import { hintedSubject } from './wanted-subject.ts';

/**
 * `prompt=none` with the ID token of somebody who is signed in in this browser beside whoever is in place: they are signed
 * in, so the answer is theirs (OIDC Core §3.1.2.1), as it is with pages. By their own session, whose time, level and rules
 * count, for this one answer: an app that looks now and then whether its person is there changes for no other app who is.
 *
 * By an ID token alone, which only its app was given. A `sub` in the claims parameter is no secret, and any site may lead
 * here with one.
 */
export const answerSilentHints =
  (
    rooms: SignedInHereRooms & { readonly digest: Digest },
    standIn: (ctx: KoaContextWithOIDC, session: Session) => void,
  ) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { session, client, prompts } = ctx.oidc;
    // A request that is only pushed yet comes from the app, and has no session.
    if (!session || !client || !prompts.has('none')) return;
    const wanted = await hintedSubject(ctx);
    const isWanted = (account: string): boolean => subjectFor(rooms.digest, account, client) === wanted;
    if (wanted === undefined || (session.accountId !== undefined && isWanted(session.accountId))) return;
    const own = (await asEngineStep(() => signedInHere(rooms, ctx))).find(({ account }) => isWanted(account));
    if (own) standIn(ctx, own);
  };
