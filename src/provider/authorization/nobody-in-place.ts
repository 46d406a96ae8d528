import { interactionPolicy } from 'oidc-provider';
import { asEngineStep } from '../failures.ts';
import { signedInHere, type SignedInHereRooms } from '../signed-in-here.ts';
import { subjectWantedBy } from './wanted-subject.ts';

/**
 * Asks which account where nobody is in place and somebody is signed in in this browser all the same: one of several has
 * signed out, and the others are a click away. A click it is, whatever the `login_hint`: any site can lead here with one,
 * and who signed out last is not to find another one of theirs put in place by that.
 *
 * Not where the app wants a certain person, who is looked for by `wantedSubjectCheck`; a new sign-in (`prompt=login`); or
 * no pages, where it stays `login_required`.
 */
export function nobodyInPlaceCheck(rooms: SignedInHereRooms): interactionPolicy.Check {
  const { Check } = interactionPolicy;
  return new Check(
    'nobody_in_place',
    'End-User is required to select an account',
    'account_selection_required',
    async (ctx) => {
      const { prompts, result, session } = ctx.oidc;
      const isAnswered = result?.['select_account'] !== undefined;
      if (session?.accountId !== undefined || isAnswered) return Check.NO_NEED_TO_PROMPT;
      if (prompts.has('none') || prompts.has('login')) return Check.NO_NEED_TO_PROMPT;
      if ((await subjectWantedBy(ctx)) !== undefined) return Check.NO_NEED_TO_PROMPT;
      const here = await asEngineStep(() => signedInHere(rooms, ctx));
      return here.length > 0 ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    },
  );
}
