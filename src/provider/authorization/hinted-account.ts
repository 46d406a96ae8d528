import { interactionPolicy } from 'oidc-provider';
import { normaliseEmail, type Accounts } from '../../accounts/index.ts';
import type { Browsers } from '../../devices/index.ts';
import { knownHere } from '../signed-in-here.ts';

/**
 * Asks which account where the app's `login_hint` is the address of another one of this browser than the one in place:
 * nobody goes on silently as somebody whom neither they nor the app meant. It stays a hint (OIDC Core §3.1.2.1): whoever
 * is chosen goes on, and with `prompt=none` it is none. It never changes by itself who is in place, for any site can lead
 * here with one; and it is compared with the accounts of this browser alone, so nothing tells whether others exist.
 */
export function hintedAccountCheck({
  accounts,
  browsers,
}: {
  readonly accounts: Pick<Accounts, 'get'>;
  readonly browsers: Pick<Browsers, 'sessionsOf'>;
}): interactionPolicy.Check {
  const { Check } = interactionPolicy;
  return new Check(
    'other_account_hinted',
    'the hint is for another account',
    'account_selection_required',
    async (ctx) => {
      const { params, prompts, result, session } = ctx.oidc;
      const hint = params?.['login_hint'];
      const email = typeof hint === 'string' ? normaliseEmail(hint) : undefined;
      const isAnswered = result?.['select_account'] !== undefined;
      if (email === undefined || session?.accountId === undefined) return Check.NO_NEED_TO_PROMPT;
      if (isAnswered || prompts.has('none')) return Check.NO_NEED_TO_PROMPT;
      const others = (await knownHere(browsers, ctx)).filter(({ account }) => account !== session.accountId);
      const found = await Promise.all(others.map(({ account }) => accounts.get(account)));
      return found.some((account) => account?.email === email) ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    },
  );
}
