/**
 * What people read, in English. The other languages have the same keys, and the same {placeholders} in each.
 * Texts are plain: ICU MessageFormat (https://unicode-org.github.io/icu/userguide/format_parse/messages/), never
 * markup. The apostrophe is ’, because MessageFormat gives ' a meaning.
 */
export const en = {
  'language.name': 'English',

  'page.title': '{title} · {brand}',
  'page.title.error': 'Error: {title} · {brand}',
  'page.languages': 'Language',
  'page.for-app': 'to continue to {app}',
  'page.signed-in-as': 'Signed in as',
  'page.back-to-app': 'Back to {app}',
  'page.cancel': 'Cancel',

  'field.email': 'Email address',
  'field.password': 'Password',
  'field.name': 'Your name',
  'field.optional': 'optional',
  'field.code': 'Code from the email',

  'next.app': 'Continue to {app}',
  'next.continue': 'Continue',
  'next.sign-in': 'Sign in',
  'next.sign-up': 'Create an account',
  'next.try-again': 'Try again',
  'next.start': 'Go to the start page',

  'sign-in.title': 'Sign in',
  'sign-in.submit': 'Sign in',
  'sign-in.again.title': 'Is it still you?',
  'sign-in.again.text': 'Please enter your password once more.',
  'sign-in.new-here': 'New here?',
  'sign-in.sign-up': 'Create an account',
  'sign-in.another': 'Use another account',
  'sign-in.identifier.missing': 'Enter your email address.',
  'sign-in.password.missing': 'Enter your password.',
  'sign-in.form.wrong': 'The email address or the password is not right. Check both and try again.',
  'sign-in.form.wrong-password': 'The password is not right. Check it and try again.',
  'sign-in.form.too-many': 'There were too many tries. Wait a few minutes, then try again.',
  'sign-in.form.busy': 'A lot is going on right now. Please try again in a moment.',

  'sign-up.title': 'Create your account',
  'sign-up.submit': 'Create account',
  'sign-up.password.hint':
    'At least {minimum, plural, one {# character} other {# characters}}. A few words that only you would put together work well.',
  'sign-up.have-account': 'Do you have an account?',
  'sign-up.sign-in': 'Sign in',
  'sign-up.name.too-long': 'This name is too long. Please shorten it.',
  'sign-up.email.missing': 'Enter your email address.',
  'sign-up.email.invalid': 'This is not a complete email address. It looks like name@example.com.',
  'sign-up.password.missing': 'Choose a password.',
  'sign-up.password.too-short':
    'This password is too short. Use at least {minimum, plural, one {# character} other {# characters}}.',
  'sign-up.password.too-long': 'This password is too long. Please shorten it.',
  'sign-up.password.common': 'Many people use this password, so it is easy to guess. Choose another one.',
  'sign-up.password.like-email': 'This password is too much like your email address. Choose another one.',
  'sign-up.form.too-many': 'There were too many tries. Wait a few minutes, then try again.',
  'sign-up.form.busy': 'A lot is going on right now. Please try again in a moment.',

  'confirm-email.title': 'Check your email',
  'confirm-email.text': 'We wrote to {email}. Enter the code from that email, or open the link in it.',
  'confirm-email.submit': 'Confirm address',
  'confirm-email.nothing-there': 'Nothing there? Look in the spam folder too.',
  'confirm-email.resend': 'Send it again',
  'confirm-email.resent': 'We sent it again. It can take a minute to arrive.',
  'confirm-email.change': 'Use another address',
  'confirm-email.outbox': 'In development no email leaves this machine.',
  'confirm-email.outbox.open': 'Open the outbox',
  'confirm-email.code.missing': 'Enter the code from the email.',
  'confirm-email.code.wrong': 'This is not the code. Compare it with the newest email from us.',
  'confirm-email.code.expired': 'This code is too old. Have a new one sent to you.',
  'confirm-email.code.too-many': 'There were too many tries with this code. Have a new one sent to you.',

  'confirm-link.title': 'Confirm your address',
  'confirm-link.text': 'One more step, and we know that {email} is yours.',
  'confirm-link.password.text':
    'You opened the link in another browser than the one you signed up in. Enter the password you chose for {email}, so that we know it is you.',
  'confirm-link.submit': 'Confirm address',
  'confirm-link.password.missing': 'Enter the password you chose when you signed up.',
  'confirm-link.password.wrong': 'This is not the password you chose when you signed up. Try again.',
  'confirm-link.password.too-many': 'There were too many tries. Wait a few minutes, then try again.',

  'link-expired.title': 'This link no longer works',
  'link-expired.text': 'It is too old, was used before, or a newer email has taken its place.',

  'consent.title': '{app} asks to use your account',
  'consent.more.title': '{app} asks for more',
  'consent.more.text': 'You allowed {app} to use your account before. This would be new:',
  'consent.about-you': 'About you',
  'consent.away': 'While you are away',
  'consent.others': 'Also',
  'consent.allow': 'Allow',
  'consent.deny': 'Do not allow',
  'consent.another': 'Use another account',
  'consent.returns-to': 'You will go on to {host}.',
  'consent.privacy': 'Privacy policy',
  'consent.terms': 'Terms of use',
  'consent.homepage': 'Website',

  'scope.openid': 'Recognise you when you come back',
  'scope.profile': 'See your name and profile',
  'scope.email': 'See your email address',
  'scope.phone': 'See your phone number',
  'scope.address': 'See your postal address',
  'scope.offline_access': 'Keep this access when you are not using it, until you end it',

  'choose-account.title': 'Choose an account',
  'choose-account.password': 'asks for your password',
  'choose-account.another': 'Use another account',

  'sign-out.title': 'Do you want to sign out?',
  'sign-out.text': 'This signs you out of the apps that you opened with {brand} in this browser.',
  'sign-out.text.app':
    'This signs you out of {app} and of the other apps that you opened with {brand} in this browser.',
  'sign-out.submit': 'Sign out',
  'sign-out.stay': 'Stay signed in',

  'signed-out.title': 'You are signed out',
  'signed-out.text': 'You can close this page.',

  'error.bad-request.title': 'This did not work',
  'error.bad-request.text': 'The app sent a request that we cannot fulfil. Go back to it and try again.',
  'error.unknown-client.title': 'We do not know this app',
  'error.unknown-client.text':
    'The app that sent you here is not registered, or no longer is. Please tell the people who run it.',
  'error.redirect-uri.title': 'We do not send you there',
  'error.redirect-uri.text':
    'The app wants you to go on to an address that is not registered for it. To keep your account safe, we stop here. Please tell the people who run the app.',
  'error.not-found.title': 'There is nothing here',
  'error.not-found.text': 'Check the address, or go back to the app you came from.',
  'error.method.title': 'This page cannot do that',
  'error.method.text': 'Go back to the app you came from and try again.',
  'error.too-large.title': 'That was too much',
  'error.too-large.text': 'What was sent is longer than anything we expect. Shorten it and try again.',
  'error.foreign-form.title': 'This form is too old',
  'error.foreign-form.text':
    'It was open for long, or comes from another tab or browser. Nothing was changed. Please begin once more.',
  'error.forbidden.title': 'You cannot open this',
  'error.forbidden.text': 'Your account has no access to this page.',
  'error.too-many.title': 'Please wait a moment',
  'error.too-many.text': 'Too many requests came from where you are. Wait a few minutes, then try again.',
  'error.unavailable.title': 'We will be right back',
  'error.unavailable.text': 'Something we need does not answer right now. Please try again in a minute.',
  'error.internal.title': 'Something went wrong',
  'error.internal.text': 'This is our fault, not yours. Please try again.',
  'error.reference': 'Reference {reference}',
  'error.developer': 'For developers',

  'expired.title': 'This took too long',
  'expired.text':
    'To keep your account safe, a sign-in ends when nothing happens for a while. Begin once more in the app.',
  'expired.finished.title': 'You have been here before',
  'expired.finished.text': 'This sign-in was finished, perhaps in another tab. You can go on in the app.',

  'message.email-confirmed.title': 'Your address is confirmed',
  'message.email-confirmed.text': 'Go back to the tab where you began. You can go on there.',
  'message.sign-up-closed.title': 'No new accounts here',
  'message.sign-up-closed.text': 'Accounts are made by the people who run {brand}. Please ask them for one.',
  'message.welcome.title': 'You are in the right place',
  'message.welcome.text': 'This is where people sign in to the apps that trust {brand}. Open one of them to begin.',

  'continue.title': 'On your way',
  'continue.text': 'You are on your way to {app}. If nothing happens, press the button.',

  'form-post.title': 'One moment',
  'form-post.text': 'You are on your way. If nothing happens, press the button.',

  'outbox.title': 'Outbox',
  'outbox.text': 'In development no email leaves this machine. What would have been sent is here.',
  'outbox.empty': 'Nothing was sent yet.',
  'outbox.to': 'To {email}',
  'outbox.back': 'All emails',

  'letter.greeting': 'Hello,',
  'letter.confirm-email.subject': '{code} is your code for {brand}',
  'letter.confirm-email.text': 'You are creating an account with {brand}. This is your code:',
  'letter.confirm-email.link': 'Or open this page and confirm your address there:',
  'letter.confirm-email.button': 'Confirm address',
  'letter.confirm-email.validity':
    'Code and link work for {hours, plural, one {# hour} other {# hours}}. Do not pass the code on to anybody.',
  'letter.confirm-email.ignore':
    'Was it not you? Then you need do nothing. Without this code nobody can make an account with your address.',
  'letter.already-registered.subject': 'You have an account with {brand}',
  'letter.already-registered.text':
    'Somebody wanted to create an account with {brand} for your address. There is one already, so nothing was created and nothing was changed.',
  'letter.already-registered.sign-in': 'Was it you? Then sign in with the password you have:',
  'letter.already-registered.button': 'Sign in',
  'letter.already-registered.ignore':
    'Was it not you? Then you need do nothing. Nobody was told that you have an account.',
} as const;

/** The name of a text. */
export type TextKey = keyof typeof en;

/** A language: every text there is. */
export type Language = Readonly<Record<TextKey, string>>;
