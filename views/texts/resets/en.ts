/** Texts of what an admin starts for who has lost something, and how it is stopped, in English. */
export const resets = {
  'stop-reset.factors.title': 'Keep your second factors?',
  'stop-reset.factors.text':
    'The people who run this are about to take them away, on {when}, because somebody said that they are lost.',
  'stop-reset.factors.submit': 'Keep them',
  'message.reset-stopped.title': 'Your second factors stay',
  'message.reset-stopped.text':
    'Nothing was taken away. If it was not you who asked for it, somebody may know your password: change it.',
  'letter.factor-reset.subject': 'The second factors of your account at {brand} are about to go',
  'letter.factor-reset.text':
    'Somebody asked the people who run {brand} to take all second factors of your account away, because they are lost. That happens on {when}. Until then nothing changes.',
  'letter.factor-reset.not-you': 'Was it not you? Then stop it.',
  'letter.factor-reset.button': 'Keep my second factors',
  'letter.factors-reset.subject': 'The second factors of your account at {brand} are gone',
  'letter.factors-reset.text':
    'The people who run {brand} have taken all second factors of your account away, with passkeys and recovery codes. They were told that these are lost, we wrote to you about it, and the time to stop it is over. From now on your password alone is enough to sign in; where a second factor is required, whoever signs in sets up a new one.',
  'letter.factors-reset.you':
    'Did you want that? Then add a new second factor soon: until then whoever knows your password gets in.',
  'letter.factors-reset.not-you':
    'Did you not want that? Then somebody may be after your account. Say so at once, by the link “This was not me”, and tell the people who run {brand}. Choose a new password, and add a second factor again.',
  'not-me.then.factors-reset':
    'Second factors, passkeys and recovery codes that were added since then no longer work, and those that were taken away do not come back. It may be a few days until you get in with a new browser.',
  'devices.done.reset-stopped': 'Your second factors stay.',
  'history.reset-started': 'A reset of your second factors was started by the people who run {brand}',
  'history.reset-stopped': 'The reset of your second factors was stopped',
  'history.factors-reset': 'All second factors were taken away',
  'reset.factors':
    'All your second factors are about to be taken away, on {when}, because somebody told the people who run this that they are lost. Was it not you? Then keep them.',
  'reset.email':
    'Your account is about to get the address {email}, on {when}, because somebody told the people who run this that its mailbox is lost. Was it not you? Then keep the one you have.',
  'stop-reset.email.title': 'Keep the address of your account?',
  'stop-reset.email.text':
    'The people who run this are about to change it, on {when}, because somebody said that its mailbox is lost.',
  'stop-reset.email.submit': 'Keep the address',
  'message.email-reset-stopped.title': 'The address of your account stays',
  'message.email-reset-stopped.text':
    'Nothing was changed. If it was not you who asked for it, somebody is after your account: tell the people who run this.',
  'confirm-address.title': 'Use this address for your account?',
  'confirm-address.text':
    'The people who run {brand} were asked to give an account the address {email}, because its owner has lost the mailbox that it had. Was it you? Then confirm it. It is the address of your account from {when} on.',
  'confirm-address.submit': 'It is for my account',
  'confirm-address.not-you':
    'Was it not you? Then do not confirm it: the account would be somebody else’s, under your address.',
  'message.address-confirmed.title': 'Your address is confirmed',
  'message.address-confirmed.text':
    'When the time is over and nobody has stopped it, your account has this address, and we write to it. Until then nothing changes.',
  'letter.email-reset.subject': 'The address of your account at {brand} is about to change',
  'letter.email-reset.text':
    'Somebody asked the people who run {brand} to give your account another email address, because the mailbox that it has is lost. That happens on {when}. Until then nothing changes.',
  'letter.email-reset.not-you': 'Was it not you? Then stop it.',
  'letter.email-reset.button': 'Keep the address',
  'letter.email-reset-new.subject': 'Confirm this address for your account at {brand}',
  'letter.email-reset-new.text':
    'The people who run {brand} were asked to give an account this address, because its owner has lost the mailbox that it had. Was it you? Then confirm it, until {when}. From then on it is the address of your account.',
  'letter.email-reset-new.button': 'Confirm address',
  'letter.email-reset-new.not-you': 'Was it not you? Then do not confirm it. This link stops the change:',
  'letter.email-reset-done.subject': 'Your account at {brand} has this address now',
  'letter.email-reset-done.text':
    'You are signed out everywhere. Sign in with this address and your password. Is that lost too? “Forgot your password?” on the sign-in page sends a link here. If your account still has second factors, they are asked for as before; codes by email no longer count as one at this address.',
  'letter.email-reset-done.button': 'Sign in',
  'letter.email-given.text':
    'The people who run {brand} have given your account another address in place of this one, because somebody told them that this mailbox is lost. We wrote to you about it, and the time to stop it is over.',
  'sms.reset.factors':
    '{brand}: somebody asked us to take the second factors of your account away. Was it not you? Stop it: {link}',
  'sms.reset.email':
    '{brand}: somebody asked us to change the email address of your account. Was it not you? Stop it: {link}',
  'devices.done.email-reset-stopped': 'The address of your account stays.',
  'history.email-reset-started': 'A change of your email address was started by the people who run {brand}',
  'history.email-reset-confirmed': 'The email address that your account is to get was confirmed',
  'history.email-reset-stopped':
    'The change of your email address by the people who run {brand} was stopped, or could not be made',
  'letter.reset-stopped.subject': 'The second factors of your account at {brand} stay',
  'letter.reset-stopped.text':
    'The people who run {brand} were about to take all second factors of your account away. Somebody has stopped that.',
  'letter.reset-stopped.not-you':
    'Was it not you, and you still wait for it? Then tell the people who run {brand}: somebody else may read your email or your text messages, or be signed in to your account. The link “This was not me” signs everybody out.',
  'letter.email-reset-stopped.subject': 'The address of your account at {brand} stays',
  'letter.email-reset-stopped.text':
    'The people who run {brand} were about to give your account another email address. Somebody has stopped that.',
  'letter.email-reset-over.subject': 'Your account at {brand} does not get this address',
  'letter.email-reset-over.text':
    'You confirmed this address for your account at {brand}. The change to it was stopped, or could not be made: the account stays as it is.',
  'letter.email-reset-over.not-you':
    'Do you still wait for it, and was it not you who stopped it? Then tell the people who run {brand}: somebody else may read the mail or the text messages of your account, or be signed in to it.',
} as const;
