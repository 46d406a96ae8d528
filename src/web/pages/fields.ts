import type { Texts } from '../../brand/index.ts';
import type { DevicePage, PasswordPage } from './account-page.ts';
import type { EmailCodePage, EmailPage } from './email-page.ts';
import type { InvitationPage } from './invitation-page.ts';
import type { CodeFactor } from './pass-page.ts';
import type { NewPasswordPage, RecoverPage } from './recover-page.ts';
import type { SignInPage } from './sign-in-page.ts';
import type { ConfirmEmailPage, ConfirmLinkPage, SignUpPage } from './sign-up-page.ts';

/** One input with all that belongs to it. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password' | 'tel';
  readonly value: string;
  /** What password managers and browsers go by. */
  readonly autocomplete: string;
  readonly inputmode?: 'email' | 'numeric' | 'tel';
  readonly required: boolean;
  /** Whether it says so beside the label that it may stay empty. Default: where it is not required. */
  readonly optional?: boolean;
  readonly hint?: string;
  readonly error?: string;
  readonly autofocus: boolean;
}

/** The inputs of a form, and what is wrong with it as a whole. */
export interface Inputs {
  readonly fields: readonly Field[];
  readonly alert?: string;
}

export type Draft = Omit<Field, 'autofocus' | 'value' | 'error' | 'hint'> & {
  readonly value?: string | undefined;
  readonly hint?: string;
  readonly error?: string | undefined;
};

export function signInInputs({ account, identifier, errors, wait, ceremony }: SignInPage, { text }: Texts): Inputs {
  const suggested = ceremony?.suggested === true;
  const form = errors?.form === 'wrong' && account ? 'wrong-password' : errors?.form;
  const password = passwordField(
    text('field.password'),
    // Where the address is not asked for, this is the one field that passkeys can be suggested in.
    suggested && account ? 'current-password webauthn' : 'current-password',
    errors?.password && text(`sign-in.password.${errors.password}`),
  );
  const who: Draft = {
    name: 'identifier',
    label: text('field.email'),
    type: 'text',
    value: identifier,
    // Not type=email: browsers rewrite what is typed there (international domains), and managers look for username.
    autocomplete: suggested ? 'username webauthn' : 'username',
    inputmode: 'email',
    required: true,
    error: errors?.identifier && text(`sign-in.identifier.${errors.identifier}`),
  };
  return inputs(
    account ? [password] : [who, password],
    form === 'too-many' ? waitIn(text, wait) : form && text(`sign-in.form.${form}`),
  );
}

export function signUpInputs(page: SignUpPage, { text }: Texts): Inputs {
  const { email, errors, wait } = page;
  const error = errors?.email && text(`sign-up.email.${errors.email}`);
  return inputs(
    // With the new password this is what a manager keeps; `email` would leave the entry without a name.
    [emailField(text('field.email'), 'username', email, error), ...newcomerFields(page, text)],
    errors?.form === 'too-many' ? waitIn(text, wait) : errors?.form && text(`sign-up.form.${errors.form}`),
  );
}

export const invitationInputs = (page: InvitationPage, { text }: Texts): Inputs =>
  inputs(newcomerFields(page, text), page.errors?.form && text(`sign-up.form.${page.errors.form}`));

/** What everybody fills in who gets an account, beside the address. */
function newcomerFields({ name, passwordMinimum, errors }: SignUpPage | InvitationPage, text: Texts['text']): Draft[] {
  const minimum = { minimum: passwordMinimum };
  return [
    {
      ...passwordField(
        text('field.password'),
        'new-password',
        errors?.password && text(`sign-up.password.${errors.password}`, minimum),
      ),
      hint: text('sign-up.password.hint', minimum),
    },
    {
      name: 'name',
      label: text('field.name'),
      type: 'text',
      value: name,
      autocomplete: 'name',
      required: false,
      error: errors?.name && text(`sign-up.name.${errors.name}`),
    },
  ];
}

/** The field for the code of a letter that confirms an address. */
export function confirmEmailInputs({ errors }: ConfirmEmailPage | EmailCodePage, { text }: Texts): Inputs {
  return inputs([
    {
      name: 'code',
      label: text('field.code'),
      type: 'text',
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      required: true,
      error: errors?.code && text(`confirm-email.code.${errors.code}`),
    },
  ]);
}

/** The field for the code of a second factor. */
export function factorCodeField(factor: CodeFactor, { text }: Texts): Draft {
  const isOneTime = factor !== 'recovery-code';
  return {
    name: 'code',
    label: text(`factor.${factor}.code`),
    type: 'text',
    autocomplete: isOneTime ? 'one-time-code' : 'off',
    ...(isOneTime && { inputmode: 'numeric' as const }),
    required: true,
  };
}

