import type { notMe as english } from './en.ts';

/** Texts of "this was not me", in French. */
export const notMe: Readonly<Record<keyof typeof english, string>> = {
  'letter.notice.not-me': 'Ce n’était pas moi',
  'letter.notice.deny':
    'Le lien fonctionne une fois, jusqu’au {until}, et vous montre d’abord ce qu’il fait\u202f: entre autres, votre mot de passe ne fonctionne plus, et nous vous envoyons un lien pour en choisir un autre.',
  'letter.notice.deny-suspended':
    'Le lien fonctionne une fois, jusqu’au {until}, et vous montre d’abord ce qu’il fait\u202f: entre autres, votre mot de passe ne fonctionne plus. Votre compte est suspendu\u202f: vous choisirez un autre mot de passe quand les responsables de {brand} l’ouvriront de nouveau.',
  'letter.notice.deny-waits':
    'Votre compte est suspendu\u202f: pour l’instant, personne n’entre, vous non plus. Quand les responsables de {brand} l’ouvriront de nouveau, le lien fonctionnera une fois, pendant ce qui reste de ses trois jours, et vous montrera d’abord ce qu’il fait\u202f: entre autres, votre mot de passe ne fonctionnera plus, et nous vous enverrons un lien pour en choisir un autre.',
  'letter.notice.former':
    'Votre compte a maintenant une autre adresse. Cet e-mail va aussi à l’ancienne\u202f: son lien annule également ce changement.',
  'letter.suspended':
    'Votre compte est suspendu\u202f: jusqu’à ce que les responsables de {brand} l’ouvrent de nouveau, personne ne se connecte, et aucun lien pour choisir un nouveau mot de passe n’est envoyé.',
  'letter.recover.not-me':
    'Vous nous avez dit que quelque chose dans votre compte ne venait pas de vous. Votre mot de passe et les seconds facteurs ajoutés depuis ne fonctionnent donc plus. Choisissez un nouveau mot de passe\u202f:',
  'letter.recover.later':
    'Est-ce trop tard pour ce lien\u202f? «\u202fMot de passe oublié\u202f» sur la page de connexion en envoie un autre. Ce n’est pas vous qui nous l’avez dit\u202f? Alors quelqu’un d’autre lit vos e-mails\u202f: réglez cela d’abord.',
  'not-me.title': 'Ce n’était pas vous\u202f?',
  'not-me.what': 'Ce qui s’est passé',
  'not-me.then': 'Ce que fait le bouton',
  'not-me.then.restored': 'Votre compte reprend l’adresse {email}.',
  'not-me.then.living': 'Cette connexion est fermée, avec tout ce que des applications y ont obtenu.',
  'not-me.then.ended': 'Cette connexion est déjà fermée.',
  'not-me.then.everywhere': 'Votre compte est déconnecté partout.',
  'not-me.then.password':
    'Votre mot de passe ne fonctionne plus, et nous vous envoyons aussitôt un e-mail avec un lien pour en choisir un nouveau.',
  'not-me.then.password-suspended':
    'Votre mot de passe ne fonctionne plus. Votre compte est suspendu\u202f: nous ne vous envoyons donc pas de lien pour en choisir un nouveau, vous le ferez quand les responsables de {brand} l’ouvriront de nouveau.',
  'not-me.then.factors':
    'Les seconds facteurs, clés d’accès et codes de secours venus avec cela ou depuis ne fonctionnent plus\u202f; les plus anciens restent. S’il n’en reste aucun, il peut se passer quelques jours avant que vous entriez avec un nouveau navigateur.',
  'not-me.then.factors-of-three-days':
    'Les seconds facteurs, clés d’accès et codes de secours des trois derniers jours ne fonctionnent plus\u202f; les plus anciens restent. S’il n’en reste aucun, il peut se passer quelques jours avant que vous entriez avec un nouveau navigateur.',
  'not-me.everywhere': 'Déconnecter aussi partout ailleurs',
  'not-me.submit': 'Ce n’était pas moi',
  'not-me.was-me': 'C’était vous\u202f? Alors fermez cette page. Rien n’a été changé.',
  'message.secured.title': 'Votre compte n’est plus entre d’autres mains',
  'message.secured.text':
    'Votre mot de passe ne fonctionne plus. Un e-mail avec un lien pour en choisir un nouveau est en route\u202f; «\u202fMot de passe oublié\u202f» sur la page de connexion en envoie un autre.',
  'message.email-restored-suspended.title': 'Votre compte a repris son ancienne adresse',
  'message.email-restored-suspended.text':
    'Le mot de passe ne fonctionne plus. Votre compte est suspendu\u202f: pour l’instant, personne n’entre, vous non plus. Quand les responsables de {brand} l’ouvriront de nouveau, choisissez un nouveau mot de passe par «\u202fMot de passe oublié\u202f» sur la page de connexion.',
  'message.not-me-waits.title': 'Votre compte est suspendu',
  'message.not-me-waits.text':
    'Pour l’instant, personne n’entre, vous non plus\u202f: ce lien ne fait donc encore rien. Gardez l’e-mail\u202f: quand les responsables de {brand} ouvriront votre compte de nouveau, le lien fonctionnera pendant ce qui reste de ses trois jours.',
  'message.not-me-done.title': 'C’est déjà dit et fait',
  'message.not-me-done.text':
    'Par ce lien, il a déjà été dit que ce n’était pas vous, et ce qu’il fait est fait\u202f: le mot de passe d’alors ne fonctionne plus. Si vous n’en avez pas choisi un nouveau depuis, «\u202fMot de passe oublié\u202f» sur la page de connexion vous envoie un lien pour cela.',
  'message.address-gone.title': 'L’ancienne adresse ne peut pas revenir',
  'message.address-gone.text':
    'Un autre compte l’a déjà. Le vôtre est déconnecté partout, et son mot de passe ne fonctionne plus. Mais qui lit les e-mails à la nouvelle adresse peut en choisir un autre\u202f: si ce n’est pas vous, dites-le sans tarder aux responsables de {brand}.',
  'letter.email-left.subject': 'Votre compte {brand} n’a plus cette adresse',
  'letter.email-left.text':
    'Le changement vers cette adresse a été annulé le {when}, par un lien envoyé à l’ancienne. Votre compte a repris l’ancienne adresse. Tout le monde est déconnecté, le mot de passe ne fonctionne plus, et les e-mails au sujet du compte n’arrivent plus ici.',
  'letter.email-left.you': 'C’était vous\u202f? Alors vous n’avez rien à faire.',
  'letter.email-left.not-you':
    'Ce n’était pas vous\u202f? Alors quelqu’un d’autre lit vos e-mails à l’ancienne adresse. Remettez d’abord cette boîte aux lettres en ordre. Ensuite, «\u202fMot de passe oublié\u202f» sur la page de connexion y envoie un lien, et vous pouvez changer l’adresse à nouveau. Si vous avez perdu cette boîte, dites-le sans tarder aux responsables de {brand}.',
  'letter.email-left.button': 'Se connecter',
  'history.secured':
    'Signalé par le lien d’un e-mail comme ne venant pas de vous\u202f; le mot de passe ne fonctionne plus',
};
