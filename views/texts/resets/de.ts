import type { resets as english } from './en.ts';

/** Texts of what an admin starts for who has lost something, and how it is stopped, in German. */
export const resets: Readonly<Record<keyof typeof english, string>> = {
  'stop-reset.factors.title': 'Ihre zweiten Faktoren behalten?',
  'stop-reset.factors.text':
    'Die Betreiber sind dabei, sie am {when} zu entfernen, weil jemand gesagt hat, dass sie verloren sind.',
  'stop-reset.factors.submit': 'Behalten',
  'message.reset-stopped.title': 'Ihre zweiten Faktoren bleiben',
  'message.reset-stopped.text':
    'Es wurde nichts entfernt. Wenn nicht Sie darum gebeten haben, kennt vielleicht jemand Ihr Passwort: Ändern Sie es.',
  'letter.factor-reset.subject': 'Die zweiten Faktoren Ihres Kontos bei {brand} werden bald entfernt',
  'letter.factor-reset.text':
    'Jemand hat die Betreiber von {brand} gebeten, alle zweiten Faktoren Ihres Kontos zu entfernen, weil sie verloren sind. Das geschieht am {when}. Bis dahin ändert sich nichts.',
  'letter.factor-reset.not-you': 'Waren Sie das nicht? Dann halten Sie es auf.',
  'letter.factor-reset.button': 'Meine zweiten Faktoren behalten',
  'letter.factors-reset.subject': 'Die zweiten Faktoren Ihres Kontos bei {brand} sind entfernt',
  'letter.factors-reset.text':
    'die Betreiber von {brand} haben alle zweiten Faktoren Ihres Kontos entfernt, auch Passkeys und Wiederherstellungscodes. Ihnen wurde gesagt, dass diese verloren sind; wir hatten Ihnen davon geschrieben, und die Zeit, es aufzuhalten, ist um. Von jetzt an genügt zum Anmelden Ihr Passwort allein; wo ein zweiter Faktor Pflicht ist, richtet einen neuen ein, wer sich anmeldet.',
  'letter.factors-reset.you':
    'Wollten Sie das? Dann fügen Sie bald einen neuen zweiten Faktor hinzu: Bis dahin kommt hinein, wer Ihr Passwort kennt.',
  'letter.factors-reset.not-you':
    'Wollten Sie das nicht? Dann hat es vielleicht jemand auf Ihr Konto abgesehen. Sagen Sie es uns sofort über den Link „Das war ich nicht“, und geben Sie den Betreibern von {brand} Bescheid. Wählen Sie ein neues Passwort, und fügen Sie wieder einen zweiten Faktor hinzu.',
  'not-me.then.factors-reset':
    'Zweite Faktoren, Passkeys und Wiederherstellungscodes, die seitdem dazukamen, gelten nicht mehr, und die entfernten kommen nicht zurück. Es kann einige Tage dauern, bis Sie in einem neuen Browser hineinkommen.',
  'devices.done.reset-stopped': 'Ihre zweiten Faktoren bleiben.',
  'history.reset-started': 'Das Entfernen Ihrer zweiten Faktoren wurde von den Betreibern von {brand} begonnen',
  'history.reset-stopped': 'Das Entfernen Ihrer zweiten Faktoren wurde aufgehalten',
  'history.factors-reset': 'Alle zweiten Faktoren wurden entfernt',
  'reset.factors':
    'Alle Ihre zweiten Faktoren werden am {when} entfernt, weil jemand den Betreibern gesagt hat, dass sie verloren sind. Waren Sie das nicht? Dann behalten Sie sie.',
  'reset.email':
    'Ihr Konto bekommt am {when} die Adresse {email}, weil jemand den Betreibern gesagt hat, dass sein Postfach verloren ist. Waren Sie das nicht? Dann behalten Sie die, die Sie haben.',
  'stop-reset.email.title': 'Die Adresse Ihres Kontos behalten?',
  'stop-reset.email.text':
    'Die Betreiber sind dabei, sie am {when} zu ändern, weil jemand gesagt hat, dass das Postfach verloren ist.',
  'stop-reset.email.submit': 'Adresse behalten',
  'message.email-reset-stopped.title': 'Die Adresse Ihres Kontos bleibt',
  'message.email-reset-stopped.text':
    'Es wurde nichts geändert. Wenn nicht Sie darum gebeten haben, hat es jemand auf Ihr Konto abgesehen: Sagen Sie es den Betreibern.',
  'confirm-address.title': 'Diese Adresse für Ihr Konto verwenden?',
  'confirm-address.text':
    'Die Betreiber von {brand} wurden gebeten, einem Konto die Adresse {email} zu geben, weil sein Postfach verloren ist. Waren Sie das? Dann bestätigen Sie sie. Ab dem {when} ist sie die Adresse Ihres Kontos.',
  'confirm-address.submit': 'Sie ist für mein Konto',
  'confirm-address.not-you':
    'Waren Sie das nicht? Dann bestätigen Sie sie nicht: Das Konto einer anderen Person hätte sonst Ihre Adresse.',
  'message.address-confirmed.title': 'Ihre Adresse ist bestätigt',
  'message.address-confirmed.text':
    'Wenn die Zeit um ist und es niemand aufgehalten hat, hat Ihr Konto diese Adresse, und wir schreiben dorthin. Bis dahin ändert sich nichts.',
  'letter.email-reset.subject': 'Die Adresse Ihres Kontos bei {brand} wird bald geändert',
  'letter.email-reset.text':
    'Jemand hat die Betreiber von {brand} gebeten, Ihrem Konto eine andere E-Mail-Adresse zu geben, weil sein Postfach verloren ist. Das geschieht am {when}. Bis dahin ändert sich nichts.',
  'letter.email-reset.not-you': 'Waren Sie das nicht? Dann halten Sie es auf.',
  'letter.email-reset.button': 'Adresse behalten',
  'letter.email-reset-new.subject': 'Bestätigen Sie diese Adresse für Ihr Konto bei {brand}',
  'letter.email-reset-new.text':
    'Die Betreiber von {brand} wurden gebeten, einem Konto diese Adresse zu geben, weil sein Postfach verloren ist. Waren Sie das? Dann bestätigen Sie sie bis {when}. Von da an ist sie die Adresse Ihres Kontos.',
  'letter.email-reset-new.button': 'Adresse bestätigen',
  'letter.email-reset-new.not-you':
    'Waren Sie das nicht? Dann bestätigen Sie sie nicht. Dieser Link hält die Änderung auf:',
  'letter.email-reset-done.subject': 'Ihr Konto bei {brand} hat jetzt diese Adresse',
  'letter.email-reset-done.text':
    'Sie sind überall abgemeldet. Melden Sie sich mit dieser Adresse und Ihrem Passwort an. Ist auch das verloren? „Passwort vergessen?“ auf der Anmeldeseite sendet einen Link hierher. Hat Ihr Konto noch zweite Faktoren, wird nach ihnen wie bisher gefragt; Codes per E-Mail zählen an dieser Adresse nicht mehr als einer.',
  'letter.email-reset-done.button': 'Anmelden',
  'letter.email-given.text':
    'die Betreiber von {brand} haben Ihrem Konto statt dieser Adresse eine andere gegeben, weil ihnen jemand gesagt hat, dass dieses Postfach verloren ist. Wir hatten Ihnen davon geschrieben, und die Zeit, es aufzuhalten, ist um.',
  'sms.reset.factors':
    '{brand}: Jemand hat uns gebeten, die zweiten Faktoren Ihres Kontos zu entfernen. Waren Sie das nicht? Halten Sie es auf: {link}',
  'sms.reset.email':
    '{brand}: Jemand hat uns gebeten, die E-Mail-Adresse Ihres Kontos zu ändern. Waren Sie das nicht? Halten Sie es auf: {link}',
  'devices.done.email-reset-stopped': 'Die Adresse Ihres Kontos bleibt.',
  'history.email-reset-started': 'Eine Änderung Ihrer E-Mail-Adresse wurde von den Betreibern von {brand} begonnen',
  'history.email-reset-confirmed': 'Die E-Mail-Adresse, die Ihr Konto bekommen soll, wurde bestätigt',
  'history.email-reset-stopped':
    'Die Änderung Ihrer E-Mail-Adresse durch die Betreiber von {brand} wurde aufgehalten oder war nicht möglich',
  'letter.reset-stopped.subject': 'Die zweiten Faktoren Ihres Kontos bei {brand} bleiben',
  'letter.reset-stopped.text':
    'Die Betreiber von {brand} wollten alle zweiten Faktoren Ihres Kontos entfernen. Jemand hat das aufgehalten.',
  'letter.reset-stopped.not-you':
    'Waren Sie das nicht, und warten Sie noch darauf? Dann sagen Sie es den Betreibern von {brand}: Vielleicht liest jemand anderes Ihre E-Mails oder SMS oder ist in Ihrem Konto angemeldet. Der Link „Das war ich nicht“ meldet alle ab.',
  'letter.email-reset-stopped.subject': 'Die Adresse Ihres Kontos bei {brand} bleibt',
  'letter.email-reset-stopped.text':
    'Die Betreiber von {brand} wollten Ihrem Konto eine andere E-Mail-Adresse geben. Jemand hat das aufgehalten.',
  'letter.email-reset-over.subject': 'Ihr Konto bei {brand} bekommt diese Adresse nicht',
  'letter.email-reset-over.text':
    'Sie haben diese Adresse für Ihr Konto bei {brand} bestätigt. Die Änderung wurde aufgehalten oder war nicht möglich: Das Konto bleibt, wie es ist.',
  'letter.email-reset-over.not-you':
    'Warten Sie noch darauf, und haben nicht Sie es aufgehalten? Dann sagen Sie es den Betreibern von {brand}: Vielleicht liest jemand anderes die E-Mails oder SMS Ihres Kontos oder ist darin angemeldet.',
};
