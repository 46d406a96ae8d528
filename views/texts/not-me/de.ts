import type { notMe as english } from './en.ts';

/** Texts of "this was not me", in German. */
export const notMe: Readonly<Record<keyof typeof english, string>> = {
  'letter.notice.not-me': 'Das war ich nicht',
  'letter.notice.deny':
    'Der Link gilt einmal, bis {until}, und zeigt Ihnen zuerst, was er bewirkt: Unter anderem gilt Ihr Passwort nicht mehr, und wir senden Ihnen einen Link, mit dem Sie ein neues wählen.',
  'letter.notice.deny-suspended':
    'Der Link gilt einmal, bis {until}, und zeigt Ihnen zuerst, was er bewirkt: Unter anderem gilt Ihr Passwort nicht mehr. Ihr Konto ist gesperrt: Ein neues Passwort wählen Sie, wenn die Betreiber von {brand} es wieder öffnen.',
  'letter.notice.deny-waits':
    'Ihr Konto ist gesperrt, darum kommt vorerst niemand hinein, auch Sie nicht. Wenn die Betreiber von {brand} es wieder öffnen, gilt der Link einmal, für den Rest seiner drei Tage, und zeigt Ihnen zuerst, was er bewirkt: Unter anderem gilt Ihr Passwort nicht mehr, und wir senden Ihnen einen Link, mit dem Sie ein neues wählen.',
  'letter.notice.former':
    'Ihr Konto hat jetzt eine andere Adresse. Diese E-Mail geht auch an die frühere: Ihr Link macht auch jene Änderung rückgängig.',
  'letter.suspended':
    'Ihr Konto ist gesperrt: Bis die Betreiber von {brand} es wieder öffnen, meldet sich niemand an, und wir senden keinen Link für ein neues Passwort.',
  'letter.recover.not-me':
    'Sie haben uns gesagt, dass etwas in Ihrem Konto nicht von Ihnen kam. Darum gelten Ihr Passwort und zweite Faktoren, die seitdem dazukamen, nicht mehr. Wählen Sie ein neues Passwort:',
  'letter.recover.later':
    'Ist es zu spät für diesen Link? „Passwort vergessen?“ auf der Anmeldeseite sendet einen neuen. Haben Sie uns das gar nicht gesagt? Dann liest jemand anderes Ihre E-Mails: Bringen Sie das zuerst in Ordnung.',
  'not-me.title': 'Waren Sie das nicht?',
  'not-me.what': 'Was geschehen ist',
  'not-me.then': 'Was der Knopf bewirkt',
  'not-me.then.restored': 'Ihr Konto bekommt wieder die Adresse {email}.',
  'not-me.then.living': 'Dies wird abgemeldet, mit allem, was Apps dort bekommen haben.',
  'not-me.then.ended': 'Dies ist bereits abgemeldet.',
  'not-me.then.everywhere': 'Ihr Konto wird überall abgemeldet.',
  'not-me.then.password':
    'Ihr Passwort gilt nicht mehr, und wir senden Ihnen sofort eine E-Mail mit einem Link, mit dem Sie ein neues wählen.',
  'not-me.then.password-suspended':
    'Ihr Passwort gilt nicht mehr. Ihr Konto ist gesperrt, darum senden wir Ihnen keinen Link für ein neues: Das wählen Sie, wenn die Betreiber von {brand} es wieder öffnen.',
  'not-me.then.factors':
    'Zweite Faktoren, Passkeys und Wiederherstellungscodes, die damit oder seitdem dazukamen, gelten nicht mehr; ältere bleiben. Bleibt keiner, kann es einige Tage dauern, bis Sie in einem neuen Browser hineinkommen.',
  'not-me.then.factors-of-three-days':
    'Zweite Faktoren, Passkeys und Wiederherstellungscodes der letzten drei Tage gelten nicht mehr; ältere bleiben. Bleibt keiner, kann es einige Tage dauern, bis Sie in einem neuen Browser hineinkommen.',
  'not-me.everywhere': 'Auch überall sonst abmelden',
  'not-me.submit': 'Das war ich nicht',
  'not-me.was-me': 'Waren Sie das? Dann schließen Sie diese Seite. Es wurde nichts geändert.',
  'message.secured.title': 'Ihr Konto ist nicht mehr in fremder Hand',
  'message.secured.text':
    'Ihr Passwort gilt nicht mehr. Eine E-Mail mit einem Link, mit dem Sie ein neues wählen, ist zu Ihnen unterwegs; „Passwort vergessen?“ auf der Anmeldeseite sendet eine weitere.',
  'message.email-restored-suspended.title': 'Ihr Konto hat wieder seine frühere Adresse',
  'message.email-restored-suspended.text':
    'Das Passwort gilt nicht mehr. Ihr Konto ist gesperrt, darum kommt vorerst niemand hinein, auch Sie nicht. Wenn die Betreiber von {brand} es wieder öffnen, wählen Sie ein neues Passwort über „Passwort vergessen?“ auf der Anmeldeseite.',
  'message.not-me-waits.title': 'Ihr Konto ist gesperrt',
  'message.not-me-waits.text':
    'Vorerst kommt niemand hinein, auch Sie nicht, darum bewirkt dieser Link noch nichts. Behalten Sie die E-Mail: Wenn die Betreiber von {brand} Ihr Konto wieder öffnen, gilt der Link für den Rest seiner drei Tage.',
  'message.not-me-done.title': 'Das ist schon gesagt und getan',
  'message.not-me-done.text':
    'Über diesen Link wurde schon gesagt, dass Sie es nicht waren, und was er bewirkt, ist geschehen: Das Passwort von damals gilt nicht mehr. Haben Sie seither kein neues gewählt, sendet Ihnen „Passwort vergessen?“ auf der Anmeldeseite einen Link dafür.',
  'message.address-gone.title': 'Die frühere Adresse kann nicht zurückkommen',
  'message.address-gone.text':
    'Ein anderes Konto hat sie inzwischen. Aus Ihrem sind alle abgemeldet, und sein Passwort gilt nicht mehr. Wer die E-Mails an die neue Adresse liest, kann aber ein anderes setzen: Sind das nicht Sie, sagen Sie es bald den Betreibern von {brand}.',
  'letter.email-left.subject': 'Ihr Konto bei {brand} hat diese Adresse nicht mehr',
  'letter.email-left.text':
    'Die Änderung auf diese Adresse wurde am {when} rückgängig gemacht, mit einem Link, der an die frühere ging. Ihr Konto hat wieder die frühere Adresse. Alle sind abgemeldet, das Passwort gilt nicht mehr, und E-Mails zum Konto kommen nicht mehr hierher.',
  'letter.email-left.you': 'Waren Sie das? Dann brauchen Sie nichts zu tun.',
  'letter.email-left.not-you':
    'Waren Sie das nicht? Dann liest jemand anders Ihre E-Mails an der früheren Adresse. Bringen Sie zuerst dieses Postfach in Ordnung. Dann sendet „Passwort vergessen?“ auf der Anmeldeseite einen Link dorthin, und Sie können die Adresse wieder ändern. Wenn Sie das Postfach verloren haben, sagen Sie es bald den Betreibern von {brand}.',
  'letter.email-left.button': 'Anmelden',
  'history.secured': 'Über den Link in einer E-Mail als fremd gemeldet; das Passwort gilt nicht mehr',
};
