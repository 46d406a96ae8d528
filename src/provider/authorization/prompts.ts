import { interactionPolicy } from 'oidc-provider';
import { stepUpAge } from './step-up-age.ts';

/**
 * A session whose account was suspended while this request was under way counts as none. The engine looks for the
 * account only after it has found the session, and would go on without either account or grant, to a 500.
 */
const accountIsGone = new interactionPolicy.Check(
  'account_gone',
  'End-User authentication is required',
  'login_required',
  ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
);

/** Whether a native app comes back where any program of the machine could (RFC 8252 §8.6): not at an https address of its own. */
export const canBeImpersonated = (isNative: boolean, redirectUri: unknown): boolean =>
  isNative && !(typeof redirectUri === 'string' && redirectUri.startsWith('https:'));

/**
 * Asks each time where another program could have taken the app's name and address: else it would get tokens silently,
 * on what the person once allowed the real one. An https address that the system has given to the app proves who it is
 * (RFC 8252 §7.2), so the engine's own check, which asks every native app, is not for those.
 */
const nativeClientPrompt = new interactionPolicy.Check(
  'native_client_prompt',
  'native clients require End-User interaction',
  'interaction_required',
  ({ oidc }) =>
    canBeImpersonated(oidc.client?.applicationType === 'native', oidc.params?.['redirect_uri']) &&
    !oidc.result?.consent,
);

/**
 * What is asked of the person, in this order: to sign up (`prompt=create`), which account, to sign in, to consent.
 * @param own what takes the place of the engine's own look at `acr`, for which one level is never as good as another, and
 * at who is asked for, which it takes when a request comes in and never again; and what it has no look at
 */
export function interactionPrompts(own: {
  readonly hintedAccount: interactionPolicy.Check;
  readonly nobodyInPlace: interactionPolicy.Check;
  readonly wantedSubject: interactionPolicy.Check;
  readonly secondFactor: interactionPolicy.Check;
}): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const checks = policy.get('login')?.checks;
  if (!checks) throw new Error('oidc-provider has no prompt login any more');
  for (const reason of ['id_token_hint', 'claims_id_token_sub_value', 'essential_acrs', 'essential_acr']) {
    const at = checks.findIndex((check) => check.reason === reason);
    if (at < 0) throw new Error(`oidc-provider has no check ${reason} any more`);
    checks.splice(at, 1);
  }
  const consent = policy.get('consent')?.checks;
  const native = consent?.findIndex(({ reason }) => reason === nativeClientPrompt.reason) ?? -1;
  if (native < 0) throw new Error('oidc-provider has no check native_client_prompt any more');
  consent?.splice(native, 1, nativeClientPrompt);
  checks.add(accountIsGone);
  checks.add(own.wantedSubject);
  checks.add(own.secondFactor);
  checks.add(stepUpAge);
  const whichAccount = [own.hintedAccount, own.nobodyInPlace];
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }, ...whichAccount), 0);
  policy.add(new interactionPolicy.Prompt({ name: 'create', requestable: true }), 0);
  return policy;
}
