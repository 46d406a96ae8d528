import type { resets as english } from './en.ts';

/** Texts of what an admin starts for who has lost something, and how it is stopped, in French. */
export const resets: Readonly<Record<keyof typeof english, string>> = {
  'stop-reset.factors.title': 'Garder vos seconds facteurs\u202f?',
  'stop-reset.factors.text':
    'Les responsables s’apprêtent à les retirer, le {when}, parce que quelqu’un a dit qu’ils étaient perdus.',
  'stop-reset.factors.submit': 'Les garder',
  'message.reset-stopped.title': 'Vos seconds facteurs restent',
  'message.reset-stopped.text':
    'Rien n’a été retiré. Si ce n’est pas vous qui l’avez demandé, quelqu’un connaît peut-être votre mot de passe\u202f: changez-le.',
  'letter.factor-reset.subject': 'Les seconds facteurs de votre compte {brand} vont être retirés',
  'letter.factor-reset.text':
    'Quelqu’un a demandé aux responsables de {brand} de retirer tous les seconds facteurs de votre compte, parce qu’ils sont perdus. Cela se fera le {when}. D’ici là, rien ne change.',
  'letter.factor-reset.not-you': 'Ce n’était pas vous\u202f? Alors arrêtez cela.',
  'letter.factor-reset.button': 'Garder mes seconds facteurs',
  'letter.factors-reset.subject': 'Les seconds facteurs de votre compte {brand} ont été retirés',
  'letter.factors-reset.text':
    'Les responsables de {brand} ont retiré tous les seconds facteurs de votre compte, avec les clés d’accès et les codes de secours. On leur avait dit qu’ils étaient perdus, nous vous avions écrit à ce sujet, et le délai pour l’arrêter est passé. Désormais, votre mot de passe suffit pour se connecter\u202f; là où un second facteur est exigé, qui se connecte en configure un nouveau.',
  'letter.factors-reset.you':
    'Vous l’avez voulu\u202f? Alors ajoutez bientôt un nouveau second facteur\u202f: d’ici là, quiconque connaît votre mot de passe entre.',
  'letter.factors-reset.not-you':
    'Vous ne l’avez pas voulu\u202f? Alors quelqu’un en veut peut-être à votre compte. Dites-le tout de suite par le lien «\u202fCe n’était pas moi\u202f», et prévenez les responsables de {brand}. Choisissez un nouveau mot de passe, et ajoutez de nouveau un second facteur.',
  'not-me.then.factors-reset':
    'Les seconds facteurs, clés d’accès et codes de secours ajoutés depuis ne fonctionnent plus, et ceux qui ont été retirés ne reviennent pas. Il peut se passer quelques jours avant que vous entriez avec un nouveau navigateur.',
  'devices.done.reset-stopped': 'Vos seconds facteurs restent.',
  'history.reset-started': 'Le retrait de vos seconds facteurs a été lancé par les responsables de {brand}',
  'history.reset-stopped': 'Le retrait de vos seconds facteurs a été arrêté',
  'history.factors-reset': 'Tous les seconds facteurs ont été retirés',
  'reset.factors':
    'Tous vos seconds facteurs vont être retirés, le {when}, parce que quelqu’un a dit aux responsables qu’ils étaient perdus. Ce n’était pas vous\u202f? Alors gardez-les.',
  'reset.email':
    'Votre compte va recevoir l’adresse {email}, le {when}, parce que quelqu’un a dit aux responsables que sa boîte aux lettres était perdue. Ce n’était pas vous\u202f? Alors gardez celle que vous avez.',
  'stop-reset.email.title': 'Garder l’adresse de votre compte\u202f?',
  'stop-reset.email.text':
    'Les responsables s’apprêtent à la changer, le {when}, parce que quelqu’un a dit que sa boîte aux lettres était perdue.',
  'stop-reset.email.submit': 'Garder l’adresse',
  'message.email-reset-stopped.title': 'L’adresse de votre compte reste',
  'message.email-reset-stopped.text':
    'Rien n’a été changé. Si ce n’est pas vous qui l’avez demandé, quelqu’un en veut à votre compte\u202f: dites-le aux responsables.',
  'confirm-address.title': 'Utiliser cette adresse pour votre compte\u202f?',
  'confirm-address.text':
    'Il a été demandé aux responsables de {brand} de donner à un compte l’adresse {email}, parce que sa boîte aux lettres est perdue. C’était vous\u202f? Alors confirmez-la. Elle sera l’adresse de votre compte à partir du {when}.',
  'confirm-address.submit': 'Elle est pour mon compte',
  'confirm-address.not-you':
    'Ce n’était pas vous\u202f? Alors ne la confirmez pas\u202f: le compte de quelqu’un d’autre aurait votre adresse.',
  'message.address-confirmed.title': 'Votre adresse est confirmée',
  'message.address-confirmed.text':
    'Une fois le délai passé, si personne n’a rien arrêté, votre compte a cette adresse, et nous vous y écrivons. D’ici là, rien ne change.',
  'letter.email-reset.subject': 'L’adresse de votre compte {brand} va être changée',
  'letter.email-reset.text':
    'Quelqu’un a demandé aux responsables de {brand} de donner à votre compte une autre adresse e-mail, parce que sa boîte aux lettres est perdue. Cela se fera le {when}. D’ici là, rien ne change.',
  'letter.email-reset.not-you': 'Ce n’était pas vous\u202f? Alors arrêtez cela.',
  'letter.email-reset.button': 'Garder l’adresse',
  'letter.email-reset-new.subject': 'Confirmez cette adresse pour votre compte {brand}',
  'letter.email-reset-new.text':
    'Il a été demandé aux responsables de {brand} de donner à un compte cette adresse, parce que sa boîte aux lettres est perdue. C’était vous\u202f? Alors confirmez-la, jusqu’au {when}. À partir de là, elle est l’adresse de votre compte.',
  'letter.email-reset-new.button': 'Confirmer l’adresse',
  'letter.email-reset-new.not-you':
    'Ce n’était pas vous\u202f? Alors ne la confirmez pas. Ce lien arrête le changement\u202f:',
  'letter.email-reset-done.subject': 'Votre compte {brand} a maintenant cette adresse',
  'letter.email-reset-done.text':
    'Vous êtes déconnecté partout. Connectez-vous avec cette adresse et votre mot de passe. Est-il perdu aussi\u202f? «\u202fMot de passe oublié\u202f» sur la page de connexion envoie un lien ici. Si votre compte a encore des seconds facteurs, ils sont demandés comme avant\u202f; les codes par e-mail n’en sont plus un à cette adresse.',
  'letter.email-reset-done.button': 'Se connecter',
  'letter.email-given.text':
    'Les responsables de {brand} ont donné à votre compte une autre adresse à la place de celle-ci, parce que quelqu’un leur a dit que cette boîte aux lettres était perdue. Nous vous avions écrit à ce sujet, et le délai pour l’arrêter est passé.',
  'sms.reset.factors':
    '{brand}\u202f: quelqu’un nous a demandé de retirer les seconds facteurs de votre compte. Ce n’était pas vous\u202f? Arrêtez cela\u202f: {link}',
  'sms.reset.email':
    '{brand}\u202f: quelqu’un nous a demandé de changer l’adresse e-mail de votre compte. Ce n’était pas vous\u202f? Arrêtez cela\u202f: {link}',
  'devices.done.email-reset-stopped': 'L’adresse de votre compte reste.',
  'history.email-reset-started': 'Un changement de votre adresse e-mail a été lancé par les responsables de {brand}',
  'history.email-reset-confirmed': 'L’adresse e-mail que votre compte doit recevoir a été confirmée',
  'history.email-reset-stopped':
    'Le changement de votre adresse e-mail par les responsables de {brand} a été arrêté, ou n’a pas pu se faire',
  'letter.reset-stopped.subject': 'Les seconds facteurs de votre compte {brand} restent',
  'letter.reset-stopped.text':
    'Les responsables de {brand} allaient retirer tous les seconds facteurs de votre compte. Quelqu’un l’a arrêté.',
  'letter.reset-stopped.not-you':
    'Ce n’était pas vous, et vous l’attendez encore\u202f? Alors dites-le aux responsables de {brand}\u202f: quelqu’un d’autre lit peut-être vos e-mails ou vos SMS, ou est connecté à votre compte. Le lien «\u202fCe n’était pas moi\u202f» déconnecte tout le monde.',
  'letter.email-reset-stopped.subject': 'L’adresse de votre compte {brand} reste',
  'letter.email-reset-stopped.text':
    'Les responsables de {brand} allaient donner à votre compte une autre adresse e-mail. Quelqu’un l’a arrêté.',
  'letter.email-reset-over.subject': 'Votre compte {brand} ne reçoit pas cette adresse',
  'letter.email-reset-over.text':
    'Vous avez confirmé cette adresse pour votre compte {brand}. Le changement a été arrêté, ou n’a pas pu se faire\u202f: le compte reste comme il est.',
  'letter.email-reset-over.not-you':
    'Vous l’attendez encore, et ce n’est pas vous qui l’avez arrêté\u202f? Alors dites-le aux responsables de {brand}\u202f: quelqu’un d’autre lit peut-être les e-mails ou les SMS de votre compte, ou y est connecté.',
};
