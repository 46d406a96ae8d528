/** Texts about sign-ins that are unlike before, and about browsers that are spared the second factor. */
export const risk = {
  'signal.newDevice': 'a new device',
  'signal.newCountry': 'a new country',
  'signal.impossibleTravel': 'a place too far away to travel to since the last time',
  'signal.badNetwork': 'a network with a bad name',
  'signal.unusualHour': 'an unusual time of day',
  'signal.between': '{signal} ({from} → {to})',

  'history.signed-in.unlike': 'Signed in, unlike before: {signals}',
  'history.signed-in.spared': 'Signed in without the second factor, which this device remembers: {device}',
  'history.sign-in-refused.unlike': 'Sign-in stopped because it was unlike before: {signals}',
  'history.factor-asked': 'Second factor asked for at a sign-in unlike before: {signals}',
  'history.factor-first-used': 'Used for the first time on {device}: {factor}',
  'history.factor-remembered': 'The second factor is not asked for any more for a while: {device}',
  'history.factor-forgotten': 'The second factor is asked for again: {device}',

  'second-factor.app': 'authenticator app',
  'second-factor.passkey': 'passkey',
  'second-factor.sms': 'code by text message',
  'second-factor.email': 'code by email',
  'second-factor.recovery-code': 'recovery code',
  'second-factor.other': 'another second factor',

  'factor.remember': 'Do not ask for it in this browser for {time}. Only on a device that is yours alone.',
  'device.remembers': 'Second factor not asked for until {when}',
  'device.forget': 'Ask for the second factor again',
  'security.remembering': 'Where it is not asked for',
  'security.remembering.text': 'In these browsers your password alone lets you in, until the time is over.',
  'security.remembering.until': 'Until {when}',
  'security.forget': 'Ask again',
  'security.forget.label': 'Ask again: {device}',
  'devices.done.forgotten': 'From now on the second factor is asked for there.',

  'error.sign-in-blocked.title': 'We stopped this sign-in',
  'error.sign-in-blocked.text':
    'It is too unlike your other sign-ins. Try again from a device, a place or a network that you have used before. If you cannot, ask the people who run this service.',

  'letter.unlike': 'Unlike before: {signals}.',
  'letter.new-device.factor': 'Used for this sign-in: {factor}.',
  'letter.device-again.subject': 'A device is signed in to {brand} again',
  'letter.device-again.text':
    'Somebody signed in to your account on a device that it was used on before, and that it no longer knew. So it is after a new password or after signing out from elsewhere, for instance.',
  'letter.ended-device-again.text':
    'Somebody signed in to your account on a device that it was used on before, and where it had been signed out from elsewhere.',
  'letter.unusual-sign-in.subject': 'A sign-in to {brand} was unlike before',
  'letter.unusual-sign-in.text': 'Somebody signed in to your account, and not as you usually do.',
  'letter.sign-in-blocked.subject': 'We stopped a sign-in to {brand}',
  'letter.sign-in-blocked.text':
    'Somebody wanted to sign in to your account with your password or another right proof. It was too unlike your other sign-ins, so we did not let them in.',
  'letter.sign-in-blocked.you':
    'Was it you? Then try again from a device, a place or a network that you have used before.',
  'letter.factor-first-used.subject': 'A sign-in method was used on another device at {brand}',
  'letter.factor-first-used.text':
    'Somebody signed in to your account, and proved for the first time on this device: {factor}.',
} as const;
