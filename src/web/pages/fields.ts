import type { Texts } from '../../brand/index.ts';
import type { ConfirmEmailPage, ConfirmLinkPage, SignInPage, SignUpPage } from './page.ts';

/** One input with all that belongs to it. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly value: string;
  /** What password managers and browsers go by. */
  readonly autocomplete: string;
  readonly inputmode?: 'email' | 'numeric';
  readonly required: boolean;
  readonly hint?: string;
  readonly error?: string;
  readonly autofocus: boolean;
}

/** The inputs of a form, and what is wrong with it as a whole. */
export interface Inputs {
  readonly fields: readonly Field[];
  readonly alert?: string;
}

type Draft = Omit<Field, 'autofocus' | 'value' | 'error' | 'hint'> & {
  readonly value?: string | undefined;
  readonly hint?: string;
  readonly error?: string | undefined;
};

export function signInInputs({ account, identifier, errors }: SignInPage, { text }: Texts): Inputs {
  const form = errors?.form === 'wrong' && account ? 'wrong-password' : errors?.form;
  const password = passwordField(
    text('field.password'),
    'current-password',
    errors?.password && text(`sign-in.password.${errors.password}`),
  );
  const who: Draft = {
    name: 'identifier',
    label: text('field.email'),
    type: 'text',
    value: identifier,
    // Not type=email: browsers rewrite what is typed there (international domains), and managers look for username.
    autocomplete: 'username',
    inputmode: 'email',
    required: true,
    error: errors?.identifier && text(`sign-in.identifier.${errors.identifier}`),
  };
  return inputs(account ? [password] : [who, password], form && text(`sign-in.form.${form}`));
}

export function signUpInputs({ email, name, passwordMinimum, errors }: SignUpPage, { text }: Texts): Inputs {
  const minimum = { minimum: passwordMinimum };
  return inputs(
    [
      {
        name: 'email',
        label: text('field.email'),
        type: 'email',
        value: email,
        // With the new password this is what a manager keeps; `email` would leave the entry without a name.
        autocomplete: 'username',
        inputmode: 'email',
        required: true,
        error: errors?.email && text(`sign-up.email.${errors.email}`),
      },
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
    ],
    errors?.form && text(`sign-up.form.${errors.form}`),
  );
}

export function confirmEmailInputs({ errors }: ConfirmEmailPage, { text }: Texts): Inputs {
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

export function confirmLinkInputs({ password, errors }: ConfirmLinkPage, { text }: Texts): Inputs {
  if (!password) return { fields: [] };
  const error = errors?.password && text(`confirm-link.password.${errors.password}`);
  return inputs([passwordField(text('field.password'), 'current-password', error)]);
}

const passwordField = (label: string, autocomplete: string, error: string | undefined): Draft => ({
  name: 'password',
  label,
  type: 'password',
  autocomplete,
  required: true,
  error,
});

/** Puts the cursor where there is something to do: in the first field that is wrong, else the first that is empty. */
function inputs(drafts: readonly Draft[], alert?: string): Inputs {
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
