/** Texts of invitations, of a sign-up that goes on or is over, and of whose addresses are taken, in English. */
export const signUp = {
  'sign-up.email.refused': 'Addresses of this provider cannot be used here. Use another one.',
  'sign-up.email.not-allowed':
    'Only addresses of certain organisations can be used here. Use one of yours, or ask the people who run this site.',
  'sign-up.email.disposable': 'Addresses that are only good for a short while cannot be used here. Use a lasting one.',
  'sign-in.confirmed': 'Your address is confirmed. Sign in to go on.',
  'sign-up.form.over': 'This sign-up was not confirmed in time. Please fill in the form once more.',
  'message.sign-up-by-invitation.title': 'You need an invitation',
  'message.sign-up-by-invitation.text':
    'Accounts are made by the link in an invitation. Please ask the people who run {brand} for one.',
  'invitation.title': 'Create your account',
  'invitation.text': 'For {email}. Your address is confirmed by the link that you opened.',
  'message.invitation-accepted.title': 'Your account is there',
  'message.invitation-accepted.text': 'Sign in with your address and the password that you have just chosen.',
  'message.invitation-used.title': 'This invitation was used',
  'message.invitation-used.text': 'Your address has an account. Sign in with it.',
  'message.invitation-withdrawn.title': 'This invitation was withdrawn',
  'message.invitation-withdrawn.text':
    'No account can be made with it any more. Please ask the people who run {brand}.',
  'letter.invitation.subject': 'You are invited to {brand}',
  'letter.invitation.text': 'The people who run {brand} invite you to create an account there, for this address.',
  'letter.invitation.button': 'Create your account',
  'letter.invitation.validity': 'The link works once, until {until}.',
  'letter.invitation.ignore':
    'Did you not expect this? Then you need do nothing. Without you there will be no account.',
} as const;
