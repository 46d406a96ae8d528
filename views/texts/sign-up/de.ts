import type { signUp as english } from './en.ts';

/** Texts of invitations, of a sign-up that goes on or is over, and of whose addresses are taken, in German. */
export const signUp: Readonly<Record<keyof typeof english, string>> = {
  'sign-up.email.refused': 'Adressen dieses Anbieters können hier nicht verwendet werden. Nehmen Sie eine andere.',
  'sign-up.email.not-allowed':
    'Hier können nur Adressen bestimmter Organisationen verwendet werden. Nehmen Sie eine von dort, oder fragen Sie die Betreiber.',
  'sign-up.email.disposable':
    'Adressen, die nur kurze Zeit gelten, können hier nicht verwendet werden. Nehmen Sie eine dauerhafte.',
  'sign-in.confirmed': 'Ihre Adresse ist bestätigt. Melden Sie sich an, dann geht es weiter.',
  'sign-up.form.over': 'Dieses Konto wurde nicht rechtzeitig bestätigt. Bitte füllen Sie das Formular noch einmal aus.',
  'message.sign-up-by-invitation.title': 'Sie brauchen eine Einladung',
  'message.sign-up-by-invitation.text':
    'Konten werden über den Link in einer Einladung erstellt. Bitte fragen Sie die Betreiber von {brand} danach.',
  'invitation.title': 'Konto erstellen',
  'invitation.text': 'Für {email}. Mit dem Link, den Sie geöffnet haben, ist Ihre Adresse bestätigt.',
  'message.invitation-accepted.title': 'Ihr Konto ist da',
  'message.invitation-accepted.text':
    'Melden Sie sich mit Ihrer Adresse und dem Passwort an, das Sie gerade gewählt haben.',
  'message.invitation-used.title': 'Diese Einladung wurde verwendet',
  'message.invitation-used.text': 'Ihre Adresse hat ein Konto. Melden Sie sich damit an.',
  'message.invitation-withdrawn.title': 'Diese Einladung wurde zurückgezogen',
  'message.invitation-withdrawn.text':
    'Damit kann kein Konto mehr erstellt werden. Bitte fragen Sie die Betreiber von {brand}.',
  'letter.invitation.subject': 'Sie sind zu {brand} eingeladen',
  'letter.invitation.text': 'die Betreiber von {brand} laden Sie ein, dort ein Konto für diese Adresse zu erstellen.',
  'letter.invitation.button': 'Konto erstellen',
  'letter.invitation.validity': 'Der Link gilt einmal, bis {until}.',
  'letter.invitation.ignore':
    'Haben Sie das nicht erwartet? Dann brauchen Sie nichts zu tun. Ohne Sie entsteht kein Konto.',
};
