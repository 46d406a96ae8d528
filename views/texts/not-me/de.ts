import type { notMe as english } from './en.ts';

/** Texts of "this was not me", in German. */
export const notMe: Readonly<Record<keyof typeof english, string>> = {
  'letter.notice.not-me': 'Das war ich nicht',
  'letter.notice.deny':
    'Der Link gilt einmal, bis {until}, und zeigt Ihnen zuerst, was er bewirkt: Unter anderem gilt Ihr Passwort nicht mehr, und wir senden Ihnen einen Link, mit dem Sie ein neues wählen.',
  'letter.notice.former':
    'Ihr Konto hat vor wenigen Tagen eine andere Adresse bekommen. Diese E-Mail geht auch an die frühere: Ihr Link macht auch jene Änderung rückgängig.',
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
  'not-me.then.factors':
    'Zweite Faktoren, Passkeys und Wiederherstellungscodes, die damit oder seitdem dazukamen, gelten nicht mehr. Frühere bleiben; gibt es keine mehr, helfen Ihnen die Betreiber von {brand}.',
  'not-me.then.factors-of-three-days':
    'Zweite Faktoren, Passkeys und Wiederherstellungscodes der letzten drei Tage gelten nicht mehr. Frühere bleiben; gibt es keine mehr, helfen Ihnen die Betreiber von {brand}.',
  'not-me.everywhere': 'Auch überall sonst abmelden',
  'not-me.submit': 'Das war ich nicht',
  'not-me.was-me': 'Waren Sie das? Dann schließen Sie diese Seite. Es wurde nichts geändert.',
  'message.secured.title': 'Ihr Konto ist nicht mehr in fremder Hand',
  'message.secured.text':
    'Ihr Passwort gilt nicht mehr. Eine E-Mail mit einem Link, mit dem Sie ein neues wählen, ist zu Ihnen unterwegs; „Passwort vergessen?“ auf der Anmeldeseite sendet eine weitere.',
  'history.secured': 'Über den Link in einer E-Mail als fremd gemeldet; das Passwort gilt nicht mehr',
};
