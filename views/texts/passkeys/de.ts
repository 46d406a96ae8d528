import type { passkeys as english } from './en.ts';

/** Texts of passkeys, in German. */
export const passkeys: Readonly<Record<keyof typeof english, string>> = {
  'sign-in.passkey': 'Mit Passkey anmelden',
  'sign-in.form.passkey-refused': 'Dieser Passkey funktioniert hier nicht. Nehmen Sie einen anderen oder Ihr Passwort.',
  'sign-in.form.late': 'Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.',
  'sign-in.form.passkey-unverified':
    'Dieser Passkey prüft nicht, ob Sie es sind. Geben Sie zuerst Ihr Passwort ein; der Passkey ist dann der nächste Schritt.',
  'passkey.refused': 'Dieser Passkey funktioniert hier nicht. Versuchen Sie es mit einem anderen.',
  'passkey.late': 'Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.',
  'passkey.stopped': 'Es wurde nichts gesendet. Versuchen Sie es noch einmal, wenn Sie so weit sind.',
  'sign-in.passkey.stopped':
    'Es wurde nichts gesendet. Versuchen Sie es noch einmal, wenn Sie so weit sind, oder geben Sie Ihr Passwort ein: Manche Schlüssel sind nur der zweite Schritt.',
  'passkey.known': 'Ein Passkey Ihres Kontos ist dort schon vorhanden.',
  'passkey.unsupported': 'Dieser Browser kennt keine Passkeys.',
  'passkey.scripts': 'Passkeys brauchen JavaScript, und das ist hier ausgeschaltet.',
  'factor.passkey.text': 'Verwenden Sie einen Passkey oder Sicherheitsschlüssel Ihres Kontos.',
  'factor.passkey.submit': 'Passkey verwenden',
  'factor.passkey.instead': 'Passkey verwenden',
  'set-up-app.passkey': 'Stattdessen einen Passkey verwenden',
  'set-up-passkey.title': 'Passkey hinzufügen',
  'set-up-passkey.text':
    'Sie melden sich mit Finger, Gesicht oder der Sperre Ihres Geräts an. Einen Passkey kann niemand erraten, und keine falsche Seite kann ihn Ihnen entlocken.',
  'set-up-passkey.submit': 'Passkey hinzufügen',
  'set-up-passkey.app': 'Stattdessen eine Authenticator-App verwenden',
  'letter.passkey-added.subject': 'Ein Passkey wurde zu Ihrem Konto bei {brand} hinzugefügt',
  'letter.passkey-added.text':
    'zu Ihrem Konto wurde ein Passkey hinzugefügt. Wer ihn hat, kann sich damit als Sie ausweisen.',
  'letter.passkey-removed.subject': 'Ein Passkey wurde aus Ihrem Konto bei {brand} entfernt',
  'letter.passkey-removed.text': 'aus Ihrem Konto wurde ein Passkey entfernt. Er öffnet Ihr Konto nicht mehr.',
  'letter.passkey-copied.subject': 'Vielleicht gibt es eine Kopie Ihres Passkeys für {brand}',
  'letter.passkey-copied.text':
    'ein Passkey Ihres Kontos wurde abgelehnt: Er zählt, wie oft er benutzt wird, und seine Zahl ging zurück, wie bei einer Kopie.',
  'letter.passkey-copied.you':
    'Waren Sie das? Dann entfernen Sie diesen Passkey und fügen Sie einen neuen hinzu: Er wird von nun an abgelehnt.',
  'letter.passkey-copied.not-you': 'Waren Sie das nicht? Dann entfernen Sie diesen Passkey jetzt aus Ihrem Konto.',
  'security.passkeys': 'Passkeys',
  'security.passkeys.off':
    'Mit einem Passkey melden Sie sich ohne Passwort an: mit Finger, Gesicht oder der Sperre Ihres Geräts.',
  'security.passkeys.on':
    'Mit ihnen allein melden Sie sich an. Auch nach Ihrem Passwort werden Sie nach einem gefragt.',
  'security.passkeys.some':
    'Mit einigen von ihnen melden Sie sich ohne Passwort an. Auch nach Ihrem Passwort werden Sie nach einem gefragt.',
  'security.passkeys.second': 'Nach Ihrem Passwort werden Sie nach einem gefragt.',
  'security.passkeys.add': 'Passkey hinzufügen',
  'passkey.synced': 'Kann auf allen Ihren Geräten sein',
  'passkey.bound': 'Nur dort, wo er erstellt wurde',
  'passkey.second': 'Nur nach Ihrem Passwort',
  'passkey.copied':
    'Abgelehnt seit {when}: Vielleicht gibt es eine Kopie. Entfernen Sie ihn und fügen Sie einen neuen hinzu.',
  'passkey.remove': 'Diesen Passkey entfernen',
  'devices.done.passkey-added': 'Der Passkey ist hinzugefügt.',
  'devices.done.passkey-removed': 'Der Passkey ist entfernt.',
  'end.passkey.title': 'Diesen Passkey entfernen?',
  'end.passkey.text':
    'Mit ihm kommen Sie nicht mehr hinein. Löschen Sie ihn auch auf Ihrem Gerät, sonst wird er dort weiter angeboten.',
  'history.passkey-added': 'Passkey hinzugefügt',
  'history.passkey-removed': 'Passkey entfernt',
  'history.passkey-refused': 'Anmeldung nicht beendet: Der Passkey wurde nicht angenommen',
  'history.passkey-copied': 'Ein Passkey wurde abgelehnt: Vielleicht gibt es eine Kopie',
  'device.method.passkey': 'Passkey',
};
