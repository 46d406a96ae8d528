import { account } from './account/en.ts';
import { admin } from './admin/en.ts';
import { codes } from './codes/en.ts';
import { deniedFactor } from './denied-factor/en.ts';
import { notMe } from './not-me/en.ts';
import { passkeys } from './passkeys/en.ts';
import { resets } from './resets/en.ts';
import { risk } from './risk/en.ts';
import { signUp } from './sign-up/en.ts';

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
  'next.account': 'Go to your account',
  'next.new-link': 'Have a new link sent',

  'sign-in.title': 'Sign in',
  'sign-in.submit': 'Sign in',
  'sign-in.remember': 'Stay signed in',
  'sign-in.again.title': 'Is it still you?',
  'sign-in.again.text': 'Please enter your password once more.',
  'sign-in.new-here': 'New here?',
  'sign-in.sign-up': 'Create an account',
  'sign-in.another': 'Use another account',
  'sign-in.identifier.missing': 'Enter your email address.',
  'sign-in.password.missing': 'Enter your password.',
  'sign-in.form.wrong': 'The email address or the password is not right. Check both and try again.',
  'sign-in.form.wrong-password': 'The password is not right. Check it and try again.',
  'sign-in.form.busy': 'A lot is going on right now. Please try again in a moment.',
  'sign-in.form.other-account':
    'The app asks for another account than the one that is signed in here. Sign in with that one.',

  'wait.minutes':
    'There were too many tries. Please wait {minutes, plural, one {a minute} other {# minutes}}, then try again.',
  'wait.hours':
    'There were too many tries. Please wait {hours, plural, one {an hour} other {# hours}}, then try again. In a browser in which you have signed in before it may work right away.',

  'pass.title': 'One moment, please',
  'pass.text': 'There have been many tries here, by others perhaps. This makes sure that you are not a program.',
  'pass.working': 'Your browser is doing a small calculation. This takes a few seconds.',
  'pass.done': 'Done. You can go on.',
  'pass.queue': 'Without JavaScript you can wait for your turn instead. That takes a minute or two.',
  'pass.queue.submit': 'Wait for my turn',
  'pass.ticket': 'It is your turn in {wait}. Leave this page open until then, and go on within five minutes.',
  'pass.not-passed': 'That did not work: it was too late, or was used before. Please do it once more.',
  'pass.queue-full': 'Many are waiting already. Please try again in a minute.',
  'pass.back': 'Go back',

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
  'sign-up.password.like-name':
    'This password is little more than the name of this site or of the app. Choose another one.',
  'sign-up.password.guessable':
    'This password can be guessed quickly. Make it longer: three or four words that have nothing to do with each other work well.',
  'sign-up.password.breached':
    'This password has appeared in a data breach, so others may know it. Choose another one, and change it wherever you use it.',
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

  'factor.title': 'One more step',
  'factor.submit': 'Continue',
  'factor.app.text': 'Enter the code that your authenticator app shows now.',
  'factor.app.code': 'Code from the app',
  'factor.app.instead': 'Use the authenticator app',
  'factor.recovery-code.text': 'Enter one of the recovery codes that you kept. Each works once.',
  'factor.recovery-code.code': 'Recovery code',
  'factor.recovery-code.instead': 'Use a recovery code',
  'factor.missing': 'Enter the code.',
  'factor.wrong': 'This code is not right, or it was used before. Enter a new one.',
  'factor.wait': 'There were too many wrong codes. Wait {wait}, then try again.',
  'set-up-app.title': 'Set up an authenticator app',
  'set-up-app.text': 'From now on you prove with your phone that it is you. A stolen password is then of no use.',
  'set-up-app.get': 'Open an authenticator app on your phone, or install one.',
  'set-up-app.scan': 'Scan this picture with it.',
  'set-up-app.qr': 'QR code for the authenticator app',
  'set-up-app.here': 'Open it on this device',
  'set-up-app.type': 'Or type this key into the app:',
  'set-up-app.enter': 'Enter the code that the app shows.',
  'set-up-app.submit': 'Set up',
  'set-up-app.later': 'Not now',
  'set-up-app.until': 'You can put this off until {when}.',
  'set-up.required.second-factor': '{who} requires a second factor.',
  'set-up.required.passkey': '{who} requires a passkey.',
  'recovery-codes.title': 'Keep these codes',
  'recovery-codes.text':
    'If you lose what you sign in with, each of them lets you in once. Print this page or write them down, and keep them where you keep what is important.',
  'recovery-codes.once': 'They are shown only now.',
  'recovery-codes.kept': 'I have kept them',
  'codes-shown.title': 'Have you kept your codes?',
  'codes-shown.text':
    'They were shown once, and cannot be shown again. If you have not kept them, make new ones: those of before then no longer work.',

  'sign-in.recover': 'Forgot your password?',
  'recover.title': 'Forgot your password?',
  'recover.text': 'Enter your email address, and we send you a link to choose a new one.',
  'recover.form.too-many': 'There were too many emails. Wait an hour, then try again.',
  'recover.submit': 'Send link',
  'recover.back': 'Back to sign-in',
  'recover-sent.title': 'Check your email',
  'recover-sent.text':
    'If {email} has an account here, an email is on its way. The link in it works for {minutes, plural, one {# minute} other {# minutes}}.',
  'recover-sent.nothing':
    'Nothing there? Look in the spam folder too, and make sure that it is the address of your account.',
  'new-password.title': 'Choose a new password',
  'new-password.text': 'For the account of {email}.',
  'new-password.submit': 'Save password',
  'new-password.ends': 'You are then signed out everywhere, and sign in with the new one.',
  'message.password-reset.title': 'Your new password is saved',
  'message.password-reset.text': 'Use it from now on to sign in.',
  'letter.recover.subject': 'Choose a new password for {brand}',
  'letter.recover.text': 'Somebody asked for a link to choose a new password for your account.',
  'letter.recover.button': 'Choose a new password',
  'letter.recover.validity': 'The link works once, for {minutes, plural, one {# minute} other {# minutes}}.',
  'letter.recover.ignore': 'It was not you? Then you need do nothing: your password stays as it is.',

  'letter.new-email.subject': '{code} is your code for {brand}',
  'letter.new-email.text': 'You want to use this address for your account. Enter this code where you asked for it:',
  'letter.new-email.validity': 'It works for {minutes, plural, one {# minute} other {# minutes}}.',
  'letter.new-email.ignore':
    'It was not you? Then you need do nothing: no account gets your address without this code. Give it to nobody.',
  'letter.email-changed.subject': 'Your account at {brand} has another email address now',
  'letter.email-changed.text': 'This address no longer belongs to your account: another one has taken its place.',
  'letter.email-changed.not-you':
    'Was it not you? Then take it back: your account gets this address again, and whoever is signed in is signed out.',
  'message.email-restored.title': 'Your account has its former address again',
  'message.email-restored.text':
    'Everybody is signed out, and the password no longer works. An email with a link to choose a new one is on its way to this address; “Forgot your password?” on the sign-in page sends another.',

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
  'consent.each-time': 'You are asked each time because another app on your device could pass itself off as {app}.',
  'consent.privacy': 'Privacy policy',
  'consent.terms': 'Terms of use',
  'consent.homepage': 'Website',

  'scope.openid': 'Recognise you when you come back',
  'scope.profile': 'See your name and profile',
  'scope.email': 'See your email address',
  'scope.phone': 'See your phone number',
  'scope.address': 'See your postal address',
  'scope.offline_access': 'Keep this access when you are not using it, until you end it',
  'scope.devices-read': 'See where you are signed in, and with which apps',
  'scope.devices-end': 'Sign you out, on one device or on all',

  'choose-account.title': 'Choose an account',
  'choose-account.password': 'asks for your password',
  'choose-account.another': 'Use another account',
  'choose-account.only':
    'The app asks for this account, and not for the one that you chose. Go on with it, or go back to the app.',

  'sign-out.title': 'Do you want to sign out?',
  'sign-out.text': 'This signs you out of the apps that you opened with {brand} in this browser.',
  'sign-out.text.app':
    'This signs you out of {app} and of the other apps that you opened with {brand} in this browser.',
  'sign-out.text.unmeant':
    '{app} asked to sign out an account that is not signed in in this browser. This one is signed in here:',
  'sign-out.by-themselves': 'Apps that stay signed in by themselves, until you end them under “Your devices”: {apps}.',
  'sign-out.others': 'Also signed in in this browser. That does not change, unless you sign out of all accounts.',
  'sign-out.submit': 'Sign out',
  'sign-out.stay': 'Stay signed in',
  'sign-out.all': 'Sign out of all accounts',

  'signed-out.title': 'You are signed out',
  'signed-out.title.in-place': 'Somebody is still signed in here',
  'signed-out.text': 'You can close this page.',
  'signed-out.text.in-place': 'In this browser apps can be opened without a password by:',
  'signed-out.text.others': 'Somebody is still signed in in this browser, and can be chosen here without a password:',

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
  'error.no-cookies.title': 'This site needs cookies',
  'error.no-cookies.text':
    'Your browser sent none: it keeps none here, or this sign-in began in another browser. Allow cookies for this site in its settings, then begin once more.',
  'error.forbidden.title': 'You cannot open this',
  'error.forbidden.text': 'Your account has no access to this page.',
  'error.banned.title': 'Your network is blocked',
  'error.banned.text':
    'Requests from the network that you use are not answered here. If you think that this is a mistake, tell whoever runs this site the reference below.',
  'error.network-paused.title': 'Your network has to wait',
  'error.network-paused.text':
    'Somebody in the network that you use tried the passwords of many people. For about {wait} this works from here only in a browser in which you have signed in before. You can also sign in with a passkey, or use another network.',
  'error.too-many.title': 'Please wait a moment',
  'error.too-many.text': 'Too many requests came from where you are. Wait a few minutes, then try again.',
  'error.busy.title': 'A lot is going on right now',
  'error.busy.text': 'Your password was not looked at yet, and no try was counted. Please try again in a moment.',
  'error.unavailable.title': 'We will be right back',
  'error.unavailable.text': 'Something we need does not answer right now. Please try again in a minute.',
  'error.internal.title': 'Something went wrong',
  'error.internal.text': 'This is our fault, not yours. Please try again.',
  'error.reference': 'Reference {reference}',
  'error.developer': 'For developers',

  'expired.title': 'This sign-in is over',
  'expired.text':
    'To keep your account safe, a sign-in ends when nothing happens for a while. It ends too when you are signed out in the meantime, perhaps from another device. Begin once more in the app.',
  'expired.finished.title': 'You have been here before',
  'expired.finished.text': 'This sign-in was finished, perhaps in another tab. You can go on in the app.',

  'message.email-confirmed.title': 'Your address is confirmed',
  'message.email-confirmed.text': 'Go back to the tab where you began. You can go on there.',
  'message.sign-up-closed.title': 'No new accounts here',
  'message.sign-up-closed.text': 'Accounts are made by the people who run {brand}. Please ask them for one.',
  'message.welcome.title': 'You are in the right place',
  'message.welcome.text': 'This is where people sign in to the apps that trust {brand}. Open one of them to begin.',
  'message.still-signed-in.title': 'You are still signed in',
  'message.still-signed-in.text': 'Nothing was changed.',

  'continue.title': 'On your way',
  'continue.text': 'You are on your way to {app}. If nothing happens, press the button.',

  'form-post.title': 'One moment',
  'form-post.text': 'You are on your way. If nothing happens, press the button.',

  ...account,
  ...admin,
  ...codes,
  ...deniedFactor,
  ...passkeys,
  ...resets,
  ...risk,
  ...notMe,
  ...signUp,

  'outbox.title': 'Outbox',
  'outbox.text': 'What is here was not sent: in development it stays on this machine.',
  'outbox.empty': 'Nothing was sent yet.',
  'outbox.to': 'To {email}',
  'outbox.back': 'Back to the outbox',
  'outbox.soon': 'An email is here within seconds.',
  'outbox.again': 'Look again',

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
  'letter.already-registered.forgotten': 'Have you forgotten it? Choose “{link}” on that page to get a new one.',
  'letter.already-registered.ignore':
    'Was it not you? Then you need do nothing. Nobody was told that you have an account.',

  'letter.notice.app': 'App',
  'letter.notice.when': 'When',
  'letter.notice.with': 'With',
  'letter.notice.where': 'Where',
  'letter.notice.fact': '{label}: {value}',
  'letter.notice.agent': '{name} on {system}',
  'letter.notice.near': 'near {place}',
  'letter.notice.unknown': 'not known',
  'letter.notice.app-gone': 'an app that is no longer there',
  'letter.notice.you': 'Was it you? Then you need do nothing.',
  'letter.notice.not-you': 'Was it not you? Then say so, by the link “This was not me”.',
  'letter.notice.intruder':
    'Was it not you? Then somebody else has got into your account. Say so at once, by the link “This was not me”, and tell the people who run {brand}.',
  'letter.notice.last':
    'This is the third letter of this kind within an hour. Until the hour is over, we send no more of them.',
  'letter.notice.devices': 'See your devices',
  'letter.ended.subject': 'A sign-in of {app} was ended',
  'letter.ended.you': 'Sign in to {app} again when you need it. Your other apps and devices stay signed in.',
  'letter.token-reused.text':
    'A key that keeps {app} signed in to your account was used a second time. That happens when somebody has copied it. To keep your account safe, we ended this sign-in. This is where the second use came from:',
  'letter.code-replayed.text':
    'The code with which {app} signed you in was used a second time. That happens when somebody else got hold of it. To keep your account safe, we ended this sign-in. This is where the second use came from:',
  'letter.app-ended.text': 'To keep your account safe, we ended a sign-in of {app}.',
  'letter.app-sign-in-again.subject': '{app} asks you to sign in again',
  'letter.app-sign-in-again.text': 'To keep your account safe, {app} has to ask you to sign in again.',
  'letter.app-sign-in-again.you':
    'Was it you? Then sign in to {app} again. Your other apps and devices stay signed in.',
  'letter.app-changed.subject': 'A sign-in of {app} has changed',
  'letter.app-changed.text':
    '{app} is signed in to your account, and something about that has changed. It stays signed in.',
  'letter.change.place': 'It was used from another place than before.',
  'letter.change.agent': 'It was used with another browser or system than before.',
  'letter.change.speed': 'It was used from another place than before, sooner than anybody could have travelled there.',
  'letter.change.version': 'It was used with an older version of the app than before.',
  'letter.change.other': 'It was used in another way than before.',
  'letter.new-device.subject': 'A new device is signed in to {brand}',
  'letter.new-device.text': 'Somebody signed in to your account on a device that it was not used on before.',
  'letter.password-changed.subject': 'Your password for {brand} was changed',
  'letter.password-changed.text': 'The password of your account was changed.',
  'letter.factor-added.subject': 'A second factor was added to your account at {brand}',
  'letter.factor-added.text':
    'An authenticator app was added to your account. From now on its codes are asked for at a sign-in.',
  'letter.factor-removed.subject': 'A second factor was removed from your account at {brand}',
  'letter.factor-removed.text': 'An authenticator app was removed from your account.',
  'letter.codes-made.subject': 'New recovery codes for your account at {brand}',
  'letter.codes-made.text': 'New recovery codes were made for your account. The former ones no longer work.',
  'letter.recovery-code-used.subject': 'A recovery code was used at {brand}',
  'letter.recovery-code-used.text':
    'Somebody signed in to your account with the password and one of your recovery codes. That code does not work again.',
  'letter.factor-guessed.subject': 'Somebody may know your password for {brand}',
  'letter.factor-guessed.text': 'Somebody gave your password and then several wrong codes. They did not get in.',
  'letter.factor-guessed.not-you':
    'Was it not you? Then somebody knows your password. Say so now, by the link “This was not me”.',
  'letter.signed-out-everywhere.subject': 'You were signed out of {brand} everywhere',
  'letter.signed-out-everywhere.text': 'Your account was signed out on all devices.',
  'letter.signed-out-elsewhere.subject': 'Your other devices were signed out of {brand}',
  'letter.signed-out-elsewhere.text': 'All other devices were signed out of your account.',
  'letter.signed-out.you': 'Was it you? Then you need do nothing but sign in again where you want to go on.',
  'letter.signed-out-for-you.subject': 'You were signed out of {brand}',
  'letter.ended-by-app.text':
    '{app} signed you out, on one of your devices or on all of them. You allowed it to do that.',
  'letter.ended-by-admin.text': 'The people who run {brand} signed you out, on one of your devices or on all of them.',
  'letter.signed-out-for-you.you':
    'Did you expect that? Then you need do nothing but sign in again where you want to go on.',
  'letter.ended-by-app.not-you': 'Did you not expect that? Then disconnect the app on the page with your apps.',
  'letter.app-ended-by-app.text': '{by} signed you out of {app} on one of your devices. You allowed it to do that.',
  'letter.app-ended-by-app.not-you': 'Did you not expect that? Then disconnect {by} on the page with your apps.',
  'letter.app-ended-by-api.text':
    '{by}, a service that {app} works with, ended one sign-in of {app} to your account. A service does that when, for instance, it believes that a key of this sign-in is in wrong hands.',
  'letter.app-ended-by-api.not-you':
    'Do you want to know why? Then ask the people who run {app}. If you do not know {app}, disconnect it on the page with your apps.',
  'letter.ended-by-admin.not-you': 'Did you not expect that? Then ask the people who run {brand}.',
} as const;

/** The name of a text. */
export type TextKey = keyof typeof en;

/** A language: every text there is. */
export type Language = Readonly<Record<TextKey, string>>;
