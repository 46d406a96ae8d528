import type { deniedFactor as english } from './en.ts';

/** Texts of a first second factor that "this was not me" has denied, in German. */
export const deniedFactor: Readonly<Record<keyof typeof english, string>> = {
  'denied-factor.wait.title': 'Hier können Sie sich später anmelden',
  'denied-factor.wait.text':
    'Über den Link in einer E-Mail wurde gesagt, dass der zweite Faktor dieses Kontos nicht von seinem Inhaber ist. Darum gilt er nicht mehr. Am {when} wird er entfernt: Von da an genügt hier Ihr Passwort. Wir warten, damit niemand hineinkommt, der bloß Ihre E-Mails liest.',
  'denied-factor.wait.known':
    'Schon jetzt kommen Sie in einem Browser hinein, in dem Sie mindestens drei Tage vor dem zweiten Faktor angemeldet waren.',
  'denied-factor.wait.mine':
    'Ist der zweite Faktor von Ihnen? Dann behalten Sie ihn über den Link in unserer E-Mail dazu und verwenden ihn hier.',
  'denied-factor.known.title': 'Ist der zweite Faktor von Ihnen?',
  'denied-factor.known.text':
    'Über den Link in einer E-Mail wurde gesagt, dass er es nicht ist. Darum gilt er nicht mehr und wird am {when} entfernt. Sie haben diesen Browser schon früher verwendet, darum können Sie es jetzt entscheiden.',
  'denied-factor.keep': 'Er ist von mir: behalten',
  'denied-factor.take-away': 'Er ist nicht von mir: entfernen',
  'letter.recover.denied':
    'Der zweite Faktor Ihres Kontos gilt nicht mehr und wird am {when} entfernt. Wo ein zweiter Faktor verlangt wird, kommen Sie bis dahin nur in einem Browser hinein, den Sie schon früher verwendet haben: So kommt niemand hinein, der bloß Ihre E-Mails liest.',
  'letter.factor-reset.denied':
    'Über den Link „Das war ich nicht“ in einer E-Mail wurde gesagt, dass der zweite Faktor Ihres Kontos bei {brand} nicht von Ihnen ist. Darum gilt er nicht mehr und wird am {when} entfernt: Von da an genügt Ihr neues Passwort. In einem Browser, den Sie schon früher verwendet haben, kommen Sie sofort hinein.',
  'letter.factor-reset.keep':
    'Ist er von Ihnen, und haben Sie das nicht gesagt? Dann behalten Sie ihn, und er gilt wieder. Jemand anderes liest dann Ihre E-Mails: Bringen Sie auch das in Ordnung.',
  'message.secured-waits.title': 'Ihr Konto ist nicht mehr in fremder Hand',
  'message.secured-waits.text':
    'Ihr Passwort gilt nicht mehr, und der zweite Faktor auch nicht. Eine E-Mail mit einem Link, mit dem Sie ein neues Passwort wählen, ist zu Ihnen unterwegs. Damit kommen Sie in einem Browser, den Sie schon früher verwendet haben, sofort hinein. In anderen kommen Sie ab dem {when} hinein, wenn ein zweiter Faktor verlangt wird: Dann wird er entfernt.',
  'message.email-restored-waits.title': 'Ihr Konto hat wieder seine frühere Adresse',
  'message.email-restored-waits.text':
    'Ihr Passwort gilt nicht mehr, und der zweite Faktor auch nicht. Eine E-Mail mit einem Link, mit dem Sie ein neues Passwort wählen, ist zu dieser Adresse unterwegs. Damit kommen Sie in einem Browser, den Sie schon früher verwendet haben, sofort hinein. In anderen kommen Sie ab dem {when} hinein, wenn ein zweiter Faktor verlangt wird: Dann wird er entfernt.',
  'stop-reset.denied.text':
    'Über den Link „Das war ich nicht“ in einer E-Mail wurde gesagt, dass sie nicht von Ihnen sind. Darum gelten sie nicht mehr und werden am {when} entfernt. Behalten Sie sie nur, wenn sie von Ihnen sind: Dann gelten sie wieder.',
  'message.factors-kept.title': 'Ihre zweiten Faktoren bleiben',
  'message.factors-kept.text':
    'Sie gelten wieder. Wenn nicht Sie gesagt haben, dass sie nicht von Ihnen sind, liest jemand anderes Ihre E-Mails: Bringen Sie das in Ordnung, und wählen Sie ein neues Passwort.',
  'reset.denied':
    'Ihre zweiten Faktoren werden am {when} entfernt, weil über den Link in einer E-Mail gesagt wurde, dass sie nicht von Ihnen sind. Bis dahin gelten sie nicht. Sind sie von Ihnen? Dann behalten Sie sie.',
  'history.factors-denied': 'Zweite Faktoren, die nicht von Ihnen sein sollen, werden nach einer Wartezeit entfernt',
  'letter.factor-kept.subject': 'Ein zweiter Faktor Ihres Kontos bei {brand} gilt wieder',
  'letter.factor-kept.text':
    'Der zweite Faktor, von dem Sie gesagt haben, dass er nicht von Ihnen ist, gilt wieder. Jemand hat ihn über den Link in unserer E-Mail dazu oder mit Ihrem Passwort behalten.',
  'letter.factor-kept.not-you':
    'Waren Sie das nicht? Dann liest jemand anderes Ihre E-Mails, und der Faktor ist vielleicht seiner. Bringen Sie zuerst Ihr Postfach in Ordnung. Dann sagen Sie es uns über den Link „Das war ich nicht“: Der Faktor gilt dann wieder nicht mehr.',
  'letter.factor-kept-for-good.text':
    'Der zweite Faktor, der nicht von Ihnen sein sollte, gilt wieder. Er wurde in einem Browser behalten, den Ihr Konto kennt, oder von den Betreibern von {brand}.',
  'letter.denied-factor-gone.text':
    'über den Link „Das war ich nicht“ in einer E-Mail wurde gesagt, dass der zweite Faktor Ihres Kontos nicht von Ihnen ist. Niemand hat ihn behalten, darum ist er jetzt entfernt. Von jetzt an genügt zum Anmelden Ihr Passwort allein; wo ein zweiter Faktor Pflicht ist, richtet einen neuen ein, wer sich anmeldet.',
  'letter.denied-factor-taken-away.text':
    'über den Link „Das war ich nicht“ in einer E-Mail wurde gesagt, dass der zweite Faktor Ihres Kontos nicht von Ihnen ist. Jetzt wurde er entfernt, in einem Browser, den Ihr Konto kennt. Von jetzt an genügt zum Anmelden Ihr Passwort allein; wo ein zweiter Faktor Pflicht ist, richtet einen neuen ein, wer sich anmeldet.',
  'letter.denied-factor-gone.you':
    'War es der zweite Faktor, den Sie nicht wollten? Dann fügen Sie bald einen eigenen hinzu: Bis dahin kommt hinein, wer Ihr Passwort kennt.',
  'letter.denied-factor-gone.not-you':
    'War er von Ihnen? Dann liest jemand anderes Ihre E-Mails oder ist in einem Ihrer Browser. Bringen Sie das zuerst in Ordnung. Dann sagen Sie es uns über den Link „Das war ich nicht“, wählen ein neues Passwort und fügen wieder einen zweiten Faktor hinzu.',
  'not-me.then.factor-kept':
    'Der zweite Faktor, der behalten wurde, gilt nicht mehr, ebenso Passkeys und Wiederherstellungscodes, die mit ihm oder seitdem dazukamen. Nach einigen Tagen, in denen er wieder behalten werden kann, wird er entfernt.',
  'not-me.then.recovery-codes':
    'Keiner Ihrer Wiederherstellungscodes gilt mehr, auch kein früherer: Jemand hat sie. Erstellen Sie neue, sobald Sie angemeldet sind. Haben Sie sonst keinen zweiten Faktor mehr, helfen Ihnen die Betreiber von {brand}.',
  'history.factors-kept': 'Zweite Faktoren, die nicht von Ihnen sein sollten, wurden behalten und gelten wieder',
};
