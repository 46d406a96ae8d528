import { account } from './account/de.ts';
import { admin } from './admin/de.ts';
import { codes } from './codes/de.ts';
import { deniedFactor } from './denied-factor/de.ts';
import { notMe } from './not-me/de.ts';
import { passkeys } from './passkeys/de.ts';
import { resets } from './resets/de.ts';
import { risk } from './risk/de.ts';
import { signUp } from './sign-up/de.ts';
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
  'next.account': 'Zu Ihrem Konto',
  'next.new-link': 'Neuen Link schicken lassen',

  'sign-in.title': 'Anmelden',
  'sign-in.submit': 'Anmelden',
  'sign-in.remember': 'Angemeldet bleiben',
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
  'sign-in.form.busy': 'Gerade ist sehr viel los. Bitte versuchen Sie es gleich noch einmal.',
  'sign-in.form.other-account':
    'Die App fragt nach einem anderen Konto als dem, das hier angemeldet ist. Melden Sie sich mit jenem an.',

  'wait.minutes':
    'Das waren zu viele Versuche. Bitte warten Sie {minutes, plural, one {eine Minute} other {# Minuten}} und versuchen Sie es dann noch einmal.',
  'wait.hours':
    'Das waren zu viele Versuche. Bitte warten Sie {hours, plural, one {eine Stunde} other {# Stunden}} und versuchen Sie es dann noch einmal. In einem Browser, in dem Sie schon einmal angemeldet waren, geht es vielleicht sofort.',

  'pass.title': 'Einen Moment, bitte',
  'pass.text':
    'Hier gab es viele Versuche, vielleicht von anderen. So stellen wir sicher, dass Sie kein Programm sind.',
  'pass.working': 'Ihr Browser rechnet kurz etwas aus. Das dauert ein paar Sekunden.',
  'pass.done': 'Fertig. Sie können weitermachen.',
  'pass.queue':
    'Ohne JavaScript können Sie stattdessen warten, bis Sie an der Reihe sind. Das dauert ein bis zwei Minuten.',
  'pass.queue.submit': 'Warten, bis ich an der Reihe bin',
  'pass.ticket':
    'In {wait} sind Sie an der Reihe. Lassen Sie diese Seite bis dahin offen und machen Sie dann innerhalb von fünf Minuten weiter.',
  'pass.not-passed': 'Das hat nicht geklappt: Es war zu spät oder wurde schon verwendet. Bitte noch einmal.',
  'pass.queue-full': 'Es warten schon viele. Bitte versuchen Sie es in einer Minute noch einmal.',
  'pass.back': 'Zurück',

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
  'sign-up.password.like-name':
    'Dieses Passwort ist kaum mehr als der Name dieser Website oder der App. Bitte wählen Sie ein anderes.',
  'sign-up.password.guessable':
    'Dieses Passwort ist schnell zu erraten. Machen Sie es länger: Gut sind drei oder vier Wörter, die nichts miteinander zu tun haben.',
  'sign-up.password.breached':
    'Dieses Passwort ist bei einem Datenleck bekannt geworden, andere könnten es also kennen. Wählen Sie ein anderes und ändern Sie es überall, wo Sie es verwenden.',
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

  'factor.title': 'Noch ein Schritt',
  'factor.submit': 'Weiter',
  'factor.app.text': 'Geben Sie den Code ein, den Ihre Authenticator-App jetzt zeigt.',
  'factor.app.code': 'Code aus der App',
  'factor.app.instead': 'Authenticator-App verwenden',
  'factor.recovery-code.text':
    'Geben Sie einen der Wiederherstellungscodes ein, die Sie aufbewahrt haben. Jeder gilt einmal.',
  'factor.recovery-code.code': 'Wiederherstellungscode',
  'factor.recovery-code.instead': 'Wiederherstellungscode verwenden',
  'factor.missing': 'Geben Sie den Code ein.',
  'factor.wrong': 'Dieser Code stimmt nicht oder wurde schon benutzt. Geben Sie einen neuen ein.',
  'factor.wait': 'Es gab zu viele falsche Codes. Warten Sie {wait} und versuchen Sie es dann noch einmal.',
  'set-up-app.title': 'Authenticator-App einrichten',
  'set-up-app.text':
    'Von nun an zeigen Sie mit Ihrem Telefon, dass Sie es sind. Ein gestohlenes Passwort nützt dann nichts.',
  'set-up-app.get': 'Öffnen Sie eine Authenticator-App auf Ihrem Telefon, oder installieren Sie eine.',
  'set-up-app.scan': 'Scannen Sie damit dieses Bild.',
  'set-up-app.qr': 'QR-Code für die Authenticator-App',
  'set-up-app.here': 'Auf diesem Gerät öffnen',
  'set-up-app.type': 'Oder tippen Sie diesen Schlüssel in die App:',
  'set-up-app.enter': 'Geben Sie den Code ein, den die App zeigt.',
  'set-up-app.submit': 'Einrichten',
  'set-up-app.later': 'Nicht jetzt',
  'set-up-app.until': 'Sie können das bis {when} aufschieben.',
  'set-up.required.second-factor': '{who} verlangt einen zweiten Faktor.',
  'set-up.required.passkey': '{who} verlangt einen Passkey.',
  'recovery-codes.title': 'Bewahren Sie diese Codes auf',
  'recovery-codes.text':
    'Wenn Sie verlieren, womit Sie sich anmelden, kommen Sie mit jedem davon einmal hinein. Drucken Sie diese Seite aus oder schreiben Sie sie auf, und bewahren Sie sie dort auf, wo Wichtiges liegt.',
  'recovery-codes.once': 'Sie werden nur jetzt gezeigt.',
  'recovery-codes.kept': 'Ich habe sie aufbewahrt',
  'codes-shown.title': 'Haben Sie Ihre Codes aufbewahrt?',
  'codes-shown.text':
    'Sie wurden einmal gezeigt und können nicht noch einmal gezeigt werden. Wenn Sie sie nicht aufbewahrt haben, erzeugen Sie neue: Die früheren gelten dann nicht mehr.',

  'sign-in.recover': 'Passwort vergessen?',
  'recover.title': 'Passwort vergessen?',
  'recover.text': 'Geben Sie Ihre E-Mail-Adresse ein, und wir schicken Ihnen einen Link, mit dem Sie ein neues wählen.',
  'recover.form.too-many': 'Es gab zu viele E-Mails. Warten Sie eine Stunde und versuchen Sie es dann noch einmal.',
  'recover.submit': 'Link schicken',
  'recover.back': 'Zurück zur Anmeldung',
  'recover-sent.title': 'Sehen Sie in Ihre E-Mails',
  'recover-sent.text':
    'Wenn {email} hier ein Konto hat, ist eine E-Mail unterwegs. Der Link darin gilt {minutes, plural, one {# Minute} other {# Minuten}}.',
  'recover-sent.nothing': 'Nichts da? Sehen Sie auch im Spam-Ordner nach, und ob es die Adresse Ihres Kontos ist.',
  'new-password.title': 'Neues Passwort wählen',
  'new-password.text': 'Für das Konto von {email}.',
  'new-password.submit': 'Passwort speichern',
  'new-password.ends': 'Danach sind Sie überall abgemeldet und melden sich mit dem neuen an.',
  'message.password-reset.title': 'Ihr neues Passwort ist gespeichert',
  'message.password-reset.text': 'Melden Sie sich von nun an damit an.',
  'letter.recover.subject': 'Neues Passwort für {brand} wählen',
  'letter.recover.text': 'jemand hat um einen Link gebeten, mit dem Sie ein neues Passwort für Ihr Konto wählen.',
  'letter.recover.button': 'Neues Passwort wählen',
  'letter.recover.validity': 'Der Link gilt einmal, {minutes, plural, one {# Minute} other {# Minuten}} lang.',
  'letter.recover.ignore': 'Sie waren es nicht? Dann brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.',

  'letter.new-email.subject': '{code} ist Ihr Code für {brand}',
  'letter.new-email.text':
    'Sie möchten diese Adresse für Ihr Konto verwenden. Geben Sie diesen Code dort ein, wo Sie darum gebeten haben:',
  'letter.new-email.validity': 'Er gilt {minutes, plural, one {# Minute} other {# Minuten}}.',
  'letter.new-email.ignore':
    'Sie waren es nicht? Dann brauchen Sie nichts zu tun: Kein Konto bekommt Ihre Adresse ohne diesen Code. Geben Sie ihn niemandem.',
  'letter.email-changed.subject': 'Ihr Konto bei {brand} hat jetzt eine andere E-Mail-Adresse',
  'letter.email-changed.text':
    'Diese Adresse gehört nicht mehr zu Ihrem Konto: Eine andere ist an ihre Stelle getreten.',
  'letter.email-changed.not-you':
    'Waren Sie das nicht? Dann machen Sie es rückgängig: Ihr Konto bekommt wieder diese Adresse, und alle, die angemeldet sind, werden abgemeldet.',
  'message.email-restored.title': 'Ihr Konto hat wieder seine frühere Adresse',
  'message.email-restored.text':
    'Alle sind abgemeldet, und das Passwort gilt nicht mehr. Eine E-Mail mit einem Link, mit dem Sie ein neues wählen, ist an diese Adresse unterwegs; „Passwort vergessen?“ auf der Anmeldeseite sendet eine weitere.',

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
  'consent.each-time':
    'Sie werden jedes Mal gefragt, weil sich auf Ihrem Gerät eine andere App als {app} ausgeben könnte.',
  'consent.privacy': 'Datenschutzerklärung',
  'consent.terms': 'Nutzungsbedingungen',
  'consent.homepage': 'Website',

  'scope.openid': 'Sie wiedererkennen, wenn Sie zurückkommen',
  'scope.profile': 'Ihren Namen und Ihr Profil sehen',
  'scope.email': 'Ihre E-Mail-Adresse sehen',
  'scope.phone': 'Ihre Telefonnummer sehen',
  'scope.address': 'Ihre Postanschrift sehen',
  'scope.offline_access': 'Diesen Zugriff auch behalten, wenn Sie die App nicht verwenden, bis Sie ihn beenden',
  'scope.devices-read': 'Sehen, wo und bei welchen Apps Sie angemeldet sind',
  'scope.devices-end': 'Sie abmelden, auf einem Gerät oder auf allen',

  'choose-account.title': 'Konto wählen',
  'choose-account.password': 'fragt nach Ihrem Passwort',
  'choose-account.another': 'Anderes Konto verwenden',
  'choose-account.only':
    'Die App fragt nach diesem Konto und nicht nach dem, das Sie gewählt haben. Machen Sie damit weiter, oder gehen Sie zurück zur App.',

  'sign-out.title': 'Möchten Sie sich abmelden?',
  'sign-out.text': 'Sie werden von den Apps abgemeldet, die Sie in diesem Browser mit {brand} geöffnet haben.',
  'sign-out.text.app':
    'Sie werden von {app} abgemeldet und von den anderen Apps, die Sie in diesem Browser mit {brand} geöffnet haben.',
  'sign-out.text.unmeant':
    '{app} wollte ein Konto abmelden, das in diesem Browser nicht angemeldet ist. Hier angemeldet ist dieses:',
  'sign-out.by-themselves':
    'Apps, die von selbst angemeldet bleiben, bis Sie sie unter „Ihre Geräte“ abmelden: {apps}.',
  'sign-out.others': 'Ebenfalls in diesem Browser angemeldet. Das bleibt so, wenn Sie nicht alle Konten abmelden.',
  'sign-out.submit': 'Abmelden',
  'sign-out.stay': 'Angemeldet bleiben',
  'sign-out.all': 'Alle Konten abmelden',

  'signed-out.title': 'Sie sind abgemeldet',
  'signed-out.title.in-place': 'Hier ist noch jemand angemeldet',
  'signed-out.text': 'Sie können diese Seite schließen.',
  'signed-out.text.in-place': 'In diesem Browser können Apps ohne Passwort geöffnet werden von:',
  'signed-out.text.others': 'In diesem Browser ist noch jemand angemeldet und kann hier ohne Passwort gewählt werden:',

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
  'error.no-cookies.title': 'Diese Website braucht Cookies',
  'error.no-cookies.text':
    'Ihr Browser hat keine gesendet: Er speichert hier keine, oder diese Anmeldung begann in einem anderen Browser. Erlauben Sie Cookies für diese Website in seinen Einstellungen und beginnen Sie noch einmal.',
  'error.forbidden.title': 'Das dürfen Sie nicht öffnen',
  'error.forbidden.text': 'Ihr Konto hat keinen Zugang zu dieser Seite.',
  'error.banned.title': 'Ihr Netz ist gesperrt',
  'error.banned.text':
    'Anfragen aus dem Netz, das Sie benutzen, werden hier nicht beantwortet. Wenn Sie das für einen Irrtum halten, nennen Sie den Betreibern dieser Seite die Referenz unten.',
  'error.network-paused.title': 'Ihr Netz muss warten',
  'error.network-paused.text':
    'In dem Netz, das Sie benutzen, hat jemand die Passwörter vieler Menschen ausprobiert. Von hier geht das noch etwa {wait} lang nur in einem Browser, in dem Sie sich schon einmal angemeldet haben. Sie können sich auch mit einem Passkey anmelden oder ein anderes Netz benutzen.',
  'error.too-many.title': 'Bitte warten Sie einen Moment',
  'error.too-many.text':
    'Von dort, wo Sie sind, kamen zu viele Anfragen. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  'error.busy.title': 'Gerade ist sehr viel los',
  'error.busy.text':
    'Ihr Passwort wurde noch nicht angesehen, und es zählt nicht als Versuch. Bitte versuchen Sie es gleich noch einmal.',
  'error.unavailable.title': 'Wir sind gleich wieder da',
  'error.unavailable.text':
    'Etwas, das wir brauchen, antwortet gerade nicht. Bitte versuchen Sie es in einer Minute noch einmal.',
  'error.internal.title': 'Etwas ist schiefgegangen',
  'error.internal.text': 'Das ist unser Fehler, nicht Ihrer. Bitte versuchen Sie es noch einmal.',
  'error.reference': 'Kennung {reference}',
  'error.developer': 'Für Entwickler',

  'expired.title': 'Diese Anmeldung ist beendet',
  'expired.text':
    'Zum Schutz Ihres Kontos endet eine Anmeldung, wenn eine Weile nichts geschieht. Sie endet auch, wenn Sie inzwischen abgemeldet wurden, vielleicht von einem anderen Gerät aus. Beginnen Sie in der App noch einmal.',
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
  'message.still-signed-in.title': 'Sie sind weiterhin angemeldet',
  'message.still-signed-in.text': 'Es wurde nichts geändert.',

  'continue.title': 'Es geht weiter',
  'continue.text': 'Sie sind auf dem Weg zu {app}. Wenn nichts geschieht, drücken Sie die Schaltfläche.',

  'form-post.title': 'Einen Moment',
  'form-post.text': 'Es geht gleich weiter. Wenn nichts geschieht, drücken Sie die Schaltfläche.',

  ...account,
  ...admin,
  ...codes,
  ...deniedFactor,
  ...passkeys,
  ...resets,
  ...risk,
  ...notMe,
  ...signUp,

  'outbox.title': 'Postausgang',
  'outbox.text': 'Was hier liegt, wurde nicht gesendet: Während der Entwicklung bleibt es auf diesem Rechner.',
  'outbox.empty': 'Noch wurde nichts gesendet.',
  'outbox.to': 'An {email}',
  'outbox.back': 'Zurück zum Postausgang',
  'outbox.soon': 'Eine E-Mail ist nach wenigen Sekunden hier.',
  'outbox.again': 'Noch einmal nachsehen',

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
  'letter.already-registered.forgotten':
    'Haben Sie es vergessen? Dann wählen Sie auf dieser Seite „{link}“, um ein neues zu bekommen.',
  'letter.already-registered.ignore':
    'Waren Sie das nicht? Dann brauchen Sie nichts zu tun. Niemand hat erfahren, dass Sie ein Konto haben.',

  'letter.notice.app': 'App',
  'letter.notice.when': 'Wann',
  'letter.notice.with': 'Womit',
  'letter.notice.where': 'Wo',
  'letter.notice.fact': '{label}: {value}',
  'letter.notice.agent': '{name} unter {system}',
  'letter.notice.near': 'bei {place}',
  'letter.notice.unknown': 'nicht bekannt',
  'letter.notice.app-gone': 'einer App, die es nicht mehr gibt',
  'letter.notice.you': 'Waren Sie das? Dann brauchen Sie nichts zu tun.',
  'letter.notice.not-you': 'Waren Sie das nicht? Dann sagen Sie es uns über den Link „Das war ich nicht“.',
  'letter.notice.intruder':
    'Waren Sie das nicht? Dann ist jemand anderes in Ihr Konto gelangt. Sagen Sie es uns sofort über den Link „Das war ich nicht“, und geben Sie den Betreibern von {brand} Bescheid.',
  'letter.notice.last':
    'Das ist innerhalb einer Stunde der dritte Brief dieser Art. Bis die Stunde vorbei ist, senden wir keinen weiteren davon.',
  'letter.notice.devices': 'Ihre Geräte ansehen',
  'letter.ended.subject': 'Eine Anmeldung bei {app} wurde beendet',
  'letter.ended.you':
    'Melden Sie sich bei {app} wieder an, wenn Sie sie brauchen. Ihre anderen Apps und Geräte bleiben angemeldet.',
  'letter.token-reused.text':
    'ein Schlüssel, mit dem {app} bei Ihrem Konto angemeldet bleibt, wurde ein zweites Mal benutzt. Das geschieht, wenn jemand ihn kopiert hat. Um Ihr Konto zu schützen, haben wir diese Anmeldung beendet. Von hier kam die zweite Benutzung:',
  'letter.code-replayed.text':
    'der Code, mit dem {app} Sie angemeldet hat, wurde ein zweites Mal benutzt. Das geschieht, wenn ihn jemand anderes in die Hand bekommen hat. Um Ihr Konto zu schützen, haben wir diese Anmeldung beendet. Von hier kam die zweite Benutzung:',
  'letter.app-ended.text': 'um Ihr Konto zu schützen, haben wir eine Anmeldung bei {app} beendet.',
  'letter.app-sign-in-again.subject': '{app} bittet Sie, sich neu anzumelden',
  'letter.app-sign-in-again.text': 'um Ihr Konto zu schützen, muss {app} Sie bitten, sich neu anzumelden.',
  'letter.app-sign-in-again.you':
    'Waren Sie das? Dann melden Sie sich bei {app} wieder an. Ihre anderen Apps und Geräte bleiben angemeldet.',
  'letter.app-changed.subject': 'Eine Anmeldung bei {app} hat sich geändert',
  'letter.app-changed.text':
    '{app} ist bei Ihrem Konto angemeldet, und daran hat sich etwas geändert. Die Anmeldung bleibt bestehen.',
  'letter.change.place': 'Sie wurde von einem anderen Ort aus benutzt als zuvor.',
  'letter.change.agent': 'Sie wurde mit einem anderen Browser oder System benutzt als zuvor.',
  'letter.change.speed':
    'Sie wurde von einem anderen Ort aus benutzt als zuvor, früher als jemand dorthin hätte reisen können.',
  'letter.change.version': 'Sie wurde mit einer älteren Version der App benutzt als zuvor.',
  'letter.change.other': 'Sie wurde auf andere Weise benutzt als zuvor.',
  'letter.new-device.subject': 'Ein neues Gerät ist bei {brand} angemeldet',
  'letter.new-device.text':
    'jemand hat sich auf einem Gerät bei Ihrem Konto angemeldet, auf dem es zuvor nicht benutzt wurde.',
  'letter.password-changed.subject': 'Ihr Passwort für {brand} wurde geändert',
  'letter.password-changed.text': 'das Passwort Ihres Kontos wurde geändert.',
  'letter.factor-added.subject': 'Ein zweiter Faktor wurde zu Ihrem Konto bei {brand} hinzugefügt',
  'letter.factor-added.text':
    'zu Ihrem Konto wurde eine Authenticator-App hinzugefügt. Von nun an werden bei der Anmeldung ihre Codes verlangt.',
  'letter.factor-removed.subject': 'Ein zweiter Faktor wurde aus Ihrem Konto bei {brand} entfernt',
  'letter.factor-removed.text': 'aus Ihrem Konto wurde eine Authenticator-App entfernt.',
  'letter.codes-made.subject': 'Neue Wiederherstellungscodes für Ihr Konto bei {brand}',
  'letter.codes-made.text':
    'für Ihr Konto wurden neue Wiederherstellungscodes erzeugt. Die früheren gelten nicht mehr.',
  'letter.recovery-code-used.subject': 'Ein Wiederherstellungscode wurde bei {brand} benutzt',
  'letter.recovery-code-used.text':
    'jemand hat sich mit dem Passwort und einem Ihrer Wiederherstellungscodes bei Ihrem Konto angemeldet. Dieser Code gilt nicht noch einmal.',
  'letter.factor-guessed.subject': 'Vielleicht kennt jemand Ihr Passwort für {brand}',
  'letter.factor-guessed.text':
    'jemand hat Ihr Passwort und danach mehrere falsche Codes eingegeben. Hineingekommen ist niemand.',
  'letter.factor-guessed.not-you':
    'Waren Sie das nicht? Dann kennt jemand Ihr Passwort. Sagen Sie es uns jetzt über den Link „Das war ich nicht“.',
  'letter.signed-out-everywhere.subject': 'Sie wurden bei {brand} überall abgemeldet',
  'letter.signed-out-everywhere.text': 'alle Geräte wurden von Ihrem Konto abgemeldet.',
  'letter.signed-out-elsewhere.subject': 'Ihre anderen Geräte wurden bei {brand} abgemeldet',
  'letter.signed-out-elsewhere.text': 'alle anderen Geräte wurden von Ihrem Konto abgemeldet.',
  'letter.signed-out.you': 'Waren Sie das? Dann melden Sie sich nur dort wieder an, wo Sie weitermachen möchten.',
  'letter.signed-out-for-you.subject': 'Sie wurden bei {brand} abgemeldet',
  'letter.ended-by-app.text':
    '{app} hat Sie abgemeldet, auf einem Ihrer Geräte oder auf allen. Sie haben der App das erlaubt.',
  'letter.ended-by-admin.text':
    'die Betreiber von {brand} haben Sie abgemeldet, auf einem Ihrer Geräte oder auf allen.',
  'letter.signed-out-for-you.you':
    'Haben Sie das erwartet? Dann melden Sie sich nur dort neu an, wo Sie weitermachen möchten.',
  'letter.ended-by-app.not-you': 'Haben Sie das nicht erwartet? Dann trennen Sie die App auf der Seite mit Ihren Apps.',
  'letter.app-ended-by-app.text':
    '{by} hat Sie auf einem Ihrer Geräte bei {app} abgemeldet. Sie haben der App das erlaubt.',
  'letter.app-ended-by-app.not-you':
    'Haben Sie das nicht erwartet? Dann trennen Sie {by} auf der Seite mit Ihren Apps.',
  'letter.app-ended-by-api.text':
    '{by}, ein Dienst, mit dem {app} arbeitet, hat eine Anmeldung bei {app} mit Ihrem Konto beendet. Ein Dienst tut das zum Beispiel, wenn er annimmt, dass ein Schlüssel dieser Anmeldung in falschen Händen ist.',
  'letter.app-ended-by-api.not-you':
    'Möchten Sie wissen, warum? Dann fragen Sie die Betreiber von {app}. Wenn Sie {app} nicht kennen, trennen Sie die App auf der Seite mit Ihren Apps.',
  'letter.ended-by-admin.not-you': 'Haben Sie das nicht erwartet? Dann fragen Sie die Betreiber von {brand}.',
};