export function confirmLinkInputs({ password, errors }: ConfirmLinkPage, { text }: Texts): Inputs {
  if (!password) return { fields: [] };
  const error = errors?.password && text(`confirm-link.password.${errors.password}`);
  return inputs([passwordField(text('field.password'), 'current-password', error)]);
}

export function recoverInputs({ email, errors }: RecoverPage, { text }: Texts): Inputs {
  const error = errors?.email && text(`sign-up.email.${errors.email}`);
  return inputs(
    [emailField(text('field.email'), 'username', email, error)],
    errors?.form && text(`recover.form.${errors.form}`),
  );
}

export function emailInputs({ email, errors }: EmailPage, { text }: Texts): Inputs {
  const wrong = errors?.email;
  const ofForm = wrong === 'same' || wrong === 'too-many' || wrong === 'void' || wrong === 'again';
  const error = wrong && (ofForm ? text(`email.${wrong}`) : text(`sign-up.email.${wrong}`));
  return inputs([emailField(text('email.new'), 'email', email, error)]);
}

export function newPasswordInputs({ passwordMinimum, errors }: NewPasswordPage, { text }: Texts): Inputs {
  const minimum = { minimum: passwordMinimum };
  const error = errors?.password && text(`sign-up.password.${errors.password}`, minimum);
  return inputs(
    [
      {
        ...passwordField(text('password.new'), 'new-password', error),
        hint: text('sign-up.password.hint', minimum),
      },
    ],
    errors?.form && text(`password.form.${errors.form}`),
  );
}

export function deviceInputs({ device, typed, longestName, errors }: DevicePage, { text }: Texts): Inputs {
  const error = errors?.name && text('device.name.unfit', { longest: longestName });
  const name: Draft = {
    name: 'name',
    label: text('device.name'),
    type: 'text',
    value: typed ?? device.name,
    autocomplete: 'off',
    required: false,
    optional: false,
    hint: text('device.name.hint'),
    error,
  };
  return inputs([name]);
}

export function passkeyInputs(
  name: { readonly value?: string | undefined; readonly longest: number; readonly unfit?: boolean },
  { text }: Texts,
): Inputs {
  const draft: Draft = {
    name: 'name',
    label: text('device.name'),
    type: 'text',
    value: name.value,
    autocomplete: 'off',
    required: false,
    optional: false,
    hint: text('device.name.hint'),
    error: name.unfit ? text('device.name.unfit', { longest: name.longest }) : undefined,
  };
  return inputs([draft]);
}

export function passwordInputs({ passwordMinimum, errors, wait }: PasswordPage, { text }: Texts): Inputs {
  const minimum = { minimum: passwordMinimum };
  const { current, next, form } = errors ?? {};
  const nextError = next && (next === 'same' ? text('password.same') : text(`sign-up.password.${next}`, minimum));
  return inputs(
    [
      {
        ...passwordField(text('password.current'), 'current-password', current && text(`password.current.${current}`)),
        name: 'current',
      },
      {
        ...passwordField(text('password.new'), 'new-password', nextError),
        name: 'next',
        hint: text('sign-up.password.hint', minimum),
      },
    ],
    form === 'too-many' ? waitIn(text, wait) : form && text(`password.form.${form}`),
  );
}

/** How long to wait, in words. @param wait seconds */
function waitIn(text: Texts['text'], wait = 60): string {
  const minutes = Math.ceil(wait / 60);
  return minutes < 60 ? text('wait.minutes', { minutes }) : text('wait.hours', { hours: Math.ceil(minutes / 60) });
}

const emailField = (
  label: string,
  autocomplete: 'username' | 'email',
  value: string | undefined,
  error: string | undefined,
): Draft => ({ name: 'email', label, type: 'email', value, autocomplete, inputmode: 'email', required: true, error });

export const passwordField = (label: string, autocomplete: string, error: string | undefined): Draft => ({
  name: 'password',
  label,
  type: 'password',
  autocomplete,
  required: true,
  error,
});

/** Puts the cursor where there is something to do: in the first field that is wrong, else the first that is empty. */
export function inputs(drafts: readonly Draft[], alert?: string): Inputs {
  const first = drafts.find(({ error }) => error) ?? drafts.find(({ value, required }) => required && !value);
  return {
    fields: drafts.map(({ error, value, ...draft }) => ({
      ...draft,
      value: value ?? '',
      ...(error && { error }),
      autofocus: draft.name === first?.name,
    })),
    ...(alert && { alert }),
  };
}
