import type { Language } from './en.ts';

export const de: Language = {
  'language.name': 'Deutsch',

  'page.title': '{title} · {brand}',
  'page.title.error': 'Fehler: {title} · {brand}',
  'page.languages': 'Sprache',
  'page.for-app': 'weiter zu {app}',
  'page.signed-in-as': 'Angemeldet als',
  'page.back-to-app': 'Zurück zu {app}',
  'page.cancel': 'Abbrechen',

  'field.email': 'E-Mail-Adresse',
  'field.password': 'Passwort',
  'field.name': 'Ihr Name',
  'field.optional': 'freiwillig',
  'field.code': 'Code aus der E-Mail',

  'next.app': 'Weiter zu {app}',
  'next.continue': 'Weiter',
  'next.sign-in': 'Anmelden',
  'next.sign-up': 'Konto erstellen',
  'next.try-again': 'Noch einmal versuchen',
  'next.start': 'Zur Startseite',

  'sign-in.title': 'Anmelden',
  'sign-in.submit': 'Anmelden',
  'sign-in.again.title': 'Sind Sie es noch?',
  'sign-in.again.text': 'Bitte geben Sie Ihr Passwort noch einmal ein.',
  'sign-in.new-here': 'Neu hier?',
  'sign-in.sign-up': 'Konto erstellen',
  'sign-in.another': 'Anderes Konto verwenden',
  'sign-in.identifier.missing': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'sign-in.password.missing': 'Geben Sie Ihr Passwort ein.',
  'sign-in.form.wrong':
    'Die E-Mail-Adresse oder das Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal.',
  'sign-in.form.wrong-password': 'Das Passwort stimmt nicht. Prüfen Sie es und versuchen Sie es noch einmal.',
  'sign-in.form.too-many':
    'Das waren zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  'sign-in.form.busy': 'Gerade ist sehr viel los. Bitte versuchen Sie es gleich noch einmal.',

  'sign-up.title': 'Konto erstellen',
  'sign-up.submit': 'Konto erstellen',
  'sign-up.password.hint':
    'Mindestens {minimum, plural, one {# Zeichen} other {# Zeichen}}. Gut sind ein paar Wörter, die nur Sie so zusammenstellen würden.',
  'sign-up.have-account': 'Haben Sie schon ein Konto?',
  'sign-up.sign-in': 'Anmelden',
  'sign-up.name.too-long': 'Dieser Name ist zu lang. Bitte kürzen Sie ihn.',
  'sign-up.email.missing': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'sign-up.email.invalid': 'Das ist keine vollständige E-Mail-Adresse. Sie sieht so aus: name@example.com.',
  'sign-up.password.missing': 'Wählen Sie ein Passwort.',
  'sign-up.password.too-short':
    'Dieses Passwort ist zu kurz. Nehmen Sie mindestens {minimum, plural, one {# Zeichen} other {# Zeichen}}.',
  'sign-up.password.too-long': 'Dieses Passwort ist zu lang. Bitte kürzen Sie es.',
  'sign-up.password.common':
    'Dieses Passwort verwenden viele, darum ist es leicht zu erraten. Bitte wählen Sie ein anderes.',
  'sign-up.password.like-email': 'Dieses Passwort ist Ihrer E-Mail-Adresse zu ähnlich. Bitte wählen Sie ein anderes.',
  'sign-up.form.too-many':
    'Das waren zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  'sign-up.form.busy': 'Gerade ist sehr viel los. Bitte versuchen Sie es gleich noch einmal.',

  'confirm-email.title': 'Sehen Sie in Ihr Postfach',
  'confirm-email.text':
    'Wir haben an {email} geschrieben. Geben Sie den Code aus dieser E-Mail ein oder öffnen Sie den Link darin.',
  'confirm-email.submit': 'Adresse bestätigen',
  'confirm-email.nothing-there': 'Nichts da? Sehen Sie auch im Spam-Ordner nach.',
  'confirm-email.resend': 'Noch einmal senden',
  'confirm-email.resent': 'Wir haben die E-Mail noch einmal gesendet. Es kann eine Minute dauern, bis sie da ist.',
  'confirm-email.change': 'Andere Adresse verwenden',
  'confirm-email.outbox': 'Während der Entwicklung verlässt keine E-Mail diesen Rechner.',
  'confirm-email.outbox.open': 'Postausgang öffnen',
  'confirm-email.code.missing': 'Geben Sie den Code aus der E-Mail ein.',
  'confirm-email.code.wrong': 'Das ist nicht der Code. Vergleichen Sie ihn mit unserer neuesten E-Mail.',
  'confirm-email.code.expired': 'Dieser Code ist zu alt. Lassen Sie sich einen neuen senden.',
  'confirm-email.code.too-many': 'Das waren zu viele Versuche mit diesem Code. Lassen Sie sich einen neuen senden.',

  'confirm-link.title': 'Adresse bestätigen',
  'confirm-link.text': 'Noch ein Schritt, und wir wissen, dass {email} Ihre Adresse ist.',
  'confirm-link.password.text':
    'Sie haben den Link in einem anderen Browser geöffnet als dem, in dem Sie das Konto begonnen haben. Geben Sie das Passwort ein, das Sie für {email} gewählt haben. So wissen wir, dass Sie es sind.',
  'confirm-link.submit': 'Adresse bestätigen',
  'confirm-link.password.missing': 'Geben Sie das Passwort ein, das Sie für das neue Konto gewählt haben.',
  'confirm-link.password.wrong': 'Das ist nicht das Passwort, das Sie gewählt haben. Versuchen Sie es noch einmal.',
  'confirm-link.password.too-many':
    'Das waren zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',

  'link-expired.title': 'Dieser Link gilt nicht mehr',
  'link-expired.text': 'Er ist zu alt, wurde schon verwendet, oder eine neuere E-Mail hat ihn ersetzt.',

  'consent.title': '{app} möchte Ihr Konto verwenden',
  'consent.more.title': '{app} möchte mehr',
  'consent.more.text': 'Sie haben {app} schon erlaubt, Ihr Konto zu verwenden. Das käme hinzu:',
  'consent.about-you': 'Über Sie',
  'consent.away': 'Während Sie weg sind',
  'consent.others': 'Außerdem',
  'consent.allow': 'Erlauben',
  'consent.deny': 'Nicht erlauben',
  'consent.another': 'Anderes Konto verwenden',
  'consent.returns-to': 'Danach geht es weiter zu {host}.',
  'consent.privacy': 'Datenschutzerklärung',
  'consent.terms': 'Nutzungsbedingungen',
  'consent.homepage': 'Website',

  'scope.openid': 'Sie wiedererkennen, wenn Sie zurückkommen',
  'scope.profile': 'Ihren Namen und Ihr Profil sehen',
  'scope.email': 'Ihre E-Mail-Adresse sehen',
  'scope.phone': 'Ihre Telefonnummer sehen',
  'scope.address': 'Ihre Postanschrift sehen',
  'scope.offline_access': 'Diesen Zugriff auch behalten, wenn Sie die App nicht verwenden, bis Sie ihn beenden',

  'choose-account.title': 'Konto wählen',
  'choose-account.password': 'fragt nach Ihrem Passwort',
  'choose-account.another': 'Anderes Konto verwenden',

  'sign-out.title': 'Möchten Sie sich abmelden?',
  'sign-out.text': 'Sie werden von den Apps abgemeldet, die Sie in diesem Browser mit {brand} geöffnet haben.',
  'sign-out.text.app':
    'Sie werden von {app} abgemeldet und von den anderen Apps, die Sie in diesem Browser mit {brand} geöffnet haben.',
  'sign-out.submit': 'Abmelden',
  'sign-out.stay': 'Angemeldet bleiben',

  'signed-out.title': 'Sie sind abgemeldet',
  'signed-out.text': 'Sie können diese Seite schließen.',

  'error.bad-request.title': 'Das hat nicht geklappt',
  'error.bad-request.text':
    'Die App hat eine Anfrage gesendet, die wir nicht erfüllen können. Gehen Sie zurück und versuchen Sie es noch einmal.',
  'error.unknown-client.title': 'Wir kennen diese App nicht',
  'error.unknown-client.text':
    'Die App, von der Sie kommen, ist hier nicht oder nicht mehr eingetragen. Bitte sagen Sie es ihren Betreibern.',
  'error.redirect-uri.title': 'Dorthin leiten wir Sie nicht',
  'error.redirect-uri.text':
    'Die App möchte Sie an eine Adresse weiterleiten, die nicht für sie eingetragen ist. Zum Schutz Ihres Kontos geht es hier nicht weiter. Bitte sagen Sie es den Betreibern der App.',
  'error.not-found.title': 'Hier ist nichts',
  'error.not-found.text': 'Prüfen Sie die Adresse oder gehen Sie zurück zur App, von der Sie kommen.',
  'error.method.title': 'Das kann diese Seite nicht',
  'error.method.text': 'Gehen Sie zurück zur App, von der Sie kommen, und versuchen Sie es noch einmal.',
  'error.too-large.title': 'Das war zu viel',
  'error.too-large.text':
    'Was gesendet wurde, ist länger als alles, was wir erwarten. Kürzen Sie es und versuchen Sie es noch einmal.',
  'error.foreign-form.title': 'Dieses Formular ist zu alt',
  'error.foreign-form.text':
    'Es war lange offen oder stammt aus einem anderen Tab oder Browser. Nichts wurde geändert. Bitte beginnen Sie noch einmal.',
  'error.forbidden.title': 'Das dürfen Sie nicht öffnen',
  'error.forbidden.text': 'Ihr Konto hat keinen Zugang zu dieser Seite.',
  'error.too-many.title': 'Bitte warten Sie einen Moment',
  'error.too-many.text':
    'Von dort, wo Sie sind, kamen zu viele Anfragen. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  'error.unavailable.title': 'Wir sind gleich wieder da',
  'error.unavailable.text':
    'Etwas, das wir brauchen, antwortet gerade nicht. Bitte versuchen Sie es in einer Minute noch einmal.',
  'error.internal.title': 'Etwas ist schiefgegangen',
  'error.internal.text': 'Das ist unser Fehler, nicht Ihrer. Bitte versuchen Sie es noch einmal.',
  'error.reference': 'Kennung {reference}',
  'error.developer': 'Für Entwickler',

  'expired.title': 'Das hat zu lange gedauert',
  'expired.text':
    'Zum Schutz Ihres Kontos endet eine Anmeldung, wenn eine Weile nichts geschieht. Beginnen Sie in der App noch einmal.',
  'expired.finished.title': 'Hier waren Sie schon',
  'expired.finished.text':
    'Diese Anmeldung ist abgeschlossen, vielleicht in einem anderen Tab. In der App geht es weiter.',

  'message.email-confirmed.title': 'Ihre Adresse ist bestätigt',
  'message.email-confirmed.text': 'Gehen Sie zurück zu dem Tab, in dem Sie begonnen haben. Dort geht es weiter.',
  'message.sign-up-closed.title': 'Hier gibt es keine neuen Konten',
  'message.sign-up-closed.text': 'Konten erstellen die Betreiber von {brand}. Bitte fragen Sie dort nach einem.',
  'message.welcome.title': 'Hier sind Sie richtig',
  'message.welcome.text':
    'Hier melden sich Menschen bei den Apps an, die {brand} vertrauen. Öffnen Sie eine davon, um zu beginnen.',

  'continue.title': 'Es geht weiter',
  'continue.text': 'Sie sind auf dem Weg zu {app}. Wenn nichts geschieht, drücken Sie die Schaltfläche.',

  'form-post.title': 'Einen Moment',
  'form-post.text': 'Es geht gleich weiter. Wenn nichts geschieht, drücken Sie die Schaltfläche.',

  'outbox.title': 'Postausgang',
  'outbox.text': 'Während der Entwicklung verlässt keine E-Mail diesen Rechner. Was gesendet worden wäre, ist hier.',
  'outbox.empty': 'Noch wurde nichts gesendet.',
  'outbox.to': 'An {email}',
  'outbox.back': 'Alle E-Mails',

  'letter.greeting': 'Guten Tag,',
  'letter.confirm-email.subject': '{code} ist Ihr Code für {brand}',
  'letter.confirm-email.text': 'Sie erstellen ein Konto bei {brand}. Das ist Ihr Code:',
  'letter.confirm-email.link': 'Oder öffnen Sie diese Seite und bestätigen Sie Ihre Adresse dort:',
  'letter.confirm-email.button': 'Adresse bestätigen',
  'letter.confirm-email.validity':
    'Code und Link gelten {hours, plural, one {# Stunde} other {# Stunden}}. Geben Sie den Code an niemanden weiter.',
  'letter.confirm-email.ignore':
    'Waren Sie das nicht? Dann brauchen Sie nichts zu tun. Ohne diesen Code kann niemand ein Konto mit Ihrer Adresse erstellen.',
  'letter.already-registered.subject': 'Sie haben ein Konto bei {brand}',
  'letter.already-registered.text':
    'jemand wollte bei {brand} ein Konto für Ihre Adresse erstellen. Es gibt schon eines, darum wurde nichts erstellt und nichts geändert.',
  'letter.already-registered.sign-in': 'Waren Sie das? Dann melden Sie sich mit Ihrem bisherigen Passwort an:',
  'letter.already-registered.button': 'Anmelden',
  'letter.already-registered.ignore':
    'Waren Sie das nicht? Dann brauchen Sie nichts zu tun. Niemand hat erfahren, dass Sie ein Konto haben.',
};
