import type { risk as english } from './en.ts';

/** German. */
export const risk: Readonly<Record<keyof typeof english, string>> = {
  'signal.newDevice': 'ein neues Gerät',
  'signal.newCountry': 'ein neues Land',
  'signal.impossibleTravel': 'ein Ort, der seit dem letzten Mal nicht zu erreichen war',
  'signal.badNetwork': 'ein Netz mit schlechtem Ruf',
  'signal.unusualHour': 'eine ungewohnte Tageszeit',
  'signal.between': '{signal} ({from} → {to})',

  'history.signed-in.unlike': 'Angemeldet, anders als sonst: {signals}',
  'history.signed-in.spared': 'Ohne den zweiten Faktor angemeldet, den dieses Gerät sich gemerkt hat: {device}',
  'history.sign-in-refused.unlike': 'Anmeldung aufgehalten, weil sie anders war als sonst: {signals}',
  'history.factor-asked': 'Bei einer Anmeldung, die anders war als sonst, nach dem zweiten Faktor gefragt: {signals}',
  'history.factor-first-used': 'Zum ersten Mal auf {device} benutzt: {factor}',
  'history.factor-remembered': 'Nach dem zweiten Faktor wird eine Zeit lang nicht mehr gefragt: {device}',
  'history.factor-forgotten': 'Nach dem zweiten Faktor wird wieder gefragt: {device}',

  'second-factor.app': 'Authentifizierungs-App',
  'second-factor.passkey': 'Passkey',
  'second-factor.sms': 'Code per SMS',
  'second-factor.email': 'Code per E-Mail',
  'second-factor.recovery-code': 'Wiederherstellungscode',
  'second-factor.other': 'ein anderer zweiter Faktor',

  'factor.remember':
    'In diesem Browser {time} lang nicht mehr danach fragen. Nur auf einem Gerät, das Ihnen allein gehört.',
  'device.remembers': 'Keine Frage nach dem zweiten Faktor bis {when}',
  'device.forget': 'Wieder nach dem zweiten Faktor fragen',
  'security.remembering': 'Wo nicht danach gefragt wird',
  'security.remembering.text': 'In diesen Browsern genügt Ihr Passwort, bis die Zeit vorbei ist.',
  'security.remembering.until': 'Bis {when}',
  'security.forget': 'Wieder fragen',
  'security.forget.label': 'Wieder fragen: {device}',
  'devices.done.forgotten': 'Dort wird von jetzt an nach dem zweiten Faktor gefragt.',

  'error.sign-in-blocked.title': 'Wir haben diese Anmeldung aufgehalten',
  'error.sign-in-blocked.text':
    'Sie ist zu anders als Ihre bisherigen. Versuchen Sie es von einem Gerät, einem Ort oder einem Netz aus, das Sie schon benutzt haben. Geht das nicht, dann fragen Sie die Betreiber dieses Dienstes.',

  'letter.unlike': 'Anders als sonst: {signals}.',
  'letter.new-device.factor': 'Dazu wurde verwendet: {factor}.',
  'letter.device-again.subject': 'Ein Gerät ist wieder bei {brand} angemeldet',
  'letter.device-again.text':
    'jemand hat sich bei Ihrem Konto auf einem Gerät angemeldet, auf dem es früher benutzt wurde und das es nicht mehr kannte. So ist es etwa nach einem neuen Passwort oder nach einer Abmeldung von anderswo.',
  'letter.ended-device-again.text':
    'jemand hat sich bei Ihrem Konto auf einem Gerät angemeldet, auf dem es früher benutzt wurde und auf dem es von anderswo abgemeldet worden war.',
  'letter.unusual-sign-in.subject': 'Eine Anmeldung bei {brand} war anders als sonst',
  'letter.unusual-sign-in.text': 'jemand hat sich bei Ihrem Konto angemeldet, und nicht so wie Sie sonst.',
  'letter.sign-in-blocked.subject': 'Wir haben eine Anmeldung bei {brand} aufgehalten',
  'letter.sign-in-blocked.text':
    'jemand wollte sich mit Ihrem Passwort oder einem anderen richtigen Nachweis bei Ihrem Konto anmelden. Das war zu anders als Ihre bisherigen Anmeldungen, darum haben wir niemanden eingelassen.',
  'letter.sign-in-blocked.you':
    'Waren Sie das? Dann versuchen Sie es von einem Gerät, einem Ort oder einem Netz aus, das Sie schon benutzt haben.',
  'letter.factor-first-used.subject': 'Eine Anmeldemethode wurde bei {brand} auf einem anderen Gerät benutzt',
  'letter.factor-first-used.text':
    'jemand hat sich bei Ihrem Konto angemeldet und auf diesem Gerät zum ersten Mal nachgewiesen: {factor}.',
};
