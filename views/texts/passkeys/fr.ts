import type { passkeys as english } from './en.ts';

/** Texts of passkeys, in French. */
export const passkeys: Readonly<Record<keyof typeof english, string>> = {
  'sign-in.passkey': 'Se connecter avec une clé d’accès',
  'sign-in.form.passkey-refused':
    'Cette clé d’accès ne fonctionne pas ici. Utilisez-en une autre, ou votre mot de passe.',
  'sign-in.form.late': 'Cela a pris trop de temps. Veuillez réessayer.',
  'sign-in.form.passkey-unverified':
    'Cette clé d’accès ne vérifie pas que c’est vous. Saisissez d’abord votre mot de passe\u202f; la clé d’accès est l’étape suivante.',
  'passkey.refused': 'Cette clé d’accès ne fonctionne pas ici. Réessayez avec une autre.',
  'passkey.late': 'Cela a pris trop de temps. Veuillez réessayer.',
  'passkey.stopped': 'Rien n’a été envoyé. Réessayez quand vous serez prêt.',
  'sign-in.passkey.stopped':
    'Rien n’a été envoyé. Réessayez quand vous serez prêt, ou saisissez votre mot de passe\u202f: certaines clés ne servent que de seconde étape.',
  'passkey.known': 'Une clé d’accès de votre compte s’y trouve déjà.',
  'passkey.unsupported': 'Ce navigateur ne connaît pas les clés d’accès.',
  'passkey.scripts': 'Les clés d’accès ont besoin de JavaScript, qui est désactivé ici.',
  'factor.passkey.text': 'Utilisez une clé d’accès ou une clé de sécurité de votre compte.',
  'factor.passkey.submit': 'Utiliser la clé d’accès',
  'factor.passkey.instead': 'Utiliser une clé d’accès',
  'set-up-app.passkey': 'Utiliser plutôt une clé d’accès',
  'set-up-passkey.title': 'Ajouter une clé d’accès',
  'set-up-passkey.text':
    'Vous vous connectez avec votre doigt, votre visage ou le verrouillage de votre appareil. Une clé d’accès ne se devine pas, et aucune fausse page ne peut vous la soutirer.',
  'set-up-passkey.submit': 'Ajouter la clé d’accès',
  'set-up-passkey.app': 'Utiliser plutôt une application d’authentification',
  'letter.passkey-added.subject': 'Une clé d’accès a été ajoutée à votre compte {brand}',
  'letter.passkey-added.text':
    'Une clé d’accès a été ajoutée à votre compte. Qui la possède peut s’identifier avec elle à votre place.',
  'letter.passkey-removed.subject': 'Une clé d’accès a été retirée de votre compte {brand}',
  'letter.passkey-removed.text': 'Une clé d’accès a été retirée de votre compte. Elle n’ouvre plus votre compte.',
  'letter.passkey-copied.subject': 'Il existe peut-être une copie de votre clé d’accès pour {brand}',
  'letter.passkey-copied.text':
    'Une clé d’accès de votre compte a été refusée\u202f: elle compte ses utilisations, et son compte a reculé, comme celui d’une copie.',
  'letter.passkey-copied.you':
    'C’était vous\u202f? Alors retirez cette clé d’accès et ajoutez-en une nouvelle\u202f: elle est désormais refusée.',
  'letter.passkey-copied.not-you':
    'Ce n’était pas vous\u202f? Alors retirez maintenant cette clé d’accès de votre compte.',
  'security.passkeys': 'Clés d’accès',
  'security.passkeys.off':
    'Avec une clé d’accès, vous vous connectez sans mot de passe\u202f: avec votre doigt, votre visage ou le verrouillage de votre appareil.',
  'security.passkeys.on':
    'Elles suffisent pour vous connecter. Après votre mot de passe, une d’elles vous est aussi demandée.',
  'security.passkeys.some':
    'Certaines d’entre elles suffisent pour vous connecter. Après votre mot de passe, une d’elles vous est aussi demandée.',
  'security.passkeys.second': 'Après votre mot de passe, une d’elles vous est demandée.',
  'security.passkeys.add': 'Ajouter une clé d’accès',
  'passkey.synced': 'Peut être sur tous vos appareils',
  'passkey.bound': 'Seulement là où elle a été créée',
  'passkey.second': 'Seulement après votre mot de passe',
  'passkey.copied':
    'Refusée depuis le {when}\u202f: il en existe peut-être une copie. Retirez-la et ajoutez-en une nouvelle.',
  'passkey.remove': 'Retirer cette clé d’accès',
  'devices.done.passkey-added': 'La clé d’accès est ajoutée.',
  'devices.done.passkey-removed': 'La clé d’accès est retirée.',
  'end.passkey.title': 'Retirer cette clé d’accès\u202f?',
  'end.passkey.text':
    'Elle ne vous laisse plus entrer. Supprimez-la aussi sur votre appareil, sinon elle y sera encore proposée.',
  'history.passkey-added': 'Clé d’accès ajoutée',
  'history.passkey-removed': 'Clé d’accès retirée',
  'history.passkey-refused': 'Connexion non terminée\u202f: la clé d’accès n’a pas été acceptée',
  'history.passkey-copied': 'Une clé d’accès a été refusée\u202f: il en existe peut-être une copie',
  'device.method.passkey': 'clé d’accès',
};
